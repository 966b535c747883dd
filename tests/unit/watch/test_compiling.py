import numpy as np
import pytest

from tongket.watch.kernels import compiling
from tongket.watch.progress import announce_compiling, chunks

without_jit = pytest.mark.skipif(compiling.jit_disabled(), reason="needs the compiler")


@without_jit
def test_first_use_says_that_it_compiles_and_the_second_does_not():
    @compiling.kernel()
    def double_for_this_test(values):
        return values * 2.0

    said = []
    for _ in range(2):
        with announce_compiling(said.append):
            double_for_this_test(np.ones(2))
    assert said == ["double_for_this_test"] or said == []  # empty when an earlier run left its code in the cache


@without_jit
def test_without_any_folder_to_write_kernels_still_work(monkeypatch):
    def refuse(*args, **kwargs):
        if kwargs.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(compiling.numba, "njit", refuse)
    monkeypatch.setattr(compiling, "_private_folder", lambda: None)
    assert compiling.kernel()(abs)(-3) == 3


def test_the_private_folder_is_refused_when_others_can_write_it(monkeypatch, tmp_path):
    monkeypatch.setattr(compiling.tempfile, "gettempdir", lambda: str(tmp_path))
    folder = compiling._private_folder()
    assert folder is not None
    folder.chmod(0o777)
    assert compiling._private_folder() is None


@without_jit
def test_where_nothing_can_be_written_the_private_folder_is_used(monkeypatch, tmp_path):
    asked = []

    def refuse_once(*args, **kwargs):
        asked.append(kwargs)
        if len(asked) == 1:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(compiling.numba, "njit", refuse_once)
    monkeypatch.setattr(compiling, "_private_folder", lambda: tmp_path)
    monkeypatch.setattr(compiling._CONFIG, "CACHE_DIR", "")
    compiling.kernel()(abs)
    assert asked[1]["cache"] is True
    assert str(tmp_path) == compiling._CONFIG.CACHE_DIR


def test_chunks_report_after_each():
    seen = []
    assert list(chunks(5, 2, lambda done, total: seen.append((done, total)))) == [(0, 2), (2, 4), (4, 5)]
    assert seen == [(2, 5), (4, 5), (5, 5)]
