"""Is the number achieved, a target or a pledge?"""

from datetime import date

import regex

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.mentions.cues import Cue
from extractor.mentions.model import Period, QuantityMention


_PLANS = regex.compile(r"\b(?:ban hành|triển khai|xây dựng|thông qua|phê duyệt)\s(?:\p{L}+\s)?kế hoạch\b", regex.IGNORECASE)
_LIST = regex.compile(r"\b(?:gồm|như|là)\b|:", regex.IGNORECASE)


def governing_cue(scene: Scene, quantity: QuantityMention) -> Cue | None:
    """Return the status cue that governs a quantity: one right behind it, else the nearest one before it in scope."""
    clause_start, _ = scene.clause(quantity.start)
    best: Cue | None = None
    for cue in scene.cues("status"):
        row = cue.row
        if row.direction != "backward" and cue.end <= quantity.number[0]:
            in_scope = row.scope != "clause" or cue.start >= clause_start or _opens_list(scene, cue)
            if in_scope and not _bracketed(scene, cue, quantity) and scene.words_between(cue.end, quantity.start) <= row.reach:
                best = cue
    for cue in scene.cues("status"):
        if cue.row.direction != "backward" or cue.start < quantity.end or scene.counts_between(quantity.end, cue.start):
            continue
        gap = scene.gap(quantity.end, cue.start)
        if regex.search(r"[,;](?!\d)", gap) and not gap.strip().startswith("được "):
            continue
        reach = 14 if gap.strip().startswith(("được ", "do ")) else cue.row.reach  # … tỷ đồng được <givers> đăng ký
        if len(gap.split()) < reach:
            return cue
    return best


def _bracketed(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    """A cue within brackets holds within them."""
    gap = scene.gap(cue.end, quantity.start)
    return gap.count(")") > gap.count("(")


def _opens_list(scene: Scene, cue: Cue) -> bool:
    """`đăng ký nhiều nhất gồm A …; B …; C …`: the cue holds for every clause of the list."""
    end = scene.clause(cue.start)[1]
    return bool(_LIST.search(scene.text, cue.end, end))


def choose_status(
    scene: Scene, quantity: QuantityMention, *, period: Period | None, dated_here: bool, anchor: date | None, inherited: str | None
) -> tuple[str, Evidence | None]:
    """Return the status and its evidence.

    `period` is the one chosen for the quantity, `dated_here` tells whether its own sentence names it; `inherited` is the
    status of the sentence that this one continues (`Trong đó, …`), None where it continues none.
    """
    cue = governing_cue(scene, quantity)
    if cue and cue.row.value in ("target", "pledged"):
        return cue.row.value, Evidence("status", f"cue “{cue.row.surface}”", cue.start, cue.end)
    if _lies_ahead(period, anchor) and not (cue and cue.row.value == "achieved"):
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


def tells_a_plan(scene: Scene) -> bool:
    """Tell whether a lead reports that a plan was made, and nothing done yet."""
    reviews = any(c.row.value == "review" for c in scene.cues("time"))
    return not reviews and _PLANS.search(scene.text, scene.start, scene.end) is not None


def heading_status(scene: Scene) -> str | None:
    """Return the status that a heading gives its section (`Chỉ tiêu nhiệm kỳ …`), None where it gives none."""
    cue = _last_cue(scene)
    return "target" if cue and cue.row.value == "target" else None


def _lies_ahead(period: Period | None, anchor: date | None) -> bool:
    """A period that begins after the article, or a term of years that has hardly begun."""
    if period is None or period.start is None or anchor is None:
        return False
    if period.start > anchor or period.end is None:
        return period.start > anchor
    left, whole = (period.end - anchor).days, (period.end - period.start).days
    return whole > 700 and left > 0.65 * whole


def _last_cue(scene: Scene) -> Cue | None:
    found = [c for c in scene.cues("status") if c.row.direction != "backward"]
    return found[-1] if found else None
