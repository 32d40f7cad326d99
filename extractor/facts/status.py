"""Is the number achieved, a target or a pledge?"""

import re
from dataclasses import dataclass
from datetime import date

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene, parted
from extractor.mentions.cues import Cue
from extractor.mentions.model import Period, QuantityMention

_PLANS = re.compile(r"\b(?:ban hành|triển khai|xây dựng|thông qua|phê duyệt)\s(?:[^\W\d_]+\s)?kế hoạch\b")
_LIST = re.compile(r"\b(?:gồm|như|là)\b|:")
_PART_OF = re.compile(r"\W*(?:trong đó|trong số đó|trong số này|riêng)\b")
_LOOKS_BACK = re.compile(r"\W*(?:trong\s)?(?:năm|tháng|quý|tuần|thời gian)\s(?:vừa\s)?qua\b")
_CONTINUES = re.compile(r"\W*(?:trong đó|riêng|cụ thể|đồng thời)\b")
_BY_GIVERS = 14  # words from a number to its pledge: `… tỷ đồng được <givers> đăng ký`
_BLANKS = 2  # characters between a semicolon and the next word
_EVENT = 7  # days that an event lasts at the most
_TERM = 700  # days that a term of office has at least
_AHEAD = 0.65  # share of a term that makes its figures targets
_QUARTER, _NEW = 80, 0.9  # days of a quarter, and the share ahead of what has hardly begun


@dataclass(slots=True)
class Course:
    """The status that figures without a word of their own take over: the sentence's before, or the section's."""

    previous: str | None = None
    section: str | None = None
    inherited: str | None = None

    def enter(self, scene: Scene) -> None:
        """Find what a heading or a plan's lead says of its section, and the status that the figures inherit."""
        if scene.is_heading:
            self.section = _heading_status(scene)
        elif scene.kind == "lead" and _tells_a_plan(scene):
            self.section = "target"
        if scene.found.quantities:
            self.inherited = self.previous if self.previous and self._goes_on(scene) else self.section

    def _goes_on(self, scene: Scene) -> bool:
        """Tell whether the sentence continues the one before: by its first words, or with a plan's further dates."""
        if _PART_OF.match(scene.low, scene.start, scene.end):
            return True
        if scene.opens or _LOOKS_BACK.match(scene.low, scene.start, scene.end):
            return False
        further = self.previous == "target" and len(scene.found.dates) > 0
        return further or _CONTINUES.match(scene.low, scene.start, scene.end) is not None


def governing_cue(scene: Scene, quantity: QuantityMention) -> Cue | None:
    """Return the status cue that governs a quantity: one right behind it, else the nearest one before it in scope."""
    cues = scene.cues("status")
    if not cues:
        return None
    behind = next((c for c in cues if _governs_before_it(scene, c, quantity)), None)
    return behind or next((c for c in reversed(cues) if _governs_behind_it(scene, c, quantity)), None)


def _governs_behind_it(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    """Tell whether a cue governs the number that follows it."""
    if cue.row.direction == "backward" or cue.end > quantity.number[0]:
        return False
    if cue.row.scope == "clause" and cue.start < _begin(scene, quantity) and not _opens_list(scene, cue):
        return False
    return not _bracketed(scene, cue, quantity) and scene.words_between(cue.end, quantity.start) <= cue.row.reach


def _begin(scene: Scene, quantity: QuantityMention) -> int:
    """Return where the clause begins whose cues hold for the figure: of one that opens with a part, the one before."""
    begin = scene.clause(quantity.start)[0]
    while begin > scene.start and any(0 <= cue.start - begin <= _BLANKS for cue in scene.cues("part")):
        begin = scene.clause(begin - 2)[0]
    return begin


def _governs_before_it(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    """Tell whether a cue governs the number right before it: `… tỷ đồng được đăng ký`."""
    if cue.row.direction != "backward" or cue.start < quantity.end or scene.counts_between(quantity.end, cue.start):
        return False
    gap = scene.gap(quantity.end, cue.start)
    words = scene.text[quantity.end : cue.start].strip()
    if parted(gap, ",;") and not words.startswith("được "):
        return False
    return len(gap.split()) < (_BY_GIVERS if words.startswith(("được ", "do ")) else cue.row.reach)


def _bracketed(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    """A cue within brackets holds within them."""
    gap = scene.gap(cue.end, quantity.start)
    return gap.count(")") > gap.count("(")


def _opens_list(scene: Scene, cue: Cue) -> bool:
    """`đăng ký nhiều nhất gồm A …; B …; C …`: the cue holds for every clause of the list."""
    end = scene.clause(cue.start)[1]
    return bool(_LIST.search(scene.low, cue.end, end))


def choose_status(
    scene: Scene,
    quantity: QuantityMention,
    *,
    period: Period | None,
    dated_here: bool,
    anchor: date | None,
    inherited: str | None,
) -> tuple[str, Evidence | None]:
    """Return the status and its evidence.

    `period` is the one chosen for the quantity, `dated_here` tells whether its own sentence names it; `inherited` is
    the status of the sentence that this one continues (`Trong đó, …`), None where it continues none.
    """
    cue = governing_cue(scene, quantity)
    if cue and cue.row.value in ("target", "pledged"):
        return cue.row.value, Evidence("status", f"cue “{cue.row.surface}”", cue.start, cue.end)
    if _lies_ahead(period, anchor, named=dated_here) and not (cue and cue.row.value == "achieved"):
        return "target", Evidence("status", "period after the article", quantity.start, quantity.end)
    if cue and cue.row.value == "achieved":
        return "achieved", Evidence("status", f"cue “{cue.row.surface}”", cue.start, cue.end)
    if scene.intro and not dated_here:
        listed = _last_cue(scene.intro)
        if listed and listed.row.value in ("target", "pledged"):
            return listed.row.value, Evidence("status", f"list under “{listed.row.surface}”", listed.start, listed.end)
    unfinished = bool(period and period.end and anchor and period.end > anchor)
    if inherited and (unfinished or not dated_here):
        return inherited, Evidence("status", "goes on from the sentence before", scene.start, quantity.start)
    return "achieved", None


def _tells_a_plan(scene: Scene) -> bool:
    """Tell whether a lead reports that a plan was made, and nothing done yet."""
    return not scene.says("time", "review") and _PLANS.search(scene.low, scene.start, scene.end) is not None


def _heading_status(scene: Scene) -> str | None:
    """Return the status that a heading gives its section (`Chỉ tiêu nhiệm kỳ …`), None where it gives none."""
    cue = _last_cue(scene)
    return "target" if cue and cue.row.value == "target" else None


def _lies_ahead(period: Period | None, anchor: date | None, *, named: bool) -> bool:
    """A period that begins after the article, or a term that has hardly begun; a quarter or year, if `named` here."""
    if period is None or anchor is None:
        return False
    if period.start is None:
        return named and period.end is not None and (period.end - anchor).days > _EVENT  # trước ngày …
    if period.start > anchor or period.end is None:
        return period.start > anchor
    if period.start == anchor:
        return (period.end - anchor).days > _EVENT  # từ nay đến …
    left, whole = (period.end - anchor).days, (period.end - period.start).days
    return (whole > _TERM and left > _AHEAD * whole) or (named and whole > _QUARTER and left > _NEW * whole)


def _last_cue(scene: Scene) -> Cue | None:
    found = [c for c in scene.cues("status") if c.row.direction != "backward"]
    return found[-1] if found else None
