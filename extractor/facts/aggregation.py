"""Whole, part of a total that the article also gives, or the worth and amount of one item."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import Period, QuantityMention

_ITEMS = (
    r"(?:căn|nhà|ngôi|suất|phần|túi|gói|hộ|gia đình|người|nhân khẩu|khẩu|lao động|con|em|cháu|học sinh|sinh viên|cụ|hội viên|xã|phường|huyện|thôn|ấp|bản|xóm|khu dân cư"
    r"|đơn vị|chiếc|cái|bộ|thẻ|sổ|trường hợp|mô hình|công trình|tổ|chi hội|câu lạc bộ|lớp|tháng|năm|quý|ngày|tin|xe|giải|đợt|lượt|nạn nhân|tỉnh|địa phương|tập thể|cá nhân|hộp|thùng|cặp|km)"
)
PER_ITEM = regex.compile(
    rf"\s?/\s?(?!\d){_ITEMS}\b|\s(?:cho\s)?(?:mỗi|một|1|01)\s{_ITEMS}\b", regex.IGNORECASE
)
_TIMES = regex.compile(r"mỗi\s(?:khi|lần|dịp|độ|bước)\b", regex.IGNORECASE)
_CONTENTS = regex.compile(r"\b(?:gồm|bao gồm|kèm|kèm theo|cùng|trong đó có)\b", regex.IGNORECASE)
_STRONG_EACH = ("money", "models", "groups", "activities", "houses", "residential_areas", "people", "households", "works", "roads", "livestock", "percent", "admin_units", "trees")


def one_of_many(scene: Scene, quantity: QuantityMention) -> Evidence | None:
    """Return the evidence that the number is the worth or amount of one item; None where it is not."""
    if quantity.indicator == "money" and (match := PER_ITEM.match(scene.text, quantity.end)):
        return Evidence("aggregation", "<sum>/<item>", quantity.end, match.end())
    clause_start, _ = scene.clause(quantity.start)
    for cue in scene.cues("each"):
        if not clause_start <= cue.start or cue.end > quantity.start or _TIMES.match(scene.text, cue.start):
            continue
        gap = scene.gap(cue.end, quantity.start)
        holds = bool(_CONTENTS.search(gap))
        if gap.count(")") > gap.count("("):
            continue  # the item was told of in brackets
        if len(gap.split()) > (24 if holds else cue.row.reach) or regex.search(r"[;.](?!\d)", gap):
            continue
        between = scene.counts_between(cue.end, quantity.start)
        if between and not holds and not (between == 1 and _JOINED.search(gap)):
            continue
        if gap.count(",") and not holds and not _listed_noun(gap):
            continue
        return Evidence("aggregation", "mỗi <item> <quantity>", cue.start, cue.end)
    before = [q for q in scene.found.quantities if clause_start <= q.start and q.end <= quantity.start]
    if before and before[-1].unit == "%" and before[-1].value == 100 and quantity.indicator == "models":
        gap = scene.gap(before[-1].end, quantity.start)
        if not regex.search(r"[,;](?!\d)", gap) or _listed_noun(gap):
            return Evidence("aggregation", "100% <item> <verb> <quantity>", before[-1].start, before[-1].end)
    return None


_JOINED = regex.compile(r"\bvà(?:\s\p{L}+){0,2}\s$", regex.IGNORECASE)  # mỗi hộ 2 triệu đồng và 10 ngày công
_PACKET = regex.compile(r"\s(?:\p{L}+\s)?(?:suất|phần|túi|gói|giỏ|thùng|hộp|combo)\b", regex.IGNORECASE)


def in_packet(scene: Scene, quantity: QuantityMention, each: Evidence) -> bool:
    """Tell whether the number is only what one packet holds (`mỗi phần gồm 10 kg gạo`), which is no fact."""
    gap = scene.gap(each.end, quantity.start)
    if _CONTENTS.search(gap) and not regex.search(r"\b(?:trị giá|tổng giá trị|giá trị)\s\S*\s?$", gap, regex.IGNORECASE):
        return True
    if not _PACKET.match(scene.text, each.end) and each.basis.startswith("mỗi"):
        return quantity.indicator in ("goods", "other") and scene.counts_between(each.end, quantity.start) > 0
    return quantity.indicator not in _STRONG_EACH


def _listed_noun(gap: str) -> bool:
    """`mỗi xã, thị trấn có ít nhất …`: the comma stands inside the list of items."""
    return bool(regex.match(r"\s(?:\p{L}+\s?){1,3}(?:,\s(?:\p{L}+\s?){1,3}){0,3},\s(?:\p{L}+\s?){1,8}$", gap))


@dataclass(frozen=True, slots=True)
class Figure:
    """What the search for totals needs of a fact.

    `flow` is the class of its verb, `thing` the counted noun with its next words; `narrow` tells what the figure covers
    of its area: 0 all of it, 1 a village, 2 one giver.
    """

    scene: Scene
    quantity: QuantityMention
    status: str
    each: bool
    period: Period | None
    area: Unit | None
    campaign: str | None
    flow: str | None
    thing: str
    narrow: int = 0

    @property
    def head(self) -> list[str]:
        """The words of the counted noun."""
        return self.scene.text[slice(*self.quantity.head)].lower().split()


Inside = Callable[[Unit, Unit | None], bool]

# things of which several kinds are counted side by side: only the same kind can be a share of the other
_KINDS = ("models", "groups", "works", "people", "activities", "other", "livestock", "awards", "residential_areas")
_VOICES = ("kiến", "ý", "đơn", "góp", "phản")  # kiến nghị, ý kiến, đơn thư …: of those received, some are answered
_SETTLED = regex.compile(r"\bthành\s$", regex.IGNORECASE)  # hòa giải 120 vụ, hòa giải thành 98 vụ
_TOTAL = regex.compile(r"\b(?:nâng tổng số|tổng cộng|tổng số|nâng tổng|cả thảy|tất cả)\b", regex.IGNORECASE)
_CONTRAST = regex.compile(r"\b(?:tuy nhiên|nhưng|dù vậy|song)\b", regex.IGNORECASE)
_REST = regex.compile(r"\bcòn lại\b", regex.IGNORECASE)


def part_of(figure: Figure, others: Sequence[Figure], inside: Inside) -> str | None:
    """Return the name of the rule by which a total among `others` holds the figure; None where it stands for itself."""
    if figure.quantity.indicator == "percent":
        return None
    for total in others:
        if total is figure or total.each or total.status != figure.status:
            continue
        if total.quantity.indicator != figure.quantity.indicator or total.quantity.value <= figure.quantity.value:
            continue
        if rule := _told_as_part(total, figure, inside) or _share(total, figure, inside):
            return rule
    return None


def _told_as_part(total: Figure, figure: Figure, inside: Inside) -> str | None:
    """Return the rule by which words between total and figure call it a part: `… tỷ đồng, trong đó … tỷ đồng`."""
    if total.scene is figure.scene:
        return _told_in_sentence(total, figure, inside)
    if not _related_heads(total, figure):
        return None
    if figure.head[0] in _VOICES and total.scene.paragraph == figure.scene.paragraph and total.quantity.start < figure.quantity.start:
        return "the same things, fewer of them"
    if figure.scene.intro is total.scene and any(c.start >= total.quantity.end for c in total.scene.cues("part")):
        return "a line of the total's list"
    if figure.scene.intro and figure.scene.intro is total.scene.intro and _REST.search(figure.scene.text, figure.scene.start, figure.quantity.start):
        return "the rest of the list"
    opener = figure.scene.intro if figure.scene.intro and figure.scene.intro is not total.scene else figure.scene
    opens = [c for c in opener.cues("part") if c.start - opener.start < 12]
    other_purse = total.campaign and figure.campaign and total.campaign != figure.campaign
    if opens and not other_purse and 0 <= opener.start - total.scene.end < 700 and _same_flow(total, figure):
        return f"total. {opens[0].row.surface} part"
    return None


def _told_in_sentence(total: Figure, figure: Figure, inside: Inside) -> str | None:
    if total.quantity.end > figure.quantity.start:
        between = figure.scene.gap(figure.quantity.end, total.quantity.start)
        summed = _TOTAL.search(between) and _same_flow(total, figure)
        return "part, nâng tổng số lên total" if summed else None
    cues = [c for c in figure.scene.cues("part") if total.quantity.end <= c.start and c.end <= figure.quantity.start]
    if "(" in (gap := figure.scene.gap(total.quantity.end, figure.quantity.start))[:30] and ")" not in gap:
        return "total (part)" if figure.scene.text[figure.quantity.end :].find(")") >= 0 and not cues else None
    if cues:
        between = figure.scene.counts_between(cues[-1].end, figure.quantity.start)
        nearest = between == 0 or (total.quantity.indicator == "money" and _no_verb_of_its_own(figure))
        narrower = figure.area is not None and figure.area != total.area and inside(figure.area, total.area)
        if (_related_heads(total, figure) or nearest) and (_same_flow(total, figure, told=True) or narrower):
            return f"total, {cues[-1].row.surface} part"
        return None
    if _is_finer(total, figure):
        return "the same, with a further quality"
    if total.quantity.indicator == "houses" and total.flow == "start" and figure.flow == "build":
        return "begun, of these finished"
    settled = _SETTLED.search(figure.scene.text, total.quantity.end, figure.quantity.start)
    if (figure.head[0] in _VOICES or settled) and _related_heads(total, figure) and total.area == figure.area:
        return "the same things, fewer of them"
    return None


def _share(total: Figure, figure: Figure, inside: Inside) -> str | None:
    """Return the rule by which a place's, a giver's or a year's figure is a share of a wider one."""
    if not _same_thing(total, figure) or not _same_flow(total, figure) or total.narrow > figure.narrow:
        return None
    if figure.quantity.indicator == "money" and not (_same_purse(total, figure) or _in_list_below(total, figure)):
        return None
    unknown = figure.area is None and total.area is None and figure.scene.paragraph == total.scene.paragraph
    same_area = unknown or (figure.area is not None and total.area is not None and figure.area.code == total.area.code)
    smaller = figure.area is not None and not same_area and (total.area is None or inside(figure.area, total.area))
    if (smaller or (same_area and total.narrow < figure.narrow)) and _covers(total.period, figure.period):
        return "a smaller place's share" if smaller else "a village's or a giver's share"
    contrast = _CONTRAST.search(figure.scene.text, figure.scene.start, figure.quantity.start)
    if same_area and not contrast and _years_share(total.period, figure.period) and _same_deed(total, figure):
        return "a shorter time's share"
    return None


