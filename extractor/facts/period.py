"""Which days does the figure cover?"""

from dataclasses import dataclass
from datetime import date

import regex

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.mentions.model import DateMention, Period, QuantityMention

_DOCUMENT = regex.compile(
    r"(?:\bsố\s[\p{L}\d/.-]{1,25}|(?:nghị quyết|quyết định|chỉ thị|kế hoạch|hướng dẫn|công văn|thông tư|nghị định|kết luận|luật|pháp lệnh"
    r"|hiến pháp|thư|chương trình)(?:\s[\p{L}\d/.-]{1,25}){0,3}),?\s(?:ra\s|ký\s|ban hành\s)?(?:ngày\s)?$",
    regex.IGNORECASE,
)
_COMPARED = regex.compile(
    r"(?:so với|so|bằng|cùng kỳ|tăng so|giảm so|vượt|hơn)\s(?:với\s)?(?:cùng kỳ\s|cả\s|kế hoạch\s|thời điểm\s|đầu\s|cuối\s|của\s){0,2}$",
    regex.IGNORECASE,
)
_BIRTH = regex.compile(r"(?:thành lập|sinh|từ|khánh thành|ra đời|được xây dựng|tái lập|truyền thống)\s(?:vào\s)?$", regex.IGNORECASE)
_ASIDE = regex.compile(r"(?:^|[\s(\"-])(?:riêng|trong đó|tính riêng)\s(?:trong\s|cả\s)?$", regex.IGNORECASE)
_ALSO = regex.compile(r"^\W*(?:\([^)]{1,40}\)\W*)?(?:(?:cũng|ngay|chỉ|và|trong|tính|qua|sau|vào|tại|từ|riêng|đến|theo đó|hiện|năm)\W+){0,4}$", regex.IGNORECASE)
_MEETING = regex.compile(
    r"\b(?:hội nghị|họp|đại hội|tọa đàm|buổi làm việc|sơ kết|tổng kết|hội thảo|giám sát|trao đổi|thông tin|kỳ họp|phiên họp)\b", regex.IGNORECASE
)
_PLAN = regex.compile(
    r"\b(?:trong|theo|của|thực hiện)\s(?:kế hoạch|chương trình|chỉ tiêu|nghị quyết|đề án|dự án)\s(?:giai đoạn\s)?$", regex.IGNORECASE
)
_THIS_YEAR = regex.compile(r"\W*Trong năm\b(?!\s\d)")
_TERM = regex.compile(r"nhiệm kỳ", regex.IGNORECASE)
_PAST_TERM = regex.compile(r"\b(?:nhiệm kỳ (?:vừa )?qua|cả nhiệm kỳ|trong nhiệm kỳ|toàn nhiệm kỳ|suốt nhiệm kỳ)\b(?!\s\d)", regex.IGNORECASE)
_DAY = ("day",)


def governs(scene: Scene, mention: DateMention) -> bool:
    """Tell whether a date can say when a figure of its sentence holds: not a document's date, not one compared with."""
    if mention.covers.start is None and mention.covers.end is None:
        return False
    left = scene.text[max(scene.start, mention.start - 60) : mention.start]
    if _COMPARED.search(left) or mention.grain == "compared":
        return False
    if mention.grain == "day" and _DOCUMENT.search(left):
        return False
    return not (mention.grain in ("day", "year") and _BIRTH.search(left) and mention.grain != "since")


def _governing(scene: Scene) -> list[DateMention]:
    """Return the dates that govern; where there are others, a day in brackets and a programme's own year do not."""
    here = [d for d in scene.found.dates if governs(scene, d)]
    if len(here) < 2:
        return here
    own = [d for d in here if not _is_attribute(scene, d)]
    if own and all(d.grain in _DAY for d in own) and _MEETING.search(scene.text, scene.start, scene.end):
        return here  # the day of a meeting dates no figure: the plan's year does
    return own or here


def _is_attribute(scene: Scene, mention: DateMention) -> bool:
    if mention.grain == "day":
        return scene.text[mention.start - 1 : mention.start] == "(" and scene.text[mention.end : mention.end + 1] == ")"
    if mention.grain not in ("year", "years"):
        return False
    if _PLAN.search(scene.text, max(scene.start, mention.start - 30), mention.start):
        return True
    return any(0 <= mention.start - c.end <= 3 and "," not in scene.text[c.end : mention.start] for c in scene.found.campaigns)


