// Reading needs no script; this gives an opened card the focus, closes it with Escape, and leads back to the number.
(function () {
  var last = null;
  function card() { return location.hash.length > 1 ? document.querySelector('.card[id="' + location.hash.slice(1) + '"]') : null; }
  document.addEventListener('click', function (event) {
    var link = event.target.closest ? event.target.closest('a.n') : null;
    if (link) { last = link; }
  });
  window.addEventListener('hashchange', function () {
    var open = card();
    if (open) { open.focus({ preventScroll: true }); }
    else if (last) { last.focus({ preventScroll: true }); last = null; }
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && card()) { location.hash = '_'; }
  });
})();