def _same_purse(total: Figure, figure: Figure) -> bool:
    """Sums are comparable in one campaign; what is spent without one may be spent on anything."""
    if total.campaign != figure.campaign:
        return figure.campaign is None and total.scene.paragraph == figure.scene.paragraph
    return total.campaign is not None or not {"spend", "worth"} & {total.flow, figure.flow}


def _in_list_below(total: Figure, figure: Figure) -> bool:
    """`… tỷ đồng cho 19 tỉnh. Mức của từng nơi: A (x), B (y), C (z)`: a list of places right below the total."""
    places = {p.unit.code for p in figure.scene.found.places if p.unit}
    return len(places) > 2 and 0 <= figure.scene.start - total.scene.end < 200


def _same_deed(total: Figure, figure: Figure) -> bool:
    """Raised for one fund: other sums of a shorter time may be anything."""
    return figure.quantity.indicator != "money" or figure.flow == total.flow == "raise"


def _no_verb_of_its_own(figure: Figure) -> bool:
    """`trong đó … do Trung ương chuyển, cấp tỉnh 2,6 tỷ đồng`: between this figure and the one before stands no verb."""
    before = [q.end for q in figure.scene.found.quantities if q.end <= figure.quantity.start]
    start = before[-1] if before else figure.scene.start
    comma = figure.scene.text.rfind(",", start, figure.quantity.start)
    return not any(comma <= c.start and c.end <= figure.quantity.start for c in figure.scene.cues("action")) if comma > 0 else False


