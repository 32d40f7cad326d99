"""The words around place names that tell what a place is to a figure: where it holds, who gives, who speaks, who meets.

Patterns that end in `$` read the text before a place, the others the text behind it or the whole sentence: in lower
case, all but `BESIDE_AT`, `NEIGHBOUR` and `VILLAGE`.
"""

import re

from extractor.text.alphabet import UPPER


def _words(*pieces: str) -> re.Pattern[str]:
    return re.compile("".join(pieces))


# an officer, whose own area says nothing of the figure: `chủ tịch …`
OFFICER = _words(
    r"(?:chủ tịch|bí thư|giám đốc|trưởng|ủy viên|đại diện|lãnh đạo|đồng chí|phó)\b[^,;:.]{0,70}$",
)
# a body of the Front, the Party or the state: `Ủy ban MTTQ …`
BODY = _words(
    r"(?:mttq|mặt trận|ubmttq|ủy ban|tỉnh ủy|huyện ủy|thành ủy|thị ủy|quận ủy|đảng ủy|ubnd|hđnd",
    r"|hội|đoàn|liên đoàn|ban)\b[^,;:.()]{0,60}$",
)
# a body of the Front
FRONT = _words(r"(?:mttq|mặt trận|ubmttq)\b[^,;:.()]{0,60}$")
# the Front of a level without its name: `MTTQ huyện`
BARE_FRONT = _words(
    r"\b(?:mttq|mặt trận)(?:\s[^\W\d_]+){0,3}?\s(tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)\b"
)
# the Front of every level: the whole area again
FRONT_OF_ALL_LEVELS = _words(r"\b(?:mặt trận|mttq) các cấp\b")
# where something takes place: `hội trường …`
VENUE = _words(r"(?:\btại|\bở|\btrên địa bàn|khách sạn|hội trường|trung tâm|quảng trường)\s[^;.]{0,40}$")
# what ties a place to the figure before it: `… cho hộ nghèo huyện`
BESIDE = _words(
    r"(?:^|\s)(?:ở|tại|giúp|cho|của|thuộc|về|đến|vùng|nhân dân|người dân|hộ nghèo|bà con|trên địa bàn|quê)\s",
    r"[^,;:]{0,25}$",
)
# the narrower tie that any far place may have: `… ở`
BESIDE_AT = re.compile(r"(?:^|\s)(?:ở|tại)\s[^,;:]{0,25}$")
# only an example or the first of many: `nhiều nhất là …`
SHARE = _words(
    r"\b(?:trong đó|riêng|nhất là|nhiều nhất|tiêu biểu|đặc biệt|điển hình|như|dẫn đầu|đi đầu|kế đến|tiếp đến"
    r"|cao nhất)\b",
)
# the bare village or commune behind a thing counted: `căn nhà ở bản`
IN_VILLAGE = _words(
    r"(?:\s{1,2}[^\W\d_]+){0,4}?\s{1,2}(?:ở|tại|trong|của)\s(?:(?:cả|toàn)\s)?(?:xã|thôn|bản|ấp|xóm|khóm|buôn|làng)\b",
)
# one inhabitant by name, as a giver or as one helped: `hộ ông Nam`, `bà Lan hiến`
NEIGHBOUR = re.compile(
    rf"\b(?i:hộ|gia đình|nhà)\s(?i:ông|bà|anh|chị|em|cụ)\s[{UPPER}]"
    rf"|\b(?i:ông|bà|anh|chị|cụ)\s[{UPPER}][^\W\d_]+(?:\s[{UPPER}][^\W\d_]+){{0,3}}\s(?:cũng |đã |tự nguyện ){{0,2}}"
    r"(?:hiến|góp|nhường|ủng hộ|được hỗ trợ|được tặng|được nhận|được trao)"
)
# one person by name who gives, wherever from: `Ông Huy, quê ở …, ủng hộ`
ONE_GIVES = re.compile(
    rf"\b(?i:ông|bà|anh|chị|cụ)\s[{UPPER}][^\W\d_]+(?:\s[{UPPER}][^\W\d_]+){{0,3}}\s?[,(][^;.]{{0,90}}[,)]\s"
    r"(?:cũng |đã |tự nguyện ){0,2}(?:hiến|góp|nhường|ủng hộ|tặng|gửi|đóng góp)\b"
)
# a giver, who may come from anywhere: `do công ty …`
GIVER = _words(
    r"\b(?:do|từ|nhờ|nhóm|đoàn công tác|mạnh thường quân|công ty|nhà hảo tâm|tập đoàn|ngân hàng|câu lạc bộ"
    r"|hội đồng hương|chùa|doanh nghiệp)\b[^,;:]{0,40}$",
)
# what opens a list of givers: `danh sách đơn vị, cá nhân ủng hộ`
GIVERS = _words(r"\bdanh sách\s[^;.]{0,80}\b(?:ủng hộ|đóng góp|tài trợ|hảo tâm)\b")
# where somebody or something comes from
FROM = _words(
    r"\b(?:của|từ|quê|quê ở|gốc|sống ở|sống tại|ngụ|ngụ tại|trú tại|công tác tại|làm việc tại|nay ở)\s",
    r"(?:(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã)\s)?$",
)
# what joins two names to a chain or a list: `A, huyện`, `A và`
LINK = _words(
    r"\s{0,2}(?:[,(/-]|và|thuộc|,\s?thuộc|\s)\s{0,2}(?:(?:các|hai|ba)\s)?"
    r"(?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường|thị trấn|tp\.?|tx\.?|h\.|q\.)?\s{0,2}\(?",
)
# what makes a level word mean many units, or be part of another word: `các`, `nông thôn`
PLURAL = _words(
    r"(?:\d|\b(?:các|nhiều|một số|mỗi|từng|cấp|liên|hai|ba|những|nông thôn|công an|cán bộ",
    r"|(?:xã|phường|huyện|quận|tỉnh|thị trấn|thôn|ấp|thị xã|bản|buôn),",
    r"|(?:huyện|tỉnh|quận|thành phố)\s(?:và|đến|tới|,)))\s?$",
)
# a body's deed behind its own place in a lead: `… tổng kết`
ACTS = _words(
    r"\s{0,2}[,)]?\s{0,2}(?:\([^)]{1,40}\)\s?)?",
    r"(?:vừa|đã|sẽ|long trọng|trang trọng|trọng thể|tưng bừng|rộn ràng)?\s{0,2}",
    r"(?:sơ kết|tổng kết|tổ chức|tiến hành|phát động|triển khai|ra mắt|khánh thành|trao|bàn giao",
    r"|khởi công|vận động|huy động|tiếp nhận|hoàn thành)\b",
)
# speech behind an officer's place: he speaks of his own area
SAYS = _words(
    r"[^.;:]{0,45}\b(?:cho biết|cho hay|chia sẻ|thông tin|báo cáo|khẳng định|nói|kể|trao đổi|đánh giá|khoe|tâm sự)\b",
)
# a village and its name
VILLAGE = re.compile(
    r"(?i:thôn|ấp|bản|xóm|khu phố|tổ dân phố|buôn|làng|khóm|sóc|khối)\s"
    rf"([{UPPER}\d]\S*(?:\s[{UPPER}\d][^\s,;.()]*){{0,3}})"
)
# a village before the commune's name: no part of the body's name
HAMLET = _words(
    r"(?:thôn|ấp|bản|xóm|khu phố|tổ dân phố|buôn|làng|khóm|khu dân cư)\s[^,;]{1,30},\s?(?:(?:xã|phường|thị trấn)\s)?$",
)
# the place where something is done
AT = _words(r"\b(?:tại|ở)\s$")
# a meeting, whose place is no place of what is told there
MEETS = _words(r"\b(?:hội nghị|họp|đại hội|sơ kết|tổng kết|hội thảo|tọa đàm|giám sát|kỳ họp)\b")
# whose paper is followed, not who reports: `thực hiện Hướng dẫn của …`
FOLLOWS = _words(
    r"\b(?:thực hiện|theo|căn cứ|hưởng ứng|triển khai)\s(?:[^\W\d_]+\s){0,2}?(?:hướng dẫn|kế hoạch|công văn|chỉ đạo"
    r"|chỉ thị|nghị quyết|đề án|lời kêu gọi|thư kêu gọi|thông báo)\b[^,;.]{0,100}$",
)
# an area that another is only compared with: `dẫn đầu tỉnh`
AMONG = _words(r"(?:dẫn đầu|đứng đầu|nhất|đầu|so với)\s$")
# the whole of the area
WHOLE = _words(r"\b(?:toàn|cả|trên địa bàn|khắp|trong)\s$")
# what stands before a level word that means the report's own area: `của huyện`, not `lên thành phố`
FREE = _words(
    r"(?:^|[,:;.(\"-]\s?|\b(?:mttq|mttqvn|mặt trận|ủy ban|ubnd|hội|đoàn thể|của|trong|quỹ|đoàn|thì|ngày|này|nay|đó|nên",
    r"|mà|để|khi|và|nhân dân|người dân|các cấp|ở|tại|nguồn này|đến nay|năm nay|việt nam|cấp ủy)\s)$",
)

