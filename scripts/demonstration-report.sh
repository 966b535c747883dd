#!/bin/sh
# The main job of `make report`: the synthetic book, and its year-end report of 2022 in three formats and two languages.
set -eu
out=$1
case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
vi*)
    lang=vi
    making="Đang lập sổ trình diễn (số liệu mô phỏng, 2019-2024): khoảng nửa phút ..."
    writing="Đang viết báo cáo năm 2022 bằng tiếng Việt và tiếng Anh ..."
    open="Xong. Mở trước tệp Word:"
    next="Các bước tiếp theo: mục \"Năm phút\" trong README.vi.md. Bắt đầu bằng:  . .venv/bin/activate"
    ;;
*)
    lang=en
    making="making the demonstration book (synthetic, 2019-2024): about half a minute ..."
    writing="writing the report of 2022 in Vietnamese and in English ..."
    open="Done. Open the Word file first:"
    next="What to do next: \"Five minutes\" in README.md. Begin with:  . .venv/bin/activate"
    ;;
esac
if [ ! -e "$out/can-tho/book.toml" ] || [ ! -d "$out/can-tho/seals" ]; then
    echo "$making"
    rm -rf "$out/can-tho" "$out/can-tho.part"
    mkdir -p "$out"
    # under another name until it is whole, so that a run that was stopped is begun anew and not taken for done
    tongket demo "$out/can-tho.part" --lang "$lang" >"$out/demonstration.txt"
    mv "$out/can-tho.part" "$out/can-tho"
fi
echo "$writing"
for language in vi en; do
    tongket report "$out/can-tho" --period mps:2022 --seal 2023-01-05 --lang "$language" --output "$out/reports" >/dev/null
done
echo
echo "$open"
for file in "$out"/reports/*.docx "$out"/reports/*.pdf "$out"/reports/*.html; do
    echo "  $file"
done
echo "$next"
