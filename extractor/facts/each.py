"""The worth or amount of one item: `mỗi suất 500.000 đồng`, `80 triệu đồng/căn`."""

import re

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene, parted
from extractor.mentions.cues import Cue
from extractor.mentions.model import QuantityMention

# what aid and work are counted in
_ITEMS = (
    r"(?:căn|nhà|ngôi|suất|phần|túi|gói|hộ|gia đình|người|nhân khẩu|khẩu|lao động|con|em|cháu|học sinh|sinh viên|cụ"
    r"|hội viên|xã|phường|huyện|thôn|ấp|bản|xóm|khu dân cư|đơn vị|chiếc|cái|bộ|thẻ|sổ|trường hợp|mô hình|công trình"
    r"|tổ|chi hội|câu lạc bộ|lớp|tháng|năm|quý|ngày|tin|xe|giải|đợt|lượt|nạn nhân|tỉnh|địa phương|tập thể|cá nhân"
    r"|hộp|thùng|cặp|phiếu|giỏ|km|chuyến|buổi|bữa|lần|tuần|giờ|kg|tấn|tạ|yến|lít|ha|sào|m2|m3)"
)
_PER_ITEM = re.compile(rf"\s?/\s?(?!\d){_ITEMS}\b|\s(?:cho\s)?(?:mỗi|một|1|01)\s{_ITEMS}\b")
# each time, not each item
_TIMES = re.compile(r"mỗi\s(?:khi|lần|dịp|độ|bước)\b")
# a house by its size: `mỗi căn có diện tích 45 m2, kinh phí`
_MEASURED = re.compile(
    r"\s(?:[^\W\d_]+\s){1,4}(?:có\s)?(?:diện tích|rộng)\s(?:[^\W\d_]+\s){0,3}[\d.,]+\s?m[2²],"
    r"\s(?:với\s)?(?:tổng\s)?(?:kinh phí|trị giá|giá trị)\s(?:[^\W\d_]+\s){0,3}"
)
# what a packet holds
_CONTENTS = re.compile(r"\b(?:gồm|bao gồm|kèm|kèm theo|cùng|trong đó có)\b")
# the sum of all packets: `, tổng cộng`
_SUMMED = re.compile(r",[^,]*\btổng\s(?:cộng|trị giá|giá trị|kinh phí|số tiền)\b")
_WORTH = re.compile(r"\b(?:trị giá|tổng giá trị|giá trị)\s\S*\s?$")
_PACKET = re.compile(r"\s(?:[^\W\d_]+\s)?(?:suất|phần|túi|gói|giỏ|thùng|hộp|combo)\b")
# a second amount of the same item: `mỗi hộ 2 triệu đồng và 10 ngày công`
_JOINED = re.compile(r"\bvà(?:\s[^\W\d_]+){0,2}\s$")
# one packet of each: `mỗi hộ nhận nhà được tặng một suất quà trị giá`, `ít nhất một suất quà từ`
_ONE = re.compile(
    r"\b(?:một|1|01)\s(?:suất|phần|túi|gói|giỏ|thùng|hộp|món|thẻ|sổ)\b[^,;:.()]{0,25}?\s(trị giá|giá|từ)\s$",
)
# the other kind of help: `60 triệu đồng, sửa chữa`
_OTHER_KIND = re.compile(
    r"(?:\s?/\s?[^\W\d_]+)?[,;]?\s(?:và\s)?"
    r"(?:(?:xây mới|xây dựng|sửa chữa|nâng cấp|cải tạo)\s(?:nhà\s|là\s)?"
    r"|(?:hộ|nhà|căn|gia đình)\s(?:[^\s,;]+\s){1,8}(?:nhận|được|hỗ trợ)\s)"
)
# the item is itself a list: `mỗi xã, thị trấn có ít nhất`
_LISTED_ITEM = re.compile(r"\s(?:[^\W\d_]+\s?){1,3}(?:,\s(?:[^\W\d_]+\s?){1,3}){0,3},\s(?:[^\W\d_]+\s?){1,8}$")
# what is a fact even as the content of a packet
_PEOPLE = ("people", "households", "groups", "residential_areas", "admin_units")
_WORKS = ("models", "activities", "houses", "works", "roads", "livestock", "trees")
_RECEIVERS = ("people", "households", "houses", "groups")
_STRONG = frozenset(("money", "percent", *_PEOPLE, *_WORKS))
_FAR = 24  # words from `mỗi` to the end of a list of contents


def per_item(scene: Scene, quantity: QuantityMention) -> Evidence | None:
    """Return the evidence that a sum is given by the item behind it (`80 triệu đồng/căn`)."""
    match = _PER_ITEM.match(scene.low, quantity.end)
    return Evidence("aggregation", "<sum>/<item>", quantity.end, match.end()) if match else None


