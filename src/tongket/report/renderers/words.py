"""Words the renderers add to a document, in both languages."""

from __future__ import annotations

from tongket.model.text import Language, Text

WORDS: dict[str, Text] = {
    "synthetic": Text(vi="SỐ LIỆU MÔ PHỎNG / SYNTHETIC DATA", en="SYNTHETIC DATA / SỐ LIỆU MÔ PHỎNG"),
    "number": Text(vi="Số:", en="No."),
    "to": Text(vi="Kính gửi:", en="To:"),
    "recipients": Text(vi="Nơi nhận:", en="Distribution:"),
    "name": Text(vi="[Cấp bậc, họ và tên]", en="[Rank and name]"),
    "table": Text(vi="Bảng", en="Table"),
    "chart": Text(vi="Biểu đồ", en="Chart"),
    "map": Text(vi="Bản đồ", en="Map"),
    "annex": Text(vi="Phụ lục", en="Annex"),
    "attached": Text(vi="Kèm theo {document}", en="Attached to {document}"),
    "chart_data": Text(vi="SỐ LIỆU CỦA BIỂU ĐỒ VÀ BẢN ĐỒ", en="DATA OF THE CHARTS AND MAPS"),
    "data_of": Text(vi="Số liệu của", en="Data of"),
    "figure_list": Text(vi="DANH MỤC SỐ LIỆU VÀ NGUỒN", en="LIST OF FIGURES AND THEIR SOURCE"),
    "figure_list_lead": Text(
        vi="Mỗi số liệu trong báo cáo mang một mã số, dẫn về định nghĩa chỉ tiêu, bản chốt và các bản ghi đã đếm.",
        en="Each number of the report carries an id that leads back to its definition, its seal and its records.",
    ),
    "seals": Text(vi="Các bản chốt số liệu", en="Seals of the data"),
    "seal": Text(vi="Bản chốt", en="Seal"),
    "digest": Text(vi="Mã băm (SHA-256)", en="Digest (SHA-256)"),
    "as_of": Text(vi="Chốt đến ngày", en="Cut-off"),
    "status": Text(vi="Tình trạng", en="Status"),
    "program": Text(vi="Phiên bản chương trình", en="Program version"),
    "id": Text(vi="Mã số", en="Id"),
    "label": Text(vi="Chỉ tiêu", en="Indicator"),
    "period": Text(vi="Kỳ", en="Period"),
    "value": Text(vi="Giá trị", en="Value"),
    "interval": Text(vi="Khoảng tin cậy 95%", en="95% interval"),
    "definition": Text(vi="Định nghĩa", en="Definition"),
    "note": Text(vi="Lưu ý", en="Note"),
    "numerator": Text(vi="Tử số", en="Numerator"),
    "denominator": Text(vi="Mẫu số", en="Denominator"),
    "days": Text(vi="Từ ngày – đến ngày", en="First and last day"),
    "area": Text(vi="Địa bàn (mã)", en="Area (code)"),
    "version": Text(vi="Phiên bản chỉ tiêu", en="Indicator version"),
    "comparisons": Text(vi="So sánh", en="Comparisons"),
    "against": Text(vi="So với", en="Against"),
    "difference": Text(vi="Chênh lệch", en="Difference"),
    "percent": Text(vi="Tỷ lệ thay đổi", en="Change"),
    "points": Text(vi="điểm %", en="points"),
    "history": Text(vi="Các lần chốt", en="History"),
    "cause": Text(vi="Lý do thay đổi", en="Reason for change"),
    "query": Text(vi="Câu truy vấn", en="Query"),
    "restated": Text(
        vi="Đã quy đổi theo địa giới mới bằng bảng chuyển đổi.",
        en="Restated over a boundary change through a crosswalk.",
    ),
    "bound_to": Text(vi="Số liệu gốc", en="Rests on"),
    "method": Text(vi="Cách tính", en="Method"),
    "source": Text(vi="Nguồn", en="Source"),
    "close": Text(vi="Đóng", en="Close"),
    "skip": Text(vi="Tới nội dung", en="Skip to content"),
    "contents": Text(vi="Mục lục", en="Contents"),
    "notes": Text(vi="Chú thích", en="Notes"),
    "back": Text(vi="Trở lại", en="Back"),
    "data_table": Text(vi="Bảng số liệu", en="Data table"),
    "cards": Text(vi="Thẻ số liệu", en="Figure cards"),
    "whole": Text(vi="toàn địa bàn", en="whole area"),
    "tap": Text(
        vi="Chạm vào một số bất kỳ để xem định nghĩa, nguồn và lịch sử của số đó.",
        en="Open any number to see its definition, its source and its history.",
    ),
}

STATUS: dict[str, Text] = {
    "estimate": Text(vi="ước tính", en="estimate"),
    "preliminary": Text(vi="sơ bộ", en="preliminary"),
    "official": Text(vi="chính thức", en="official"),
}


def word(key: str, language: Language) -> str:
    """Return one of the fixed words."""
    return WORDS[key].in_language(language)


def status_word(status: str, language: Language) -> str:
    """Return the word for the status of a seal."""
    return STATUS[status].in_language(language)
