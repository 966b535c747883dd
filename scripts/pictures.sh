#!/bin/sh
# Make the pictures of the READMEs from what `make report` wrote; needs pdftoppm and chromium, and `tongket` on the path.
set -eu
out=${1:-out}
browser=${CHROMIUM:-chromium}
[ "$(id -u)" != 0 ] || browser="$browser --no-sandbox" # a browser run by root has no sandbox
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
for language in en vi; do
    suffix=$([ "$language" = en ] || echo ".$language")
    pdf=$(ls "$out"/reports/*-mps-2022-*-"$language".pdf)
    pdftoppm -png -r 68 -f 1 -l 1 -singlefile "$pdf" "docs/images/report-first-page$suffix"
    pdftoppm -png -r 68 -f 2 -l 2 -singlefile "$pdf" "docs/images/report-chart$suffix"
    # entered in no register: the book is left as it was found
    tongket watch "$out/can-tho" --as-of 2023-08-20 --dry-run --map "$pages/watch-$language.html" --lang "$language" >/dev/null
    # the top of the page down to the words under the map: mark of synthetic data, map, list of signals
    $browser --headless --disable-gpu --hide-scrollbars --window-size=1200,682 \
        --screenshot="$(pwd)/docs/images/watch-map$suffix.png" "file://$pages/watch-$language.html" >/dev/null 2>&1
done
