#!/bin/sh
# The main job of `make report`: the synthetic book, three looks at what is changing, and the year-end reports of 2022 and
# of 2023 in three formats and two languages.
set -eu
out=$1
case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
vi*)
    lang=vi
    making="Đang lập sổ trình diễn (số liệu mô phỏng, 2019-2024): khoảng nửa phút ..."
    watching="Đang theo dõi ba tuần của năm 2023: lần đầu khoảng nửa phút để biên dịch các phương pháp ..."
    writing="Đang viết báo cáo năm 2022 và năm 2023 bằng tiếng Việt và tiếng Anh ..."
    open="Xong. Mở trước tệp Word:"
    next="Các bước tiếp theo: mục \"Năm phút\" trong README.vi.md. Bắt đầu bằng:  . .venv/bin/activate"
    ;;
*)
    lang=en
    making="making the demonstration book (synthetic, 2019-2024): about half a minute ..."
    watching="watching three weeks of 2023: about half a minute the first time, while the detectors are compiled ..."
    writing="writing the reports of 2022 and of 2023 in Vietnamese and in English ..."
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
echo "$watching"
for day in 2023-08-20 2023-08-27 2023-09-03; do
    tongket watch "$out/can-tho" --as-of "$day" --lang "$lang" --quiet >/dev/null
done
echo "$writing"
write() {
    tongket report "$out/can-tho" --period "$1" --seal "$2" --lang "$3" --output "$out/reports" >/dev/null
}
for language in vi en; do
    write mps:2022 2023-01-05 "$language"
    write mps:2023 2024-01-05 "$language"
done
echo
echo "$open"
for file in "$out"/reports/*.docx "$out"/reports/*.pdf "$out"/reports/*.html; do
    echo "  $file"
done
echo "$next"
