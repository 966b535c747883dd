"""The words of the page of signals, in both languages."""

from __future__ import annotations

from tongket.model.text import Language, Text

WORDS: dict[str, Text] = {
    "title": Text("Tín hiệu cảnh báo sớm", "Signals of early warning"),
    "synthetic": Text("SỐ LIỆU MÔ PHỎNG – KHÔNG CÓ HỒ SƠ THẬT", "SYNTHETIC DATA – NO REAL RECORDS"),
    "signals": Text("Tín hiệu", "Signals"),
    "none": Text(
        "Không có tín hiệu nào vượt ngưỡng. Điều đó không có nghĩa là không có gì xảy ra: xem phần thử trên quá khứ.",
        "No signal rises above its cut. That does not mean that nothing happens: see the back-test.",
    ),
    "map": Text("Bản đồ tín hiệu", "Map of signals"),
    "plan": Text(
        "Sơ đồ ô vuông: mỗi ô là một đơn vị, xếp gần đúng vị trí; không phải bản đồ địa giới.",
        "Plan of squares: one for each area, roughly in place; it is not a map of boundaries.",
    ),
    "ground": Text(
        "Vị trí các chùm; dấu chấm là trung tâm các đơn vị.", "Where clusters lie; dots are centres of areas."
    ),
    "key": Text(
        "Gạch chéo: đơn vị có số vụ tăng bất thường. Vòng tròn: chùm vụ việc. Số: thứ tự trong danh sách.",
        "Hatched: areas with a surge. Circles: clusters. Numbers: place in the list.",
    ),
    "observed": Text("ghi nhận", "observed"),
    "expected": Text("kỳ vọng", "expected"),
    "times": Text("lần", "times"),
    "p": Text("p", "p"),
    "recurs": Text("ngẫu nhiên lặp lại sau", "by chance once in"),
    "days": Text("{n} ngày", "{n} days"),
    "years": Text("{n} năm", "{n} years"),
    "details": Text("Phương pháp, tham số, điều chưa thể biết", "Method, parameters, what cannot be known"),
    "method": Text("Phương pháp", "Method"),
    "seed": Text("hạt giống", "seed"),
    "id": Text("mã", "id"),
    "continues": Text("Tiếp diễn từ tín hiệu đã có:", "Goes on from a signal raised before:"),
    "figures": Text("số liệu trong sổ cái", "figures in the ledger"),
    "hot_spots": Text("Điểm nóng", "Hot spots"),
    "hot_spot_note": Text(
        "Nơi vụ việc tập trung, không phải cảnh báo. Ô tô màu khi mật độ gấp ít nhất 3 lần trung bình; viền đậm và số"
        " là nơi nổi bật theo Gi* (đã hiệu chỉnh cho số ô).",
        "Where cases gather; no alarm. Cells are coloured from three times the mean density; heavy borders and numbers"
        " are places that stand out by Gi* (corrected for the number of cells).",
    ),
    "no_outline": Text(
        "Sổ không có tệp ranh giới: diện tích là hình chữ nhật bao quanh các vụ, nên mọi chỉ số dưới đây đều cao hơn"
        " thực tế như nhau.",
        "The book has no boundaries: the area is the rectangle about the cases, which flatters every index alike.",
    ),
    "judged": Text(
        "Bản đồ vẽ từ số liệu trước ngày {day} được chấm bằng {n} vụ xảy ra sau đó",
        "Maps drawn from what happened before {day}, judged by the {n} cases that came after",
    ),
    "judged_note": Text(
        "PAI: tỷ lệ vụ rơi vào phần diện tích được nêu, chia cho tỷ lệ diện tích. PEI: PAI so với bản đồ biết trước"
        " (tốt nhất là 1). RRI: số vụ bản đồ dự kiến so với số vụ đã xảy ra (tốt nhất là 1). Đếm số vụ là mức chuẩn mà"
        " các bản đồ khác phải vượt qua.",
        "PAI: share of the cases that fell into the share of the area named, over that share. PEI: PAI over that of a"
        " map that knew beforehand (1 is best). RRI: cases the map let expect over those that came (1 is best). Plain"
        " counts are the baseline that the others must beat.",
    ),
    "spot": Text(
        "{observed} vụ (trải đều sẽ có {expected}); {km2} km²",
        "{observed} cases ({expected} if spread evenly); {km2} km²",
    ),
    "no_spot": Text("Không nơi nào nổi bật vượt mức ngẫu nhiên.", "No place stands out beyond chance."),
    "courses": Text("Diễn biến của các ô trong 12 giai đoạn", "Course of the cells over 12 periods"),
    "repeats": Text("Tái diễn lân cận", "Near repeats"),
    "repeats_note": Text(
        "Số cặp vụ gần nhau về địa điểm và thời gian, so với mức kỳ vọng nếu ngày xảy ra không liên quan đến địa điểm"
        " (tỷ số; in đậm khi p ≤ 0,05).",
        "Pairs of cases near in place and time over those expected if days had nothing to do with places (ratio; bold"
        " where p ≤ 0.05).",
    ),
    "distance": Text("Khoảng cách (m)", "Distance (m)"),
    "budget": Text("Báo động sai dự kiến", "False alarms to be expected"),
    "skipped": Text("Không chạy", "Not run"),
    "rests": Text("Trang này dựa trên", "What this page rests on"),
    "seal": Text("bản chốt {seal}", "seal {seal}"),
    "received": Text("số liệu đã nhận đến ngày {day}", "what had been received by {day}"),
    "dated": Text("số liệu ghi ngày đến {day}", "what is dated up to {day}"),
    "series": Text("{n} chuỗi được theo dõi", "{n} series watched"),
    "version": Text("phiên bản chương trình", "version of the program"),
    "limits": Text(
        "Tín hiệu chỉ nói về địa điểm và thời gian, không nói về con người. Tín hiệu cho biết có nhiều hơn mức"
        " ngẫu nhiên, không cho biết vì sao.",
        "Signals speak of places and times, never of persons. A signal says that there is more than chance would make,"
        " not why.",
    ),
    "area_share": Text("{share} % diện tích", "{share} % of the area"),
    "kind_of_map": Text("Bản đồ", "Map"),
}

MAPS: dict[str, Text] = {
    "counts": Text("Đếm số vụ (mức chuẩn)", "Plain counts (baseline)"),
    "kde_quartic": Text("Mật độ nhân bậc bốn", "Kernel density, quartic"),
    "kde_gaussian": Text("Mật độ nhân Gauss", "Kernel density, Gaussian"),
    "kde_adaptive": Text("Mật độ nhân thích nghi", "Kernel density, adaptive"),
    "gi_star": Text("Gi*", "Gi*"),
}

COURSES: dict[str, Text] = {
    "new_hot": Text("mới nóng", "new"),
    "consecutive_hot": Text("nóng liên tiếp", "consecutive"),
    "intensifying_hot": Text("đang tăng", "intensifying"),
    "persistent_hot": Text("nóng kéo dài", "persistent"),
    "diminishing_hot": Text("đang giảm", "diminishing"),
    "sporadic_hot": Text("lúc nóng lúc không", "sporadic"),
    "oscillating_hot": Text("lúc nóng lúc lạnh", "oscillating"),
    "historical_hot": Text("từng nóng", "historical"),
}


def word(key: str, language: Language, **values: str) -> str:
    """Return one of the words, its blanks filled."""
    return WORDS[key].in_language(language).format(**values)