@dataclass(slots=True)
class Timeline:
    """The running report's period, carried from sentence to sentence.

    `period` holds until another takes over; `event` is the day of the event that the article reports, for what was
    given or said there (`Dịp này, …`).
    """

    anchor: date | None
    period: Period | None = None
    basis: Evidence | None = None
    event: Period | None = None
    event_basis: Evidence | None = None
    term: DateMention | None = None
    at_event: int = -1
    section: DateMention | None = None
    lasting: tuple[Period | None, Evidence | None] = (None, None)
    fleeting: bool = False
    year: int | None = None
    paragraph: int = -1

    def choose(self, scene: Scene, quantity: QuantityMention) -> tuple[Period | None, Evidence | None, bool]:
        """Return the period of a quantity, its evidence, and whether its own sentence names it."""
        here = _governing(scene)
        if named := _in_sentence(scene, quantity, here):
            mention, basis = named
            return mention.covers, Evidence("period", basis, mention.start, mention.end), True
        if scene.intro and (listed := _governing(scene.intro)):
            mention = listed[-1]
            return mention.covers, Evidence("period", "named in the line that opens the list", mention.start, mention.end), False
        times = [c for c in scene.cues("time") if c.end <= quantity.start]
        if (any(c.row.value == "event" for c in times) or self.at_event == scene.paragraph) and self.event:
            return self.event, self.event_basis, False
        if any(c.row.value == "event" for c in times):
            return None, None, False
        if any(c.row.value == "vague" for c in times):
            return None, None, True
        if quantity.indicator == "awards" and self.event and not self._same_range(scene):
            return self.event, self.event_basis, False
        if self._is_over(scene):
            return None, None, False
        if self.period and self.basis:
            return self.period, Evidence("period", "carried: " + self.basis.basis, self.basis.start, self.basis.end), False
        return None, None, False

    def period_now(self) -> tuple[Period | None, Evidence | None]:
        """Return the carried period and its evidence."""
        return self.period, self.basis

    def go_back(self, before: tuple[Period | None, Evidence | None]) -> None:
        """Let an earlier period hold again."""
        self.period, self.basis = before

    def _same_range(self, scene: Scene) -> bool:
        """Awards are given at the event, unless the paragraph itself counts them over a period."""
        return self.paragraph == scene.paragraph and self.period is not None and self.period.start != self.period.end

    def _is_over(self, scene: Scene) -> bool:
        """A period that lies ahead ends with its paragraph, unless the next one goes on with targets."""
        ahead = bool(self.period and self.period.start and self.anchor and self.period.start > self.anchor)
        return ahead and scene.paragraph != self.paragraph and scene.intro is None and not any(
            c.row.value == "target" for c in scene.cues("status")
        )

    def advance(self, scene: Scene) -> None:
        """Take over what the sentence opens: a new reporting period, the event's day, or a vague time that ends both."""
        here = _governing(scene)
        if scene.is_heading:
            spans = [d for d in here if d.grain not in _DAY]
            if spans or not here:
                self._open_section(scene, spans[0] if spans else None)
                return
        if self.fleeting and scene.paragraph != self.paragraph and self.lasting[0]:
            self.go_back(self.lasting)  # `Đến nay, …` dates its paragraph; the report goes on with its period
        self.year = next((d.covers.start.year for d in here if d.grain == "year" and d.covers.start), self.year)
        if self.section and scene.opens and scene.kind not in ("item", "row"):
            self._enter(scene, self.section)  # within a section every paragraph begins with the section's period
        if any(c.row.value == "event" and c.start - scene.start < 30 for c in scene.cues("time")):
            self.at_event = scene.paragraph
        first = scene.found.quantities[0].start if scene.found.quantities else scene.end
        openers = [d for d in here if d.start < first and _opens(scene, d)]
        if openers:
            self.at_event = -1
        short = [d for d in here if d.grain == "day" or (d.grain == "interval" and _days(d) <= 7)]
        if short and (self.event is None or not scene.found.quantities) and not self._in_event(short[0]):
            self._enter(scene, short[0], event=True)
        for mention in here:
            if mention.grain == "years" and _TERM.search(scene.text, max(scene.start, mention.start - 14), mention.end):
                if mention.covers.start and self.anchor and mention.covers.start < self.anchor and not _is_next(mention, self.anchor):
                    self.term = mention
        past_term = _PAST_TERM.search(scene.text, scene.start, first)
        if past_term and self.term and not openers:
            self._enter(scene, self.term)
        elif review := _review(scene, here):
            self._enter(scene, review)
        elif openers:
            opener = openers[-1] if openers[-1].grain not in _DAY else openers[0]
            if opener.grain in _DAY and not scene.found.quantities and _MEETING.search(scene.text, opener.end, scene.end):
                self.period = self.basis = None
            else:
                self._enter(scene, opener)
            if opener.grain in _DAY and not self._in_event(opener):
                self._enter(scene, opener, event=True)
        elif short and not scene.found.quantities and self.period is None and not _MEETING.search(scene.text, scene.start, scene.end):
            self._enter(scene, short[0])
        elif not here and (match := _THIS_YEAR.match(scene.text, scene.start, first)) and (year := self.year or (self.anchor and self.anchor.year)):
            self.period = Period(date(year, 1, 1), date(year, 12, 31))
            self.basis = Evidence("period", "trong năm", *match.span())
        elif any(c.row.value == "vague" and c.start < first for c in scene.cues("time")) and not here:
            self.period = self.basis = None

    def _in_event(self, mention: DateMention) -> bool:
        """One day of an event of several days is not another event."""
        event, day = self.event, mention.covers.start
        return bool(event and day and event.start and event.end and event.start < event.end and event.start <= day <= event.end)

    def _open_section(self, scene: Scene, span: DateMention | None) -> None:
        """A heading with a period dates its section; one without ends the section before, and dates nothing."""
        if span is not None:
            self.section = span
            self._enter(scene, span)
        elif self.section is not None:
            self.section = self.period = self.basis = None

    def _enter(self, scene: Scene, mention: DateMention, *, event: bool = False) -> None:
        basis = Evidence("period", mention.rule, mention.start, mention.end)
        if event:
            self.event, self.event_basis = mention.covers, Evidence("period", "the event's day", mention.start, mention.end)
        else:
            self.fleeting = mention.grain == "upto" and not mention.listed
            if not self.fleeting:
                self.lasting = mention.covers, basis
            self.period, self.basis = mention.covers, basis
        self.paragraph = scene.paragraph


