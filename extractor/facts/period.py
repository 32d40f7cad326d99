"""Which days does the figure cover?"""

import re
from dataclasses import dataclass
from datetime import date

from extractor.facts.dating import (
    governing,
    in_sentence,
    is_brief,
    opens,
    reviewed,
    said_between,
    tells_of_meeting,
)
from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.mentions.model import DateMention, Period, QuantityMention

_THIS_YEAR = re.compile(r"\W*(?:Trong|Cả|[^.;:,\d]{3,40},\s(?:trong|cả)) năm\b(?!\s(?:\d|qua|nay|tới|học|trước))")
_TERM = "nhiệm kỳ"
_MONTH = 27  # days of a report's period at the least
_GOES_ON = re.compile(r"\W*(?:trong đó|trong số|riêng|cụ thể|cũng|đồng thời|như vậy)\b")
_LASTS = re.compile(r"\b(?:diễn ra|kéo dài|được tổ chức|được triển khai)\s(?:trong thời gian\s)?$")
_PAST_TERM = re.compile(r"\b(?:nhiệm kỳ (?:vừa )?qua|cả nhiệm kỳ|trong nhiệm kỳ|toàn nhiệm kỳ|suốt nhiệm kỳ)\b(?!\s\d)")

Dated = tuple[Period | None, Evidence | None]
_UNDATED: Dated = (None, None)


