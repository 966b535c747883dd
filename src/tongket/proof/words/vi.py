"""Vietnamese words around numbers: tag → meaning → phrases, separated by `|`."""

from __future__ import annotations

from tongket.proof.words.phrases import phrases

WORDS: dict[str, dict[str, str]] = {
    "hedge": {
        "below": "gần|sát|ngót|suýt soát|xấp xỉ gần|gần như",
        "above": "hơn|trên|quá|hơn cả|khoảng hơn|khoảng trên",
        "around": "khoảng|xấp xỉ|chừng|khoảng chừng|ước|ước khoảng|ước tính|ước tính khoảng|ngang",
        "most": "dưới|không quá|tối đa|chưa đến|chưa tới|chưa đầy|nhiều nhất",
        "least": "ít nhất|tối thiểu|không dưới|không ít hơn|đạt và vượt",
        "upto": "lên tới|lên đến|tới|đến|tới hơn|tới gần|lên tới hơn|lên đến hơn",
    },
    "hedge_after": {
        "least": "trở lên",
        "most": "trở xuống",
    },
    "dir": {
        "+": (
            "tăng|gia tăng|tăng thêm|tăng mạnh|tăng nhẹ|tăng cao|tăng được|nhiều hơn|cao hơn|lớn hơn"
            "|tăng vọt|tăng trưởng|tăng bình quân|tăng trung bình|tăng tổng cộng"
        ),
        "-": (
            "giảm|kéo giảm|ít hơn|thấp hơn|sụt giảm|giảm mạnh|giảm sâu|giảm được|giảm bớt|giảm nhẹ"
            "|giảm thêm|nhỏ hơn|kéo giảm được|kéo giảm sâu|giảm bình quân|giảm trung bình|làm giảm"
            "|giảm tổng cộng"
        ),
    },
    "level_after": {
        "": "còn|xuống còn|xuống|lên|lên mức|xuống mức|lên thành|thành",
    },
    "pct": {
        "%": "%|phần trăm",
    },
    "points": {
        "điểm %": "điểm %|điểm phần trăm|đpt",
    },
    "scale": {
        "3": "nghìn|ngàn",
        "6": "triệu|nghìn nghìn|tr",
        "9": "tỷ|nghìn triệu",
        "12": "nghìn tỷ|ngàn tỷ",
    },
    "currency": {
        "đồng": "đồng|vnđ|vnd|đ",
        "USD": "usd|đô la|đô la mỹ|đôla",
        "EUR": "euro|eur",
        "NDT": "nhân dân tệ|ndt",
    },
    "above_target": {
        "": "vượt|đạt và vượt|vượt mức|vượt chỉ tiêu|vượt chỉ tiêu giao|vượt kế hoạch",
    },
    "target": {
        "": (
            "chỉ tiêu|chỉ tiêu quốc hội|chỉ tiêu quốc hội giao|chỉ tiêu được giao|chỉ tiêu giao"
            "|yêu cầu đề ra|mục tiêu|chỉ tiêu kế hoạch|kế hoạch năm|kế hoạch được giao|kế hoạch đề ra"
            "|chỉ tiêu bộ giao|chỉ tiêu bộ công an giao|chỉ tiêu đề ra|chỉ tiêu nghị quyết|kế hoạch giao"
        ),
    },
    "rate": {
        "": (
            "tỷ lệ|đạt tỷ lệ|chiếm tỷ lệ|chiếm|chiếm tới|tỷ trọng|chiếm khoảng|tỷ suất|đạt|chiếm hơn"
            "|chiếm gần|hiệu suất"
        ),
    },
    "compare": {
        "": "so với|sơ với|so sánh với|so cùng kỳ|đối chiếu với|so",
    },
    "same_period": {
        "": (
            "cùng kỳ|cùng kỳ năm trước|cùng kỳ năm ngoái|cùng thời điểm năm trước|cùng kỳ năm liền trước"
            "|cùng thời gian này năm trước|cùng thời điểm năm ngoái|cùng tháng năm trước|cùng kỳ liền kề"
        ),
    },
    "previous_period": {
        "": (
            "kỳ trước|thời gian trước|giai đoạn trước|liền kề|thời gian liền kề|kỳ liền kề"
            "|thời gian trước liền kề|trước liền kề|nhiệm kỳ trước|đợt trước|trước đó|thời gian liền trước"
        ),
        "month": "tháng trước|tháng liền kề|tháng trước liền kề",
        "year": "năm trước|năm ngoái|năm liền trước|năm trước đó",
        "quarter": "quý trước|quý liền kề",
        "week": "tuần trước",
    },
    "stage": {
        "cleared": (
            "khám phá|làm rõ|điều tra làm rõ|giải quyết|giải quyết được|điều tra khám phá|đã khám phá"
            "|triệt phá|phá|phá án|xác minh làm rõ|thực hiện|hoàn thành|chấp nhận"
        ),
        "open": ("đang giải quyết|chưa làm rõ|chưa khám phá|chưa giải quyết|còn lại|đang điều tra|đang xác minh"),
        "handled": (
            "xử lý|bắt|bắt giữ|bắt xử lý|khởi tố|khởi tố mới|tạm giữ|vận động|vận động đầu thú|thanh loại"
            "|xử phạt|bắt được"
        ),
        "recorded": "xảy ra|phát hiện|ghi nhận|tiếp nhận|thụ lý|thụ lý điều tra",
        "tried": "truy tố|xét xử|đưa ra xét xử",
    },
    "harm": {
        "killed": "chết|tử vong|thiệt mạng|tử nạn",
        "injured": "bị thương",
        "missing": "mất tích",
    },
    "whole": {
        "complete": "gồm|bao gồm|gồm có|cụ thể là|chia ra",
        "partial": "trong đó|trong số này|trong số đó|trong đó có",
        "loose": "riêng|có|điển hình|như|nổi lên",
    },
    "fold": {
        "2": "gấp đôi|gấp hai|gấp hai lần|tăng gấp đôi",
        "1.5": "gấp rưỡi|tăng gấp rưỡi",
        "3": "gấp ba|gấp ba lần|tăng gấp ba",
        "": "gấp|tăng gấp",
    },
    "times": {
        "": "lần",
    },
    "duration": {
        "day": "ngày|ngày đêm",
        "month": "tháng|tháng tuổi",
        "year": "năm|năm tù|tuổi|năm tuổi",
        "other": "tuần|giờ|phút|giây|quý|nhiệm kỳ|thế kỷ|giờ đồng hồ|tiếng|lần thứ|h",
    },
    "label": {
        "": (
            "điều|khoản|điểm|nghị định|thông tư|chỉ thị|kế hoạch|quyết định|nghị quyết|đề án|dự án|chương"
            "|mục|phụ lục|bảng|biểu|hình|mẫu|quốc lộ|tỉnh lộ|km|tổ|khu phố|ấp|quận|phường|tầng|thứ|hạng"
            "|loại|đợt|khóa|lớp|trang|số|phòng|công văn|thông báo|báo cáo|luật|pháp lệnh|lần thứ|công điện"
            "|đường số|ngõ|hẻm|số nhà|thôn|tuyến|cấp|nhóm|bước|phần|câu|ca|công an 113|cảnh sát"
            "|đường dây nóng|tổng đài|hotline|khối|ql|đt|phiên|kỳ|kỳ họp|thế kỷ|bản đồ|phiên bản|bản"
            "|nội dung"
        ),
    },
    "date": {
        "day": "ngày|hôm|sáng|chiều|tối|mùng|sáng ngày|chiều ngày|tối ngày|rạng sáng|đêm",
        "month": "tháng",
        "year": "năm|cuối năm|đầu năm|giữa năm",
        "quarter": "quý",
        "span": "giai đoạn|nhiệm kỳ|từ năm|thời kỳ|các năm|hai năm|niên độ",
        "week": "tuần",
        "hour": "lúc|hồi|vào lúc",
    },
    "and": {
        "": "và|cùng|với|hoặc|hay",
    },
    "filler": {
        "": ("số|tổng số|con số|được|bình quân|trung bình|thêm|tương đương|tương ứng|tức|tức là|là|tổng cộng|lần lượt"),
    },
    "both": {
        "": "cả|mỗi|mọi",
    },
    "nw": {
        "0": "không",
        "1": "một|mốt",
        "2": "hai",
        "3": "ba",
        "4": "bốn|tư",
        "5": "lăm",
        "6": "sáu",
        "7": "bảy|bẩy",
        "8": "tám",
        "9": "chín",
        "10": "mười",
        "x10": "mươi",
        "x100": "trăm",
        "x1000": "nghìn|ngàn",
        "half": "rưỡi",
        "skip": "lẻ|linh",
        "12": "một tá",
    },
    "all": {
        "": "tất cả|toàn bộ|100 phần trăm",
    },
}

