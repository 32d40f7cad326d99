"""Which quantities are facts? What is left out is left out by name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractor.facts.each import per_item
from extractor.facts.exclusion import struck
from extractor.facts.figure import Figure, head_words
from extractor.facts.scene import Scene
from extractor.mentions.model import QuantityMention
from extractor.text.alphabet import UPPER

Tagger = Callable[[str], list[tuple[int, int, str]]]

ASIDE = frozenset(("background", "damage", "crime", "price", "hypothetical"))  # what the report only mentions
_PRICE = re.compile(
    r"\s?/\s?(?:kg|ki-lô-gam|tấn|tạ|yến|lít|lượng|chỉ|kwh|m3|m2|mét|m|bao|giạ|cân|ký|mớ|quả|trái|chục|bó|ổ|cốc|tô|đĩa"
    r"|vé|cây vàng|thước|can|chai|lon|gram|gam|khối)\b"
    r"|\s(?:một|mỗi)\s(?:kg|tấn|tạ|lít|lượng|cân|ký|mét|mớ|chục|quả|trái)\b",
)
_ROAD = re.compile(r"\b(?:đường|kênh|mương|đê|kè|hẻm|ngõ|lộ|tuyến|bê tông|đèn|điện|rãnh)\b")
_LONG = re.compile(r"\bdài\s(?:[^\W\d_]+\s){0,2}$")
_LONG_BRIDGE = re.compile(r"\bcầu\b[^,;.]{0,40}\s(?:dài|có chiều dài)(?:\s[^\W\d_]+){0,2}\s?$")
_HOUSE_OF = re.compile(r"\b(?:nhà|căn|phòng|lớp|trụ sở)(?:\s(?:cấp (?:4|bốn)|mới|sàn|gỗ|xây))?\s$")
_MADE = frozenset(("build", "repair", "start", "light", "raise"))  # classes of verbs that make roads
_POPULATION = ("nhân khẩu", "khẩu", "dân")
_WITH = re.compile(r"\s(?:với|và|gồm)\s(?:tổng số\s)?")
_STOPS = re.compile(r"\s?[.;,]|\s?$")
_OF_TOTAL = re.compile(r"(?:trên|trong|/)\s(?:tổng\s)?số\s(?:hơn\s|gần\s|trên\s)?$")
_AGAIN = re.compile(r"\s(?:(ấy|này|nói trên|kể trên)|cũ|bạn)\b")
_NAMES = re.compile(
    r"(?i:\s{0,2}(?::\s{0,2}|là\s|gồm:?\s)?(?:(?:huyện|xã|phường|tỉnh|quận|thôn|ấp|thị trấn|thị xã|TP\.?)\s)?)"
    rf"[{UPPER}]"
)
_PERSONS = re.compile(r"(?:lượt\s)?(?:tập thể|cá nhân|tác giả)\b")
_HONOUR = re.compile(
    r"\b(?:khen|thưởng|tuyên dương|biểu dương|vinh danh|tôn vinh|ghi nhận|tri ân|danh hiệu|bằng|giấy|cờ|giải"
    r"|huân chương|huy chương|kỷ niệm chương|thư cảm ơn|điển hình|tiêu biểu|xuất sắc|thành tích|gương)\b",
)
_ROLL = re.compile(r"\W*(?:[ivx\d]{1,4}[.)]\s)?danh sách\b")
_AREAS = ("admin_units", "residential_areas")


def reject(scene: Scene, quantity: QuantityMention) -> str | None:
    """Return the name of the reason why the quantity is no fact; None where it may be one."""
    for rule in _REASONS:
        if reason := rule(scene, quantity):
            return reason
    return None


def promote(scene: Scene, quantity: QuantityMention, tags: Tagger) -> bool:
    """Tell whether an unknown noun behind a number is a thing that somebody gave, made or held.

    `tags` is the part-of-speech tagger; it is asked only where a verb of doing stands before the number.
    """
    if not quantity.rule.endswith("<unknown>"):
        return False
    clause, _ = scene.clause(quantity.start)
    verbs = [
        c for c in scene.cues("action") if clause <= c.start and c.end <= quantity.start and c.row.value != "reach"
    ]
    if not verbs or scene.words_between(verbs[-1].end, quantity.start) > 6:
        return False
    tagged = tags(scene.text[quantity.head[0] : min(scene.end, quantity.head[0] + 40)])
    return bool(tagged) and tagged[0][2] in ("N", "Nc", "Nu")


def like_before(scene: Scene, quantity: QuantityMention, figures: Sequence[Figure]) -> QuantityMention:
    """Return what a bare classifier (`xây 6 cây`) counts: the same as the last full noun with it (`28 cây cầu`)."""
    if quantity.rule.endswith("<measure>"):
        return quantity  # a measure that is no length of road stays what it is
    bare = head_words(scene, quantity)
    for figure in reversed(figures):
        full = figure.head
        if full == bare or (bare and full[: len(bare)] == bare and figure.indicator):
            if bare == ["ngày"] and figure.scene is not scene:
                break  # `1.450 ngày công. … về đích trước hạn 20 ngày`
            counted = figure.indicator, figure.quantity.unit
            alike = counted == (quantity.indicator, quantity.unit)
            return quantity if alike else replace(quantity, indicator=counted[0], unit=counted[1])
    return quantity


def _counts_nothing(_: Scene, quantity: QuantityMention) -> str | None:
    if quantity.indicator is None:
        return "no indicator"
    return "zero" if not quantity.value and quantity.indicator != "percent" else None


def _is_price(scene: Scene, quantity: QuantityMention) -> str | None:
    """A sum by weight or measure, or by anything but an item of aid (`734.000 đồng/mẫu`)."""
    if quantity.indicator != "money":
        return None
    shared = scene.text[quantity.end : quantity.end + 2].lstrip().startswith("/")
    by_measure = _PRICE.match(scene.low, quantity.end) or (shared and not per_item(scene, quantity))
    return "price" if by_measure else None


def _is_threshold(scene: Scene, quantity: QuantityMention) -> str | None:
    """`Danh sách đơn vị ủng hộ từ 1 tỷ đồng trở lên`: who is on the list, not what was given."""
    least = quantity.indicator == "money" and quantity.modifier == "at_least"
    return "a threshold" if least and _ROLL.match(scene.low, scene.start, quantity.start) else None


def _is_said(scene: Scene, quantity: QuantityMention) -> str | None:
    """Number words inside quotation marks count nothing, unless they are a sum."""
    if quantity.indicator == "money" or "<number words>" not in quantity.rule:
        return None
    quoted = (
        scene.text.count('"', scene.start, quantity.start) % 2 == 1 and '"' in scene.text[quantity.end : scene.end + 2]
    )
    return "said by the way" if quoted else None


def _is_population(scene: Scene, quantity: QuantityMention) -> str | None:
    if quantity.indicator not in ("households", "people", *_AREAS):
        return None
    start, end = scene.clause(quantity.start)
    told = any(q.unit in _POPULATION and start <= q.start < end for q in scene.found.quantities)
    return "background" if told or _dwell(scene, quantity) else None


def _dwell(scene: Scene, quantity: QuantityMention) -> bool:
    """`xã có 21 ấp với 9.874 hộ dân.`: how many live there, and nothing that they did."""
    if quantity.indicator != "households" or not _STOPS.match(scene.low, quantity.end):
        return False
    before = [q for q in scene.found.quantities if q.end <= quantity.start]
    if not before or before[-1].indicator != "residential_areas":
        return False
    return _WITH.fullmatch(scene.low, before[-1].end, quantity.start) is not None


def _introduces_names(scene: Scene, quantity: QuantityMention) -> str | None:
    """`3 xã: A, B, C`."""
    end = quantity.head[1]
    if quantity.indicator not in _AREAS or not _NAMES.match(scene.text, end, scene.end):
        return None
    return "introduces names" if any(0 <= p.start - end <= 15 for p in scene.found.places) else None


def _is_distance(scene: Scene, quantity: QuantityMention) -> str | None:
    if quantity.indicator != "roads":
        return None
    bridge = _LONG_BRIDGE.search(scene.low[scene.start : quantity.start])
    return "a distance" if bridge or not _is_road(scene, quantity) else None


def _is_size(scene: Scene, quantity: QuantityMention) -> str | None:
    """`dựng được căn nhà 60 m2`: how large a house is, no land."""
    size = quantity.indicator == "land" and _HOUSE_OF.search(scene.left(quantity.start, 40))
    return "a size" if size else None


def _is_road(scene: Scene, quantity: QuantityMention) -> bool:
    """A length is a road's where a road stands beside it or somebody made it; else a distance or a description."""
    made = any(c.row.value in _MADE and c.end <= quantity.start for c in scene.cues("action"))
    if made or _LONG.search(scene.left(quantity.start, 20)):
        return made
    near = max(scene.start, quantity.start - 50), min(scene.end, quantity.end + 30)
    return _ROAD.search(scene.low, *near) is not None


