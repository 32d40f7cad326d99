"""What the words around a number say: a day, a count, a document's number, a name."""

import re

PART = r"(?:rạng sáng|sáng sớm|sáng|trưa|đầu giờ chiều|chiều|tối|đêm|khuya)"
WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_W = r"(?![^\W_])"
_REACH = 48  # characters looked at on either side

# Words that only a day can follow; the longest chain of them becomes part of the mention.
_MARKER = re.compile(
    rf"(?<!\w)(?:(?:(?:{PART}|hôm|ngày hôm)(?: (?:nay|qua|mai|kia))?|cùng|{WEEKDAY}|(?:hai|ba|bốn|\d{{1,2}}|các|những) ngày|ngày|mùng|mồng)"
    rf"(?:\s{{1,2}}|,\s{{0,2}}|\s?\(\s?|\s-\s|:\s?)){{1,6}}$"
)
# "mỗi ngày 2-3 lần" counts; "ngày 1.5 triệu" too, by what follows
_RATE = re.compile(r"(?:mỗi|hằng|hàng|một|nửa|bình quân|trung bình|/)\s?(?:\d )?ngày\s{1,2}$")
_WEAK = re.compile(r"(?<!\w)(?:từ|đến|tới|hết|trước|sau|vào|kể từ|kể|lúc|đợt)\s{1,2}\(?$")
_UNIT = re.compile(
    r"[ \t]{0,2}(?:%|(?:phần trăm|trăm|nghìn|ngàn|triệu|tỷ|tỉ|vạn|tr|đồng|đ|vnd|usd|m2|m²|m3|m|km|km2|ha|héc|kg|g|gam|tạ|tấn|lít|mét|độ|kw|kwh|mm|cm|sào"
    r"|người|lượt|lần|hộ|gia đình|xã|phường|thị trấn|huyện|quận|thôn|bản|ấp|khóm|buôn|làng|xóm|khu|tổ|tỉnh|thành phố|đơn vị|cơ sở|cơ quan|điểm|tiêu chí"
    r"|suất|phần|túi|thùng|căn|ngôi|nhà|cây|con|cái|chiếc|bộ|quyển|cuốn|thẻ|mô hình|công trình|tuyến|cuộc|buổi|hội nghị|lớp|đợt|giờ|phút|bữa|tuổi"
    r"|học sinh|sinh viên|em|cháu|cụ|đại biểu|hội viên|đoàn viên|thành viên|cán bộ|tập thể|cá nhân|chi hội|câu lạc bộ|ban|đội|nhóm|trường|doanh nghiệp"
    r"|lao động|ngày|tháng|năm|sản phẩm|ý kiến|kiến nghị|văn bản|tin|bài|liều|mẫu|ca|giường|phiếu|cử tri|số|trẻ)(?![^\W_]))"
)
_ROOMS = re.compile(r"[ \t]{0,2}(?:%|(?:trăm|nghìn|ngàn|triệu|tỷ|tỉ|đồng|đ|m2|m|km|ha|kg|tấn|lần|lượt|người|hộ|giờ|bữa|buổi|suất|phần)(?![^\W_]))")
_AFTER_DAY = re.compile(r"[ \t]{0,2}(?:$|[.;:,)\n\"]|-\s|đến(?!\w)|tới(?!\w)|vừa(?!\w)|năm(?!\w)|hằng|hàng)")
# A holiday's date without a year comes every year: it names the day, it does not date a deed.
_HOLIDAY = re.compile(
    r"(?:quốc khánh|thương binh|liệt sĩ|liệt sỹ|phụ nữ|nhà giáo|quốc tế|thành lập|truyền thống|giải phóng|chiến thắng|lễ|dịp|mừng|kỷ niệm|thống nhất|doanh nhân|gia đình"
    r"|nhà báo|thầy thuốc|thiếu nhi|lao động|việt nam|pháp luật|toàn dân tộc)[\s,:]{0,2}\(?$"
)
_NAMED = re.compile(
    r"(?<!\w)(?:đường|phố|trường|thpt|thcs|tiểu học|công ty|quảng trường|công viên|bệnh viện|chợ|cầu|nông trường|lâm trường|hợp tác xã|htx|rạp|nhà máy|khách sạn|hẻm"
    r"|ngõ|xí nghiệp|làng|khu phố|tổ dân phố|sân vận động|mầm non|phường|thôn|ấp|nhà văn hóa|khu đô thị|tượng đài|cụm công nghiệp|cư xá|đội|tiểu đoàn|sư đoàn)\s$"
)
_DOCUMENT = (
    r"(?:số(?!\s(?:tiền|hộ|người|lượng))|nghị quyết|quyết định|chỉ thị|thông tư(?: liên tịch)?|nghị định|công văn|hướng dẫn|kết luận|thông tri|thông báo|tờ trình|pháp lệnh|luật|bộ luật"
    r"|quy định|quy chế|kế hoạch|đề án|dự án|chương trình|giấy phép|văn bản|công điện|hiến pháp|quy chuẩn|tcvn|qcvn|iso|mã|tài khoản|điện thoại|hotline|tổng đài)"
)
_DOCUMENT_BEFORE = re.compile(rf"(?<!\w){_DOCUMENT}\s{{0,2}}(?:số)?\s{{0,2}}:?\s{{0,2}}$")
_CODE_BEFORE = re.compile(rf"(?<!\w){_DOCUMENT}\s(?:[^.;:()\n]{{0,30}}\s)?(?:số\s)?\d[\w./\-]{{0,24}}\s{{0,2}}[,(]?\s{{0,2}}(?:(?:được\s)?(?:ban hành|ký)\s)?$")
_LAW_BEFORE = re.compile(r"(?<!\w)(?:luật|bộ luật|hiến pháp|pháp lệnh|điều lệ)\s[^.,;:()\n\"\d]{0,40}$")
_LUNAR_AFTER = re.compile(r"\s{0,2}[,(]?\s{0,2}(?:năm\s\w{2,5}\s\w{2,5}\s?)?\(?(?:âm lịch|âl(?!\w)|tết|giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý (?:tỵ|mão|sửu|hợi|dậu|mùi))")
_MEMORIAL = re.compile(r"(?:kỷ niệm|thành lập|truyền thống|ngày sinh|ngày mất|ngày giải phóng|khởi nghĩa|ngày chiến thắng|ngày hy sinh|quốc khánh|liệt sĩ|toàn quốc)[^.;\n]{0,80}$")
_BORN = re.compile(r"(?:sinh(?:\snăm|\sngày|\stháng)?|sn|năm sinh|ngày sinh)\s?:?\s?$")
_NO_BARE_YEAR = re.compile(
    r"(?:©|copyright|bản quyền|số|mã|agenda|iso|luật|hiến pháp|nghị quyết|quyết định|thông tư|đề án|chương trình|tầm nhìn|đường|phường|tổng đài|tết|xuân|điểm|dự án|world cup"
    r"|hotline|điện thoại|nguyên đán|giáp thìn|quý mão|ất tỵ|nhâm dần|tân sửu|canh tý)[\s:]{0,2}(?:\w{1,12}\s){0,4}$"
)
_YEAR_PREPOSITION = re.compile(
    r"(?<!\w)(?:từ|đến|tới|hết|trước|sau|cùng kỳ|kể từ|mùa|vụ|niên khóa|năm học)\s{1,2}$"
    r"|(?<!\w)(?:mùa|vụ)\s(?:[^\W\d]{1,6}\s){1,3}$"
)
_AFTER_YEAR = re.compile(r"[ \t]{0,2}(?:$|[.;:,)\n\"]|-\s\D|(?:của|tại|ở|do|và|trên|vào|với|cho|đến|tới|được|đã|là|có|có|toàn|cả)(?!\w))")


