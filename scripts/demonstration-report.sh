#!/bin/sh
# The main job of `make report`: the synthetic book, and its year-end report of 2022 in three formats and two languages.
set -eu
out=$1
if [ ! -e "$out/can-tho/book.toml" ]; then
    rm -rf "$out/can-tho"
    tongket demo "$out/can-tho"
fi
tongket report "$out/can-tho" --period mps:2022 --seal 2023-01-05 --lang vi --output "$out/reports"
tongket report "$out/can-tho" --period mps:2022 --seal 2023-01-05 --lang en --output "$out/reports"
