"""Invented wordings for directives and petitions: generic, in official Vietnamese, about no real matter."""

from __future__ import annotations

OWNERS = (
    "Phòng Tham mưu",
    "Phòng Cảnh sát hình sự",
    "Phòng Cảnh sát điều tra tội phạm về ma túy",
    "Phòng Cảnh sát điều tra tội phạm về tham nhũng, kinh tế, buôn lậu",
    "Phòng Cảnh sát phòng, chống tội phạm về môi trường",
    "Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao",
    "Phòng Cảnh sát giao thông",
    "Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "Phòng Cảnh sát quản lý hành chính về trật tự xã hội",
    "Thanh tra Công an thành phố",
)

# Issuer, kind of document, mark of the document.
ISSUERS = (
    ("Bộ Công an", "Chỉ thị", "CT-BCA"),
    ("Bộ Công an", "Kế hoạch", "KH-BCA"),
    ("Thành ủy", "Kết luận", "KL-TU"),
    ("Ủy ban nhân dân thành phố", "Chỉ thị", "CT-UBND"),
    ("Giám đốc Công an thành phố", "Thông báo kết luận", "TB-CATP"),
)

# Words of the directive, and place of its owner in OWNERS.
DIRECTIVES = (
    ("Rà soát, bổ sung phương án phòng, chống tội phạm xâm phạm sở hữu trên các tuyến, địa bàn trọng điểm.", 1),
    ("Tập trung xác minh, truy bắt, vận động đầu thú, thanh loại đối tượng truy nã đang còn hiệu lực.", 1),
    ("Báo cáo kết quả giải quyết tố giác, tin báo về tội phạm quá hạn và nêu rõ nguyên nhân.", 0),
    ("Tăng cường tuyên truyền, phòng ngừa thủ đoạn lừa đảo chiếm đoạt tài sản trên không gian mạng.", 5),
    ("Lập danh sách cơ sở kinh doanh có điều kiện về an ninh, trật tự cần kiểm tra trong năm.", 8),
    ("Hoàn thành thu nhận hồ sơ cấp căn cước cho công dân đủ điều kiện trên địa bàn.", 8),
    ("Đẩy mạnh kích hoạt tài khoản định danh điện tử, bảo đảm dữ liệu “đúng, đủ, sạch, sống”.", 8),
    ("Tổ chức tuần tra, kiểm soát, xử lý vi phạm về nồng độ cồn vào giờ cao điểm và dịp lễ, Tết.", 6),
    ("Kiểm tra an toàn phòng cháy, chữa cháy đối với chợ, trung tâm thương mại và khu dân cư đông người.", 7),
    ("Rà soát người nghiện, người sử dụng trái phép chất ma túy, lập hồ sơ quản lý theo quy định.", 2),
    ("Tham mưu biện pháp phòng ngừa buôn lậu, gian lận thương mại và hàng giả trong dịp cuối năm.", 3),
    ("Kiểm tra việc chấp hành pháp luật về bảo vệ môi trường tại các khu, cụm công nghiệp.", 4),
    ("Thanh tra đột xuất việc tiếp nhận, giải quyết tố giác, tin báo về tội phạm tại công an cấp huyện.", 9),
    ("Vận động thu hồi vũ khí, vật liệu nổ, công cụ hỗ trợ còn tồn trong nhân dân.", 8),
    ("Đối chiếu số liệu thống kê hình sự với viện kiểm sát nhân dân và tòa án nhân dân cùng cấp.", 0),
    ("Báo cáo tiến độ điều tra các vụ án rất nghiêm trọng, đặc biệt nghiêm trọng còn tồn.", 1),
)

# Topic of a petition, and place of the department that answers in OWNERS.
PETITIONS = (
    ("Đề nghị tăng cường tuần tra ban đêm tại khu dân cư để phòng ngừa trộm cắp.", 1),
    ("Đề nghị xử lý tình trạng thanh, thiếu niên tụ tập, điều khiển xe gây mất trật tự.", 6),
    ("Kiến nghị có biện pháp ngăn chặn hoạt động cho vay lãi nặng, dán quảng cáo trái phép.", 1),
    ("Kiến nghị xử lý điểm đánh bạc, đá gà gây bức xúc trong nhân dân.", 1),
    ("Đề nghị tăng cường quản lý người nghiện ma túy tại địa bàn.", 2),
    ("Đề nghị rút ngắn thời gian trả thẻ căn cước và thông báo rõ lịch hẹn.", 8),
    ("Đề nghị hướng dẫn người cao tuổi kích hoạt tài khoản định danh điện tử tại nhà.", 8),
    ("Kiến nghị xử lý xe quá tải, quá khổ làm hư hỏng đường giao thông nông thôn.", 6),
    ("Kiến nghị bổ sung biển báo và tổ chức lại giao thông tại nút giao trước trường học.", 6),
    ("Đề nghị kiểm tra an toàn phòng cháy, chữa cháy tại nhà trọ và cơ sở cho thuê.", 7),
    ("Đề nghị xử lý tiếng ồn từ hoạt động karaoke tự phát trong khu dân cư.", 8),
    ("Kiến nghị xử lý cơ sở sản xuất xả thải gây ô nhiễm nguồn nước kênh, rạch.", 4),
    ("Đề nghị cảnh báo sớm các thủ đoạn lừa đảo qua điện thoại, mạng xã hội.", 5),
    ("Đề nghị công khai kết quả giải quyết đơn tố giác, tin báo về tội phạm của công dân.", 9),
)
