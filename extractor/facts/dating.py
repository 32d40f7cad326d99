"""Which dates of a sentence say when its figures hold?"""

import re

from extractor.facts.respective import in_turn
from extractor.facts.scene import Scene, parted
from extractor.mentions.model import DateMention, QuantityMention

# the day of a document: `Nghị quyết số 12-NQ/TW ngày`
_DOCUMENT = re.compile(
    r"(?:\bsố\s[\w/.-]{1,25}"
    r"|(?:nghị quyết|quyết định|chỉ thị|kế hoạch|hướng dẫn|công văn|thông tư|nghị định|kết luận|luật|pháp lệnh"
    r"|hiến pháp|thư|chương trình)(?:\s[\w/.-]{1,25}){0,3}),?\s(?:ra\s|ký\s|ban hành\s)?(?:ngày\s)?$",
)
# a time that another is only compared with: `so với cùng kỳ`
_COMPARED = re.compile(
    r"(?:so với|so|bằng|cùng kỳ|tăng so|giảm so|vượt|hơn)\s(?:với\s)?"
    r"(?:cùng kỳ\s|cả\s|kế hoạch\s|thời điểm\s|đầu\s|cuối\s|của\s){0,2}$",
)
# the time when something came to be: `thành lập`
_BIRTH = re.compile(r"(?:thành lập|sinh|từ|khánh thành|ra đời|được xây dựng|tái lập|truyền thống)\s(?:vào\s)?$")
# the day of a loss: `sau trận lũ quét sáng`
_LOSS = re.compile(
    r"\b(?:sau|do|vì|bởi)\s(?:các\s|những\s)?(?:trận|cơn|đợt|vụ)\s(?:[^\W\d_]+\s){0,3}?"
    r"(?:lũ|bão|lụt|mưa|sạt lở|cháy|hỏa hoạn|lốc|giông|dông|động đất|sập)(?:\s[\w()]+){0,4}\s$",
)
# what was left over from before: `số dư đầu năm`
_BALANCE = re.compile(r"\b(?:số dư|tồn|tồn quỹ|dư)\s$")
# the years of a plan: `theo đề án giai đoạn`
_PLAN = re.compile(
    r"\b(?:trong|theo|của|thực hiện)\s(?:kế hoạch|chương trình|chỉ tiêu|nghị quyết|đề án|dự án)\s(?:giai đoạn\s)?$",
)
_MEETING = re.compile(
    r"\b(?:hội nghị|họp|đại hội|tọa đàm|buổi làm việc|sơ kết|tổng kết|hội thảo|giám sát|trao đổi|thông tin|kỳ họp"
    r"|phiên họp)\b",
)
# an aside within the report: `riêng trong`
_ASIDE = re.compile(r"(?:^|[\s(\"-])(?:riêng|trong đó|tính riêng)\s(?:trong\s|cả\s)?$")
# the small words that may open a sentence before its date
_ALSO = re.compile(
    r"^\W*(?:\([^)]{1,40}\)\W*)?"
    r"(?:(?:cũng|ngay|chỉ|và|trong|tính|qua|sau|vào|tại|từ|riêng|đến|theo đó|hiện|năm)\W+){0,4}$",
)
_MARK_BEHIND = re.compile(r"\s{0,2}(?:\([^)]{1,40}\)\s?)?[,:]")
_MARK_BEFORE = re.compile(r"[,:]\s(?:[^\W\d_]+\s){0,2}$")
# the term that a congress is counted by: `Đại hội lần thứ X, nhiệm kỳ`
_CONGRESS = re.compile(r"\bđại hội\b[^.;:]{0,110}\bnhiệm kỳ\b[^.;:]{0,3}$")
_SAYS = re.compile(r"\b(?:cho biết|cho hay|báo cáo|nêu rõ|khẳng định|thông tin|nhấn mạnh|đánh giá|phát biểu)\b")
_TERM_WORD = 9  # characters of `nhiệm kỳ` with which a term may begin
_BRIEF = 7  # days of an event at the most


def governing(scene: Scene) -> list[DateMention]:
    """Return the dates that say when figures hold, in text order.

    Where there are others, a day in brackets and a programme's own year do not.
    """
    here = [d for d in scene.found.dates if _governs(scene, d)]
    if len(here) < 2:
        return here
    own = [d for d in here if not _is_attribute(scene, d)]
    if own and all(d.grain == "day" for d in own) and tells_of_meeting(scene, scene.start):
        return here  # the day of a meeting dates no figure: the plan's year does
    return own or here


