#!/bin/sh
# Make the pictures of the READMEs from the demonstration reports that `make report` wrote; needs pdftoppm.
set -eu
reports=${1:-out/reports}
for language in en vi; do
    suffix=$([ "$language" = en ] || echo ".$language")
    pdf=$(ls "$reports"/*-mps-2022-*-"$language".pdf)
    pdftoppm -png -r 68 -f 1 -l 1 -singlefile "$pdf" "docs/images/report-first-page$suffix"
    pdftoppm -png -r 68 -f 2 -l 2 -singlefile "$pdf" "docs/images/report-chart$suffix"
done