def _is_finer(total: Figure, figure: Figure) -> bool:
    """`13/15 xã đạt chuẩn nông thôn mới, 4 xã đạt chuẩn nông thôn mới nâng cao`: the second are among the first."""
    if figure.quantity.indicator not in ("admin_units", "residential_areas", "households", "models"):
        return False
    wide, narrow = (_predicate(f) for f in (total, figure))
    return len(wide) >= 3 and len(narrow) > len(wide) and narrow[: len(wide)] == wide


def _predicate(figure: Figure) -> list[str]:
    end = figure.quantity.end
    return figure.scene.text[end : figure.scene.segment(end + 1)[1]].lower().split()


def _same_flow(total: Figure, figure: Figure, *, told: bool = False) -> bool:
    """Sums raised and spent, houses built and repaired are different things; a `told` part may be given by its worth."""
    flows = {total.flow, figure.flow}
    if (told and "worth" in flows) or figure.status == "pledged":
        return True
    if None in flows or len(flows) == 1 or figure.quantity.indicator == "land":
        return True
    return flows <= {"build", "start"}


def _related_heads(total: Figure, figure: Figure) -> bool:
    """The nouns are the same, or one (`12 cuộc`) leaves out what the other says (`486 cuộc giám sát`)."""
    if figure.quantity.indicator not in _KINDS:
        return True
    shared = min(len(total.head), len(figure.head))
    return total.head[:shared] == figure.head[:shared]


def _same_thing(total: Figure, figure: Figure) -> bool:
    if figure.quantity.indicator not in _KINDS:
        return True
    a, b = total.thing.split()[:3], figure.thing.split()[:3]
    shared = min(len(a), len(b))
    return a[:shared] == b[:shared]


def _covers(total: Period | None, figure: Period | None) -> bool:
    if total is None or figure is None:
        return True
    early = total.start is None or (figure.start is not None and figure.start >= total.start)
    late = total.end is None or (figure.end is not None and figure.end <= total.end)
    if total.start is None and figure.start is None and total.end and figure.end:
        return abs((figure.end - total.end).days) <= 31  # two standings of about the same day
    return early and late


def _years_share(total: Period | None, figure: Period | None) -> bool:
    """A year within the term, a month within the year; a single day is an event, not a share."""
    if total is None or figure is None or total == figure or not _covers(total, figure):
        return False
    return bool(figure.start and figure.end and (figure.end - figure.start).days >= 27)