def _is_in_name(scene: Scene, quantity: QuantityMention) -> str | None:
    start, end = quantity.head
    in_name = any(p.unit and p.start < end and start < p.end for p in scene.found.places)
    return "part of a name" if in_name else None


def _numbers_row(scene: Scene, quantity: QuantityMention) -> str | None:
    if scene.kind != "row" or scene.text[scene.start : quantity.start].strip():
        return None
    return "number of a row" if scene.text.startswith("  ", quantity.number[1]) else None


def _was_told(scene: Scene, quantity: QuantityMention) -> str | None:
    """`40 căn nhà này`, `3 xã cũ`."""
    match = _AGAIN.match(scene.low, quantity.head[1])
    return "told before" if match and (match[1] or quantity.indicator in _AREAS) else None


def _is_total_of_share(scene: Scene, quantity: QuantityMention) -> str | None:
    """`12 hộ trên tổng số 40 hộ`."""
    start = quantity.start
    total = _OF_TOTAL.search(scene.left(start, 20)) and scene.counts_between(start - 60, start)
    return "out of a total" if total else None


def _gave(scene: Scene, quantity: QuantityMention) -> str | None:
    """`6,8 tỷ đồng của 174 tập thể, cá nhân`: who is not said to be honoured gave, or took part."""
    persons = quantity.indicator == "awards" and _PERSONS.match(scene.low, *quantity.head)
    told = (scene.intro.low_words if scene.intro else "", scene.low_words)
    return "givers" if persons and not any(map(_HONOUR.search, told)) else None


_REASONS: tuple[Callable[[Scene, QuantityMention], str | None], ...] = (
    _counts_nothing,
    _is_price,
    _is_threshold,
    _is_said,
    struck,
    _is_population,
    _introduces_names,
    _is_distance,
    _is_size,
    _is_in_name,
    _numbers_row,
    _was_told,
    _is_total_of_share,
    _gave,
)