#: Units: class → unit as printed → phrases.
UNITS: dict[str, dict[str, str]] = {
    "case": {
        "vụ": "vụ|vụ việc|số vụ|vụ tai nạn",
        "vụ án": "vụ án|án|số vụ án",
        "chuyên án": "chuyên án",
        "tội phạm": "tội phạm",
    },
    "report": {
        "tin": (
            "tin|tin báo|tố giác|tố giác, tin báo|tin báo, tố giác|nguồn tin|tin báo tố giác"
            "|nguồn tin về tội phạm|tin tố giác|nguồn tin tội phạm|tin báo, tố giác tội phạm"
            "|tố giác, tin báo về tội phạm|tin tố giác, tin báo|tin báo tội phạm"
            "|tin báo, tố giác về tội phạm|tin báo, kiến nghị khởi tố|tố giác và tin báo"
            "|tin báo và tố giác"
        ),
        "đơn": "đơn|đơn thư|lượt đơn",
        "kiến nghị": "kiến nghị|ý kiến|ý kiến, kiến nghị",
    },
    "people": {
        "người": "người|số người|con người|người dân",
        "đối tượng": ("đối tượng|số đối tượng|lượt đối tượng|đối tượng truy nã|tên"),
        "bị can": "bị can|số bị can|bị can, bị cáo",
        "bị cáo": "bị cáo|số bị cáo",
        "nạn nhân": "nạn nhân|số nạn nhân",
        "công dân": "công dân|số công dân",
        "lượt người": "lượt người|lượt khách|lượt cán bộ",
        "phạm nhân": "phạm nhân|can phạm nhân|người bị tạm giữ|can phạm",
        "trẻ em": "trẻ em|trẻ|học sinh|sinh viên|cháu",
        "cán bộ": (
            "cán bộ|cán bộ, chiến sỹ|cán bộ chiến sỹ|chiến sỹ|lượt cán bộ, chiến sỹ|đồng chí|đảng viên|thanh niên"
        ),
        "lao động": (
            "lao động|công nhân|bệnh nhân|nghi phạm|nghi can|con bạc|tội phạm truy nã|hành khách|lái xe|tài xế"
        ),
        "trường hợp": "",
    },
    "gang": {
        "băng, nhóm": (
            "băng, nhóm|băng nhóm|số băng, nhóm|số băng nhóm|băng, nhóm tội phạm|băng nhóm tội phạm|băng ổ nhóm"
        ),
        "băng": "băng",
        "nhóm": "nhóm|ổ nhóm|ổ, nhóm|băng, ổ nhóm|tụ điểm|điểm|đường dây|đường dây, tụ điểm|tổ chức",
    },
    "thing": {
        "trường hợp": "trường hợp|số trường hợp|ca|lượt trường hợp|lượt|lượt phương tiện",
        "lần": "lần",
        "khẩu": "khẩu|khẩu súng|súng|khẩu súng các loại",
        "viên": "viên|viên đạn|viên nén",
        "phương tiện": (
            "phương tiện|xe|ô tô|mô tô|xe máy|xe mô tô|xe ô tô|tàu|ghe|thuyền|lượt xe|chiếc|cái|con|bộ"
            "|bánh|gói|thùng|bao|chai|cây|quả|tép|tờ"
        ),
        "hồ sơ": (
            "hồ sơ|giấy phép|thẻ|thẻ căn cước|căn cước|tài khoản|biên bản|quyết định xử phạt|văn bản"
            "|báo cáo|sim|số điện thoại|bài viết|tin bài|quyết định|chỉ đạo|lượt tài khoản"
            "|giấy phép lái xe"
        ),
        "cuộc": "cuộc|đợt|buổi|hội nghị|cuộc kiểm tra|lượt tin bài|mô hình|chỉ tiêu|nhiệm vụ",
        "cơ sở": (
            "cơ sở|doanh nghiệp|hộ|hộ gia đình|hộ dân|nhà|căn nhà|trang web|website|đơn vị|trụ sở|công ty"
            "|tổ chức, cá nhân|lượt cơ sở"
        ),
        "vi phạm": "vi phạm|hành vi|hành vi vi phạm|lỗi vi phạm|hố|di vật|thanh sắt|loại",
    },
    "area": {
        "xã, phường, thị trấn": "xã, phường, thị trấn",
        "xã, phường": "xã, phường|xã, phường, đặc khu|phường, xã",
        "địa bàn": "địa bàn|khu dân cư|khóm, ấp|thôn, bản",
    },
    "measure": {
        "kg": "kg|kilôgam|ki lô gam|kilogam|ký|cân",
        "gam": "gam|gr|gram|g",
        "tấn": "tấn|tạ",
        "lít": "lít|ml",
        "m3": "m3|mét khối|m",
        "ha": "ha|m2|héc ta|mét vuông|mét|km2",
        "lượng": "lượng|chỉ|chỉ vàng|lượng vàng",
    },
}

#: A number in front of these is never a claim on its own, unless a comparison says otherwise.
NOT_UNITS = phrases("bên|cấp|giải pháp|huyện|khâu|lĩnh vực|mặt|nội dung|tiêu chí|tuyến|tỉnh|vấn đề|xã")
#: Words that carry no subject.
STOP = phrases(
    "bị|cho|chỉ|các|có|cùng|cũng|của|do|gồm|hơn|khi|kỳ|là|mà|người|như|những|này|năm|quý|ra|sau|so|số|theo"
    "|tháng|thì|trong|trên|tượng|tại|từ|và|vào|về|với|vụ|xảy|đã|đó|được|đến|để|đối|ở"
)