def _in_sentence(
    scene: Scene, quantity: QuantityMention, here: list[DateMention]
) -> tuple[DateMention, str] | None:
    behind = next((d for d in here if d.start >= quantity.end), None)
    before = [d for d in here if d.end <= quantity.start]
    if behind and _directly_behind(scene, quantity, behind) and not (before and _nearer(scene, quantity, before[-1], behind)):
        return behind, "named behind the figure"
    if before:
        return before[-1], "named before the figure"
    inside = [d for d in here if d.start < quantity.end and d.end > quantity.start]
    return (inside[0], "named with the figure") if inside else None


def _directly_behind(scene: Scene, quantity: QuantityMention, mention: DateMention) -> bool:
    gap = scene.gap(quantity.end, mention.start)
    return not regex.search(r"[,;:](?!\d)", gap) and len(gap.split()) <= 14 and not scene.counts_between(quantity.end, mention.start)


def _nearer(scene: Scene, quantity: QuantityMention, before: DateMention, behind: DateMention) -> bool:
    """A date before the figure in the same comma segment beats one behind it."""
    segment = scene.segment(quantity.start)
    if behind.start - quantity.end <= 1:
        return False
    return before.start >= segment[0] and before.grain not in _DAY and scene.words_between(before.end, quantity.start) <= scene.words_between(quantity.end, behind.start) + 4


def _days(mention: DateMention) -> int:
    start, end = mention.covers.start, mention.covers.end
    return (end - start).days + 1 if start and end else 10_000


def _is_next(mention: DateMention, anchor: date) -> bool:
    """A term that begins in the article's own year is the one ahead."""
    return bool(mention.covers.start and mention.covers.start.year == anchor.year)


def _opens(scene: Scene, mention: DateMention) -> bool:
    """A date opens a period where it begins the sentence, or stands apart between commas before the first figure."""
    left = scene.text[scene.start : mention.start]
    if _ASIDE.search(left):
        return False
    if _ALSO.match(left):
        return True
    right = scene.text[mention.end : mention.end + 45]
    return bool(regex.match(r"\s{0,2}(?:\([^)]{1,40}\)\s?)?[,:]", right)) or bool(
        regex.search(r"[,:]\s(?:\p{L}+\s){0,2}$", left)
    )


def _review(scene: Scene, here: list[DateMention]) -> DateMention | None:
    """Return the period under review where the sentence tells of a review (`hội nghị sơ kết 6 tháng đầu năm`)."""
    cues = [c for c in scene.cues("time") if c.row.value == "review"]
    if not cues or scene.found.quantities:
        return None
    ranges = [d for d in here if d.start >= cues[0].end and d.grain not in _DAY]
    return ranges[0] if ranges else None