@dataclass(slots=True)
class Timeline:
    """The running report's period, carried from sentence to sentence; `anchor` is the article's day.

    `carried` holds until another takes over; where it is `fleeting` (`đến nay`) it ends with its paragraph and
    `lasting` holds again. `event` is the day of the event that the article reports, for what was given or said there
    (`Dịp này, …`), `at_event` the paragraph that tells of it. `term` is the body's term of office, `section` the period
    of the section's heading, `year` the last year named, `paragraph` the one where a period was last taken over.
    """

    anchor: date | None
    carried: Dated = _UNDATED
    lasting: Dated = _UNDATED
    fleeting: bool = False
    passing: bool = False
    event: Dated = _UNDATED
    at_event: int = -1
    term: DateMention | None = None
    section: DateMention | None = None
    year: int | None = None
    paragraph: int = -1

    def choose(self, scene: Scene, quantity: QuantityMention) -> tuple[Period | None, Evidence | None, bool]:
        """Return the period of a quantity, its evidence, and whether its own sentence names it."""
        if scene.found.dates and (named := in_sentence(scene, quantity, scene.told(governing))):
            return *dated(*named), True
        if scene.intro and (listed := scene.intro.told(governing)):
            return *dated(listed[-1], "named in the line that opens the list"), False
        cues = [c for c in scene.cues("time") if c.end <= quantity.start]
        times = {c.row.value for c in cues if c.row.value != "event" or not said_between(scene, c.end, quantity.start)}
        if "event" in times or (self.at_event == scene.paragraph and self.event[0]):
            return *self.event, False
        if "vague" in times or ("yearly" in times and not self._spans_years()):
            return *_UNDATED, True
        if quantity.indicator == "awards" and self.event[0] and not self._counts_awards(scene):
            return *self.event, False
        if self._is_over(scene):
            return *_UNDATED, False
        return *self._carried_on(), False

    def _carried_on(self) -> Dated:
        period, basis = self.carried
        if period is None or basis is None:
            return _UNDATED
        return period, Evidence("period", "carried: " + basis.basis, basis.start, basis.end)

    def _spans_years(self) -> bool:
        """`Hằng năm, …` within a term of office is told of the term."""
        period = self.carried[0]
        return bool(period and period.start and period.end and (period.end - period.start).days > 400)

    def _counts_awards(self, scene: Scene) -> bool:
        """Awards are given at the event, unless the paragraph itself counts them over a period."""
        period = self.carried[0]
        return self.paragraph == scene.paragraph and period is not None and period.start != period.end

    def _is_over(self, scene: Scene) -> bool:
        """A period that lies ahead ends with its paragraph, unless the next one goes on with targets."""
        period = self.carried[0]
        ahead = bool(period and period.start and self.anchor and period.start > self.anchor)
        goes_on = scene.paragraph == self.paragraph or scene.intro is not None or scene.says("status", "target")
        return ahead and not goes_on

    def advance(self, scene: Scene) -> None:
        """Take over what the sentence opens: a reporting period, the event's day, or a vague time that ends both."""
        here = scene.told(governing) if scene.found.dates else []
        if scene.is_heading and self._open_section(scene, here):
            return
        if self.passing and not _GOES_ON.match(scene.low, scene.start):
            self.carried, self.passing = self.lasting, False
        if self.fleeting and scene.paragraph != self.paragraph and self.lasting[0]:
            self.carried = self.lasting  # `Đến nay, …` dates its paragraph; the report goes on with its period
        if self.section and scene.opens and not scene.is_listed:
            self._carry(scene, self.section)  # within a section every paragraph begins with the section's period
        openers = [d for d in here if opens(scene, d)]
        if openers:
            self.at_event = -1
        elif scene.says("time", "event", until=scene.start + 30):
            self.at_event = scene.paragraph
        if here:
            self._note(scene, here)
        self._take_over(scene, here, openers)

    def _open_section(self, scene: Scene, here: list[DateMention]) -> bool:
        """Tell whether a heading changes the section: a period dates it, no date at all ends the one before."""
        span = next((d for d in here if d.grain != "day"), None)
        if span is not None:
            self.section = span
            self._carry(scene, span)
        elif not here and self.section is not None:
            self.section, self.carried = None, _UNDATED
        return span is not None or not here

    def _note(self, scene: Scene, here: list[DateMention]) -> None:
        """Remember the year; the first short date is the event's, another one only where no figures stand with it."""
        self.year = next((d.covers.start.year for d in here if d.grain == "year" and d.covers.start), self.year)
        self._note_term(scene, here)
        short = next((d for d in here if is_brief(d)), None)
        if short and (self.event[0] is None or not scene.found.quantities):
            self._enter_event(scene, short)

    def _note_term(self, scene: Scene, here: list[DateMention]) -> None:
        """Remember the term of office that runs or is over; one that begins in the article's own year is ahead."""
        for mention in here:
            start = mention.covers.start
            begun = start is not None and self.anchor is not None and start.year < self.anchor.year
            words = scene.low[max(scene.start, mention.start - 14) : mention.end]
            if mention.grain == "years" and begun and _TERM in words:
                self.term = mention

    def _take_over(self, scene: Scene, here: list[DateMention], openers: list[DateMention]) -> None:
        """Carry the period that the sentence opens, in the order of the rules' certainty."""
        if not openers and _tells_of_past_term(scene):
            if self.term:
                self._carry(scene, self.term)
            else:
                self.carried = _UNDATED  # the term that is over, and the text dates only the one ahead
        elif here and (review := reviewed(scene, here)):
            self._carry(scene, review)
        elif openers:
            self._open(scene, openers)
        elif here:
            self._date_news(scene, here)
        elif this_year := self._this_year(scene):
            self.carried = this_year
        elif scene.says("time", "vague", until=scene.first_figure):
            self.carried = _UNDATED

    def _open(self, scene: Scene, openers: list[DateMention]) -> None:
        """Carry the last period that opens the sentence; a day is the event's, a meeting's day dates no figures."""
        opener = openers[-1] if openers[-1].grain != "day" else openers[0]
        is_day = opener.grain == "day"
        if is_day and not scene.found.quantities and tells_of_meeting(scene, opener.end):
            self.carried = _UNDATED
        elif is_day and said_between(scene, opener.end, scene.first_figure):
            pass  # the day when it was said is not the time that it is said of
        elif is_day and not scene.found.quantities and tells_of_meeting(scene, scene.start):
            pass  # `… hội nghị tổng kết, sáng 14/1.`
        else:
            self._carry(scene, opener)
        if is_day and not self._tells_of_before(scene, opener):
            self._enter_event(scene, opener)

    def _date_news(self, scene: Scene, here: list[DateMention]) -> None:
        """A sentence without figures dates what follows by its short date, where nothing does yet and nobody meets.

        What is said of a drive's days (`Tháng cao điểm diễn ra từ … đến …`) dates the paragraph.
        """
        short = next((d for d in here if is_brief(d)), None)
        lasts = next((d for d in here if d.grain == "interval" and _LASTS.search(scene.left(d.start, 40))), None)
        if lasts and not scene.found.quantities:
            before = self.lasting
            self._carry(scene, lasts)
            self.fleeting, self.lasting = True, before
            return
        dated = scene.found.quantities or self.carried[0] is not None
        if short and not dated and not tells_of_meeting(scene, scene.start):
            self._carry(scene, short)

    def _this_year(self, scene: Scene) -> Dated | None:
        """`Trong năm, …`: the year named last, else the article's own."""
        match = _THIS_YEAR.match(scene.text, scene.start, scene.first_figure)
        year = self.year or (self.anchor and self.anchor.year)
        if not match or not year:
            return None
        return Period(date(year, 1, 1), date(year, 12, 31)), Evidence("period", "trong năm", *match.span())

    def _carry(self, scene: Scene, mention: DateMention) -> None:
        self.carried = dated(mention, mention.rule)
        if self._is_standing(scene, mention):
            self.passing = True
            return
        self.passing = False
        self.fleeting = (mention.grain == "upto" and not mention.listed) or self._looks_back(scene, mention)
        if not self.fleeting:
            self.lasting = self.carried
        self.paragraph = scene.paragraph

    def _is_standing(self, scene: Scene, mention: DateMention) -> bool:
        """`…. Đến hết năm 2018, 17/17 xã …` in the midst of a longer report: how things stood, told in one sentence."""
        period, until = self.lasting[0], mention.covers.end
        if scene.opens or self.fleeting or mention.covers.start is None or not mention.rule.startswith(("đến", "hết")):
            return False
        return bool(period and period.start and period.end and until and period.start < until <= period.end)

    def _looks_back(self, scene: Scene, mention: DateMention) -> bool:
        """`…. Năm 2023, con số ấy là …` in the midst of a paragraph: an earlier time that is only compared with."""
        period, past = self.lasting[0], mention.covers
        if scene.opens or not (period and period.start and period.end and past.start and past.end):
            return False
        return past.end < period.start and (period.end - period.start).days >= _MONTH

    def _tells_of_before(self, scene: Scene, mention: DateMention) -> bool:
        """`Riêng tại lễ phát động ngày 15/10, … tỷ đồng` in the news of a later event: a day of figures only."""
        event, day = self.event[0], mention.covers.start
        return bool(scene.found.quantities and event and event.start and day and day < event.start)

    def _enter_event(self, scene: Scene, mention: DateMention) -> None:
        """Take a date for the event's, unless it is only one day of an event of several days."""
        event, day = self.event[0], mention.covers.start
        if event and day and event.start and event.end and event.start < event.end and event.start <= day <= event.end:
            return
        self.event = dated(mention, "the event's day")
        self.paragraph = scene.paragraph


def _tells_of_past_term(scene: Scene) -> bool:
    first = scene.first_figure
    return scene.has(_TERM, first) and _PAST_TERM.search(scene.low, scene.start, first) is not None


def dated(mention: DateMention, basis: str) -> Dated:
    """Return a date as a period with its evidence."""
    return mention.covers, Evidence("period", basis, mention.start, mention.end)
