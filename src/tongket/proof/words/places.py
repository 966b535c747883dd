"""Names of the places a Vietnamese report speaks of: provinces, old and new, and the whole country."""

from __future__ import annotations

NATION = "cả nước|toàn quốc|trên toàn quốc|cả nước ta|nationwide|the whole country|the country|toàn lực lượng"
PROVINCES = (
    "An Giang|Bà Rịa - Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định"
    "|Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai"
    "|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình"
    "|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định"
    "|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh"
    "|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế"
    "|Thừa Thiên - Huế|Tiền Giang|TP HCM|TP Hồ Chí Minh|TP.HCM|TP. Hồ Chí Minh|Thành phố Hồ Chí Minh"
    "|Hồ Chí Minh|TPHCM|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái|Huế"
)
#: Spellings that mean the same place, with its canonical name.
SAME = {
    "TP.HCM": "TP HCM",
    "TP Hồ Chí Minh": "TP HCM",
    "TP. Hồ Chí Minh": "TP HCM",
    "Hồ Chí Minh": "TP HCM",
    "TPHCM": "TP HCM",
    "Thành phố Hồ Chí Minh": "TP HCM",
    "Thừa Thiên - Huế": "Thừa Thiên Huế",
}
PLAIN = "Can Tho|Ha Noi|Hanoi|Da Nang|Ho Chi Minh City|HCM City|Hai Phong|Hue|Dong Nai|Binh Duong|Soc Trang|Hau Giang"