VILLAGE_WORDS = frozenset({"thôn", "bản", "ấp", "xóm", "khóm", "buôn", "làng"})

# a purse that pays for something elsewhere: `trích từ Quỹ … tỉnh`
PURSE = _words(
    r"\b(?:từ|của|do|trích)\s(?:nguồn\s)?(?:quỹ|ngân sách|ủy ban|ubmttq|mttq|mặt trận|hội|ban)\b[^,;:.()]{0,60}$",
)
# the comma that ends a purse, not a list of levels: `ngoài kinh phí của tỉnh,`
BEHIND_PURSE = _words(r"\bcủa\s(?:trung ương|tỉnh|thành phố|huyện|thị xã|quận),\s$")
# what makes a level word mean any of many: `mỗi ban ở xã`
ANY_OF = _words(r"\b(?:mỗi|từng)\s[^,;:.]{1,40}\s(?:ở|của|tại)\s$")
# a sum over what was listed before: `với tổng kinh phí`
IN_ALL = re.compile(r"\btổng\s(?:cộng|kinh phí|trị giá|giá trị|số tiền|số)\s(?:[^\W\d_]+\s){0,3}$")
# what ties a level word to the figure before it: `35 hộ nghèo của huyện`
OF = _words(r"\s(?:[^\W\d_]+\s){0,2}(?:của|trong|trên địa bàn)\s(?:toàn\s)?")
# level words that mean the whole country, not its central body
WHOLE_COUNTRY = {
    "cả nước", "toàn quốc", "trong cả nước", "trên cả nước", "khắp cả nước", "trên phạm vi cả nước",
    "các tỉnh, thành phố trong cả nước", "toàn hệ thống mặt trận", "toàn hệ thống",
}  # fmt: skip