def before(low: str, at: int, reach: int = _REACH) -> str:
    """Return the characters that stand just before `at`."""
    return low[max(0, at - reach) : at]


def marker_start(low: str, at: int) -> int | None:
    """Return where the day words before `at` begin (`sáng ngày`, `hôm qua (`); None without them."""
    words = before(low, at)
    found = _MARKER.search(words)
    if found is None or _RATE.search(words) or re.fullmatch(r"(?:cùng|\s)*", found[0]):
        return None
    return at - len(found[0])


def counted(low: str, end: int) -> bool:
    """Tell whether a unit or a counted thing follows."""
    return _UNIT.match(low, end, end + 24) is not None


def measured(low: str, end: int) -> bool:
    """Tell whether a unit follows that no day can stand before (`ngày 1.5 triệu`, `sáng 2-3 giờ`)."""
    return _ROOMS.match(low, end, end + 24) is not None


def preposition(low: str, at: int) -> bool:
    """Tell whether a word of time or place stands before that a day may follow (`từ 1-6`, `đến 30/9`)."""
    return _WEAK.search(before(low, at, 16)) is not None


def ends_here(low: str, end: int) -> bool:
    """Tell whether the clause ends after the number, or goes on with the other end of a range."""
    return _AFTER_DAY.match(low, end, end + 12) is not None


def holiday(low: str, at: int) -> bool:
    """Tell whether the words before name a holiday (`Ngày Thương binh - Liệt sĩ 27/7`)."""
    return _HOLIDAY.search(before(low, at)) is not None


def named(low: str, at: int) -> bool:
    """Tell whether the number names a street, a school, a company (`đường 30 tháng 4`)."""
    return _NAMED.search(before(low, at, 24)) is not None


def names_a_document(low: str, at: int) -> bool:
    """Tell whether the number is a document's (`Quyết định 08/2015`)."""
    return _DOCUMENT_BEFORE.search(before(low, at, 28)) is not None


def dates_a_document(low: str, at: int) -> bool:
    """Tell whether the date is a document's own (`số 500, ngày 13/12/2019`, `Luật Đất đai năm 2013`)."""
    words = before(low, at, 90)
    return _CODE_BEFORE.search(words) is not None or _LAW_BEFORE.search(words) is not None


def lunar(low: str, start: int, end: int) -> bool:
    """Tell whether the day belongs to the lunar calendar."""
    return _LUNAR_AFTER.match(low, end, end + 30) is not None or before(low, start, 5).endswith(("mùng ", "mồng ")) and "tết" in low[end : end + 20]


def memorial(low: str, at: int) -> bool:
    """Tell whether the words before tell of a founding, a birth, a victory."""
    return _MEMORIAL.search(before(low, at, 110)) is not None


def born(low: str, at: int) -> bool:
    """Tell whether the date is a person's birth."""
    return _BORN.search(before(low, at, 12)) is not None


def bare_year_fits(low: str, end: int, *, span: bool = False) -> bool:
    """Tell whether nothing counted follows; a single year also needs the end of its phrase."""
    return not counted(low, end) if span else not counted(low, end) and _AFTER_YEAR.match(low, end, end + 12) is not None


def bare_year(low: str, start: int, end: int) -> bool:
    """Tell whether four digits without `năm` are a year (`đến 2025`, `Ngày hội Đại đoàn kết 2023,`)."""
    words = before(low, start, 40)
    if names_a_document(low, start):
        return False
    if _YEAR_PREPOSITION.search(words):
        return not counted(low, end)
    if not 2000 <= int(low[start:end]) <= 2035 or not re.search(r"[^\W\d]\)?\s$", words) or _NO_BARE_YEAR.search(words):
        return False
    return bare_year_fits(low, end)