def one_of_many(scene: Scene, quantity: QuantityMention) -> Evidence | None:
    """Return the evidence that the number is the worth or amount of one item; None where it is not."""
    if quantity.indicator == "money" and (sum_by_item := per_item(scene, quantity)):
        return sum_by_item
    clause_start, _ = scene.clause(quantity.start)
    for cue in scene.cues("each"):
        if clause_start <= cue.start and cue.end <= quantity.start and _reaches(scene, cue, quantity):
            return Evidence("aggregation", "mỗi <item> <quantity>", cue.start, cue.end)
    if quantity.indicator == "models":
        return _of_all(scene, quantity, clause_start)
    if quantity.indicator != "money":
        return None
    found = _second_kind(scene, quantity) or _one_packet(scene, quantity, clause_start)
    found = found or _from_to(scene, quantity, clause_start)
    return found or _share_of_one(scene, quantity)


def _one_packet(scene: Scene, quantity: QuantityMention, clause_start: int) -> Evidence | None:
    """`mỗi gia đình nhận nhà còn được tặng một suất quà trị giá 1 triệu đồng`: the worth of what each gets."""
    match = _ONE.search(scene.low, clause_start, quantity.start)
    if match is None:
        return None
    given = [cue for cue in scene.cues("each") if clause_start <= cue.start and cue.end <= match.start()]
    if match[1] != "từ" and (not given or parted(scene.gap(given[-1].end, match.start()), ",")):
        return None
    return Evidence("aggregation", "một <packet> <sum>", match.start(), match.end())


def _second_kind(scene: Scene, quantity: QuantityMention) -> Evidence | None:
    """`mỗi hộ xây mới được 60 triệu đồng, sửa chữa 30 triệu đồng`: a second rate of the same item."""
    before = [q for q in scene.found.quantities if q.indicator == "money" and q.end <= quantity.start]
    if not before or not _OTHER_KIND.fullmatch(scene.low, before[-1].end, quantity.start):
        return None
    return one_of_many(scene, before[-1])


def _from_to(scene: Scene, quantity: QuantityMention, clause_start: int) -> Evidence | None:
    """`1.216 hộ được hỗ trợ từ 5 đến 20 triệu đồng`: a range of sums for many is what one of them gets."""
    before = [q for q in scene.found.quantities if clause_start <= q.start and q.end <= quantity.start]
    if quantity.value_upper is None or not before:
        return None
    many = before[-1]
    if many.indicator not in _RECEIVERS or parted(scene.gap(many.end, quantity.start), ",;:"):
        return None
    return Evidence("aggregation", "<items> từ <sum> đến <sum>", many.start, many.end)


def _share_of_one(scene: Scene, quantity: QuantityMention) -> Evidence | None:
    """`mỗi căn 90 triệu đồng, trong đó quỹ hỗ trợ 60 triệu đồng`: a share of the price of one."""
    before = [q for q in scene.found.quantities if q.end <= quantity.start]
    if not before or before[-1].indicator != "money":
        return None
    total = before[-1]
    told = any(total.end <= cue.start and cue.end <= quantity.start for cue in scene.cues("part"))
    each = one_of_many(scene, total) if told and quantity.value < total.value else None
    return Evidence("aggregation", "mỗi <item> <sum>, trong đó <sum>", each.start, each.end) if each else None


def _reaches(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    """Tell whether a word for each item governs the number behind it."""
    gap = scene.gap(cue.end, quantity.start)
    if _MEASURED.fullmatch(gap):
        return True
    if _TIMES.match(scene.low, cue.start) or gap.count(")") > gap.count("(") or parted(gap, ";."):
        return False  # the item was told of in brackets, or in another clause
    if _SUMMED.search(gap):
        return False
    if _CONTENTS.search(gap):
        return len(gap.split()) <= _FAR and quantity.indicator != "houses"
    between = scene.counts_between(cue.end, quantity.start)
    if len(gap.split()) > cue.row.reach or (between and not (between == 1 and _JOINED.search(gap))):
        return False
    return "," not in gap or _LISTED_ITEM.match(gap) is not None


def _of_all(scene: Scene, quantity: QuantityMention, clause_start: int) -> Evidence | None:
    """`100% khu dân cư có 2 mô hình`: every one of them has two."""
    before = [q for q in scene.found.quantities if clause_start <= q.start and q.end <= quantity.start]
    if not before or before[-1].unit != "%" or before[-1].value != 100:
        return None
    gap = scene.gap(before[-1].end, quantity.start)
    if parted(gap, ",;") and not _LISTED_ITEM.match(gap):
        return None
    return Evidence("aggregation", "100% <item> <verb> <quantity>", before[-1].start, before[-1].end)


def in_packet(scene: Scene, quantity: QuantityMention, each: Evidence) -> bool:
    """Tell whether the number is only what one packet holds (`mỗi phần gồm 10 kg gạo`), which is no fact."""
    gap = scene.gap(each.end, quantity.start)
    if _CONTENTS.search(gap) and not _WORTH.search(gap):
        return True
    if not _PACKET.match(scene.low, each.end) and each.basis.startswith("mỗi"):
        return quantity.indicator in ("goods", "other") and scene.counts_between(each.end, quantity.start) > 0
    return quantity.indicator not in _STRONG