def _governs(scene: Scene, mention: DateMention) -> bool:
    """Tell whether a date can say when a figure of its sentence holds: no document's date, none compared with."""
    if mention.covers.start is None and mention.covers.end is None:
        return False
    left = scene.left(mention.start, 60)
    if mention.grain == "compared" or _COMPARED.search(left):
        return False
    if mention.grain == "day" and _DOCUMENT.search(left):
        return False
    if _BALANCE.search(left) or (is_brief(mention) and _LOSS.search(left)):
        return False
    if (
        mention.grain == "years"
        and _CONGRESS.search(scene.left(mention.start + _TERM_WORD, 130))
        and not scene.says("status", "target")
    ):
        return False
    return not (mention.grain in ("day", "year") and _BIRTH.search(left))


def _is_attribute(scene: Scene, mention: DateMention) -> bool:
    """Tell whether a date only describes what stands before it: a day in brackets, the years of a plan or campaign."""
    if mention.grain == "day":
        return scene.text[mention.start - 1 : mention.start] == "(" and scene.text[mention.end : mention.end + 1] == ")"
    if mention.grain not in ("year", "years"):
        return False
    if _PLAN.search(scene.low, max(scene.start, mention.start - 30), mention.start):
        return True
    return any(
        0 <= mention.start - c.end <= 3 and "," not in scene.gap(c.end, mention.start) for c in scene.found.campaigns
    )


def in_sentence(scene: Scene, quantity: QuantityMention, here: list[DateMention]) -> tuple[DateMention, str] | None:
    """Return the one of `here` that dates the quantity and the rule's name; None where the sentence gives no date."""
    if own := in_turn(scene, quantity, here):
        return own, "named in turn"
    behind = next((d for d in here if d.start >= quantity.end), None)
    before = [d for d in here if d.end <= quantity.start]
    before = [d for d in before if d.grain != "day" or not said_between(scene, d.end, quantity.start)]
    before = [d for d in before if not _is_deadline_of_another(scene, d)] or before
    overruled = behind and before and _nearer(scene, quantity, before[-1], behind)
    if behind and not overruled and _directly_behind(scene, quantity, behind):
        return behind, "named behind the figure"
    if before:
        return before[-1], "named before the figure"
    inside = [d for d in here if d.start < quantity.end and d.end > quantity.start]
    return (inside[0], "named with the figure") if inside else None


def _is_deadline_of_another(scene: Scene, mention: DateMention) -> bool:
    """`Năm 2026, hoàn thành 657 nhà trước ngày 31/1 và vận động …`: a deadline is of the figure before it."""
    return mention.rule.startswith("trước ") and scene.counts_between(scene.start, mention.start) > 0


def _directly_behind(scene: Scene, quantity: QuantityMention, mention: DateMention) -> bool:
    gap = scene.gap(quantity.end, mention.start)
    if parted(gap, ",;:") or len(gap.split()) > 14:
        return False
    return not scene.counts_between(quantity.end, mention.start)


def _nearer(scene: Scene, quantity: QuantityMention, before: DateMention, behind: DateMention) -> bool:
    """Tell whether a date before the figure in the same comma segment beats one behind it."""
    if behind.start - quantity.end <= 1 or before.grain == "day" or before.start < scene.segment(quantity.start)[0]:
        return False
    words_behind = scene.words_between(quantity.end, behind.start)
    return scene.words_between(before.end, quantity.start) <= words_behind + 4


def opens(scene: Scene, mention: DateMention) -> bool:
    """Tell whether a date opens a period: it begins the sentence, or stands apart between commas before any figure."""
    left = scene.low[scene.start : mention.start]
    if mention.start >= scene.first_figure or _ASIDE.search(left):
        return False
    if _ALSO.match(left):
        return True
    return bool(_MARK_BEHIND.match(scene.text[mention.end : mention.end + 45]) or _MARK_BEFORE.search(left))


def is_brief(mention: DateMention) -> bool:
    """Tell whether a date is short enough for an event."""
    start, end = mention.covers.start, mention.covers.end
    if mention.grain == "day":
        return True
    return mention.grain == "interval" and start is not None and end is not None and (end - start).days < _BRIEF


def said_between(scene: Scene, start: int, end: int) -> bool:
    """Tell whether somebody reports between two offsets: `ngày 14/1, ông … cho biết, …`."""
    return _SAYS.search(scene.low, start, max(start, end)) is not None


def tells_of_meeting(scene: Scene, since: int) -> bool:
    """Tell whether the sentence tells of a meeting from offset `since` on."""
    return _MEETING.search(scene.low, since, scene.end) is not None


def reviewed(scene: Scene, here: list[DateMention]) -> DateMention | None:
    """Return the period under review where the sentence tells of a review (`hội nghị sơ kết 6 tháng đầu năm`)."""
    cues = [c for c in scene.cues("time") if c.row.value == "review"]
    if not cues or scene.found.quantities:
        return None
    return next((d for d in here if d.start >= cues[0].end and d.grain != "day"), None)
