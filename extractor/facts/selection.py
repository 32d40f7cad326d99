"""Which quantities are facts? What is left out is left out by name."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import regex

from extractor.facts.aggregation import PER_ITEM, Figure
from extractor.facts.scene import Scene
from extractor.mentions.cues import Cue
from extractor.mentions.model import QuantityMention

# kinds of exclusion and the indicators that they can strike; None: all
_STRIKES: dict[str, frozenset[str] | None] = {
    "damage": frozenset({"people", "households", "houses", "land", "livestock", "works", "goods", "other", "roads", "bridges", "trees", "residential_areas", "percent"}),
    "crime": None,
    "background": frozenset({"money", "percent", "land", "goods", "people", "roads", "households"}),
    "price": frozenset({"money"}),
    "attendance": frozenset({"people"}),
    "document": None,
    "ordinal": None,
    "hypothetical": None,
}
ASIDE = {"background", "damage", "crime", "price", "hypothetical"}  # what the report only mentions
_HELPING = {"spend", "raise", "build", "repair"}
_RELIEF = {"spend", "raise", "repair"}
_PRICE = regex.compile(
    r"\s?/\s?(?:kg|ki-lô-gam|tấn|tạ|yến|lít|lượng|chỉ|kwh|m3|m2|mét|m|bao|giạ|cân|ký|mớ|quả|trái|chục|bó|ổ|cốc|tô|đĩa|vé|cây vàng|thước|can|chai|lon|gram|gam|khối)\b"
    r"|\s(?:một|mỗi)\s(?:kg|tấn|tạ|lít|lượng|cân|ký|mét|mớ|chục|quả|trái)\b",
    regex.IGNORECASE,
)
_ROAD = regex.compile(r"\b(?:đường|kênh|mương|đê|kè|hẻm|ngõ|lộ|tuyến|bê tông|đèn|điện|rãnh)\b", regex.IGNORECASE)
_LONG = regex.compile(r"\bdài\s(?:\p{L}+\s){0,2}$", regex.IGNORECASE)
_EACH_HELPED = regex.compile(r"\bmỗi (?:hộ|căn|nhà|gia đình|người|trường hợp)\b", regex.IGNORECASE)
_BRIDGE = regex.compile(r"\bcầu\b[^,;.]{0,40}\s(?:dài|có chiều dài)(?:\s\p{L}+){0,2}\s?$", regex.IGNORECASE)
_POPULATION = {"nhân khẩu", "khẩu", "dân"}
_OF_TOTAL = regex.compile(r"(?:trên|trong|/)\s(?:tổng\s)?số\s(?:hơn\s|gần\s|trên\s)?$", regex.IGNORECASE)
_AGAIN = regex.compile(r"\s(ấy|này|nói trên|kể trên|cũ|bạn)\b", regex.IGNORECASE)
_NAMES = regex.compile(r"\s{0,2}(?::\s{0,2}|là\s|gồm:?\s)?(?:(?:huyện|xã|phường|tỉnh|quận|thôn|ấp|thị trấn|thị xã|TP\.?)\s)?(?-i:\p{Lu})")


def reject(scene: Scene, quantity: QuantityMention) -> str | None:
    """Return the name of the reason why the quantity is no fact; None where it may be one."""
    if quantity.indicator is None:
        return "no indicator"
    if not quantity.value and quantity.indicator != "percent":
        return "zero"
    if quantity.indicator == "money" and (_PRICE.match(scene.text, quantity.end) or _per_measure(scene, quantity)):
        return "price"
    if quantity.rule.startswith("<number words>") and quantity.indicator != "money" and _is_speech(scene, quantity):
        return "said by the way"
    for cue in scene.cues("exclude"):
        if _may_strike(cue, quantity) and _governs(scene, cue, quantity):
            return cue.row.value
    for cue in scene.cues("status"):
        if cue.row.value == "not_done" and _close_before(scene, cue, quantity):
            return "not done"
    if quantity.indicator in ("households", "residential_areas", "admin_units", "people") and _is_population(scene, quantity):
        return "background"
    if quantity.indicator in ("admin_units", "residential_areas") and _introduces_names(scene, quantity):
        return "introduces names"
    if quantity.indicator == "roads" and (_BRIDGE.search(scene.text[scene.start : quantity.start]) or not _is_road(scene, quantity)):
        return "a distance"
    if any(p.unit and p.start < quantity.head[1] and quantity.head[0] < p.end for p in scene.found.places):
        return "part of a name"
    if scene.kind == "row" and not scene.text[scene.start : quantity.start].strip() and scene.text[quantity.number[1] :][:2] == "  ":
        return "number of a row"
    if match := _AGAIN.match(scene.text, quantity.head[1]):
        former = match[1].lower() in ("cũ", "bạn")
        if not former or quantity.indicator in ("admin_units", "residential_areas"):
            return "told before"
    if _OF_TOTAL.search(scene.text, max(scene.start, quantity.start - 20), quantity.start) and scene.counts_between(
        quantity.start - 60, quantity.start
    ):
        return "out of a total"
    return None


def _per_measure(scene: Scene, quantity: QuantityMention) -> bool:
    """A sum by anything but an item of aid (`734.000 đồng/mẫu`) is a price."""
    return scene.text[quantity.end : quantity.end + 2].lstrip().startswith("/") and not PER_ITEM.match(scene.text, quantity.end)


def _is_speech(scene: Scene, quantity: QuantityMention) -> bool:
    """Tell whether the number stands inside quotation marks."""
    return scene.text.count('"', scene.start, quantity.start) % 2 == 1 and '"' in scene.text[quantity.end : scene.end + 2]


def _may_strike(cue: Cue, quantity: QuantityMention) -> bool:
    if cue.row.value == "damage" and quantity.indicator == "money":
        return "thiệt hại" in cue.row.surface or "mất" in cue.row.surface
    if cue.row.value == "damage" and quantity.indicator == "admin_units":
        return cue.end <= quantity.start  # struck: thiệt hại tại 18 tỉnh; helped: 16 tỉnh bị ảnh hưởng
    strikes = _STRIKES.get(cue.row.value, frozenset())
    return strikes is None or quantity.indicator in strikes


def promote(scene: Scene, quantity: QuantityMention, tags: Callable[[str], list[tuple[int, int, str]]]) -> bool:
    """Tell whether an unknown noun behind a number is a thing that somebody gave, made or held.

    `tags` is the part-of-speech tagger; it is asked only where a verb of doing stands before the number.
    """
    if not quantity.rule.endswith("<unknown>"):
        return False
    clause, _ = scene.clause(quantity.start)
    verbs = [c for c in scene.cues("action") if clause <= c.start and c.end <= quantity.start and c.row.value != "reach"]
    if not verbs or scene.words_between(verbs[-1].end, quantity.start) > 6:
        return False
    tagged = tags(scene.text[quantity.head[0] : min(scene.end, quantity.head[0] + 40)])
    return bool(tagged) and tagged[0][2] in ("N", "Nc", "Nu")


def like_before(quantity: QuantityMention, figures: Sequence[Figure]) -> QuantityMention:
    """A bare classifier (`xây 6 cây`, `148 đơn vị`) counts what the last full noun with it did (`28 cây cầu`, `đơn vị máu`)."""
    for figure in reversed(figures):
        full, bare = figure.head, figure.scene.text[slice(*quantity.head)].lower().split()
        if len(full) > len(bare) > 0 and full[: len(bare)] == bare and figure.quantity.indicator:
            return replace(quantity, indicator=figure.quantity.indicator, unit=figure.quantity.unit)
        if full == bare:
            return replace(quantity, indicator=figure.quantity.indicator, unit=figure.quantity.unit)
    return quantity


def _governs(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    if cue.end <= quantity.start:
        return cue.row.direction != "backward" and _close_before(scene, cue, quantity)
    if cue.start >= quantity.end:
        return cue.row.direction != "forward" and _close_behind(scene, cue, quantity)
    return cue.row.value == "damage" and cue.start >= quantity.head[0]


def _close_before(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    if cue.end > quantity.start or cue.start < scene.clause(quantity.start)[0]:
        return False
    if scene.words_between(cue.end, quantity.start) > cue.row.reach:
        return False
    if cue.row.scope == "number":
        return cue.row.value != "ordinal" or quantity.indicator != "money"
    if cue.row.value == "damage" and regex.search(r"[,;](?!\d)", scene.gap(cue.end, quantity.start)):
        return False
    if cue.row.value == "crime":
        return True
    return not any(
        c.row.value in _HELPING and cue.end <= c.start and c.end <= quantity.start for c in scene.cues("action")
    )


def _close_behind(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    """Damage told behind the number strikes it, unless help is what the clause reports."""
    _, clause_end = scene.clause(quantity.start)
    if cue.start > clause_end or scene.words_between(quantity.end, cue.start) > cue.row.reach // 2:
        return False
    if scene.counts_between(quantity.end, cue.start) and not (cue.row.value == "damage" and _bare_list(scene, quantity, cue)):
        return False
    if cue.row.value in ("attendance", "crime"):
        return True
    verbs = [c for c in scene.cues("action") if c.row.value in _RELIEF and not _inside_exclusion(scene, c)]
    helped_before = any(
        c.end <= quantity.start and scene.words_between(c.end, quantity.start) <= 3 for c in _deeds(scene)
    )
    helped_after = any(cue.end <= c.start < clause_end for c in verbs) or bool(_EACH_HELPED.search(scene.text, cue.end, clause_end))
    return not (helped_before or helped_after)


def _bare_list(scene: Scene, quantity: QuantityMention, cue: Cue) -> bool:
    """`51.000 ha lúa, 3.000 ha hoa màu thiệt hại`: a list without verbs up to the loss."""
    return not any(quantity.end <= c.start and c.end <= cue.start for c in scene.cues("action"))


def _deeds(scene: Scene) -> list[Cue]:
    """Verbs of help; `làm` before a loss (`làm 254 người chết`) is none."""
    return [
        c
        for c in scene.cues("action")
        if c.row.value in _HELPING and c.row.surface != "làm" and not _inside_exclusion(scene, c)
    ]


def _inside_exclusion(scene: Scene, verb: Cue) -> bool:
    """The verb of `làm chết` is no deed."""
    return any(c.start <= verb.start and verb.end <= c.end for c in scene.cues("exclude"))


def _is_population(scene: Scene, quantity: QuantityMention) -> bool:
    clause = scene.clause(quantity.start)
    return any(q.unit in _POPULATION and clause[0] <= q.start < clause[1] for q in scene.found.quantities)


def _is_road(scene: Scene, quantity: QuantityMention) -> bool:
    """A length is of a road where a road stands beside it or somebody made it; else it is a distance or a description."""
    deeds = [c for c in scene.cues("action") if c.row.value in ("build", "repair", "start", "light", "raise") and c.end <= quantity.start]
    if _LONG.search(scene.text, max(scene.start, quantity.start - 20), quantity.start):
        return bool(deeds)
    if _ROAD.search(scene.text, max(scene.start, quantity.start - 50), min(scene.end, quantity.end + 30)):
        return True
    return bool(deeds)


def _introduces_names(scene: Scene, quantity: QuantityMention) -> bool:
    if not _NAMES.match(scene.text, quantity.head[1], scene.end):
        return False
    return any(0 <= p.start - quantity.head[1] <= 15 for p in scene.found.places)
