"""What is counted, and what was done with it: whether two figures may count the same."""

import re

_WORD = re.compile(r"[^\W\d]+")
# measures and counting words at the front of an item: they do not name the thing
_FRONT = frozenset((
    "m", "km", "ha", "héc", "ta", "hécta", "hecta", "mét", "vuông", "kg", "tấn", "tạ", "yến", "sào", "mẫu", "công",
    "thước", "con", "cây", "gốc", "căn", "ngôi", "cái", "chiếc", "tuyến", "ki", "lô", "gam",
))  # fmt: skip
_ANYTHING = frozenset(("hàng", "hóa", "lương", "nhu"))  # goods of every kind
# homes that are counted side by side, by their names; every other word behind `nhà` tells of their state or owner
_HOMES = ("đại đoàn kết", "tình nghĩa", "tình thương", "nhân ái", "mái ấm", "đồng đội", "tránh lũ", "khăn quàng đỏ")
_SAME = frozenset(("money", "gifts", "scholarships", "labour_days", "bridges"))  # one kind only
_BY_NOUN = frozenset(("land", "roads", "goods", "livestock", "trees"))  # kinds told by one noun
_HEADED = frozenset(("land", "labour_days", "roads", "bridges"))  # told under whatever campaign heads the paragraph
_NAMED = 3  # words that name other things

_PURSE = frozenset(("raise", "spend", "worth"))  # what comes in goes out again
_HOUSE = frozenset(("raise", "start", "build", "spend"))  # a house is given, begun, built, handed over
_BECAME = frozenset((  # what a figure turns into
    ("raise", "spend"), ("raise", "worth"), ("spend", "worth"), ("worth", "spend"),
    ("start", "build"), ("start", "spend"), ("build", "spend"),
))  # fmt: skip


def thing(indicator: str, item: str) -> tuple[str, ...]:
    """Return the words that name what is counted; none where the indicator is of one kind or the item does not say."""
    if indicator in _SAME:
        return ()
    if indicator == "houses":
        return next(((name,) for name in _HOMES if name in item), ())
    words = _WORD.findall(item.lower())
    if indicator not in _BY_NOUN:
        return tuple(words[:_NAMED])
    while words and words[0] in _FRONT:
        words.pop(0)
    return tuple(words[:1]) if words[:1] and words[0] not in _ANYTHING else ()


def is_difference(item: str) -> bool:
    """Tell whether a figure is the growth from another year's: `tăng 11 tỷ đồng so với …`."""
    return _WORD.findall(item.lower())[-1:] == ["so"]


def agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether the shorter of two names begins the longer."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def same_deed(indicator: str, one: str | None, other: str | None) -> bool:
    """Tell whether two classes of verbs may tell of the same deed: houses built and houses repaired differ."""
    if one == other:
        return True
    if None in (one, other):
        return "recover" not in (one, other)  # what was embezzled lies in no sum that was given
    both = {one, other}
    return both <= _PURSE or both == {"build", "start"} or (indicator == "houses" and both <= _HOUSE)


def may_hold(indicator: str, total: str | None, flow: str | None) -> bool:
    """Tell whether a figure may lie in a total by their verbs: what came in does not lie in what was spent."""
    inward = flow == "raise" and total in ("spend", "worth") and indicator != "houses"
    return same_deed(indicator, total, flow) and not inward


def became(indicator: str, total: str | None, flow: str | None) -> bool:
    """Tell whether one figure of a report is what became of the other: of sums, also one without a verb of its own."""
    return (total, flow) in _BECAME or (indicator == "money" and total != flow and None in (total, flow))


def heading(indicator: str, campaign: str | None) -> str | None:
    """Return the campaign where it tells two figures apart: what roads are made of stands under many heads."""
    return None if indicator in _HEADED else campaign


def same_campaign(indicator: str, one: str | None, other: str | None) -> bool:
    """Tell whether two figures may be of one campaign; one of them may not say it."""
    first, second = heading(indicator, one), heading(indicator, other)
    return first is None or second is None or first == second


def deed(indicator: str, flow: str | None) -> str | None:
    """Return the class of verbs by which reports tell one figure from month to month: houses are built, handed over."""
    return "build" if indicator == "houses" and flow in (None, "spend", "raise") else flow


def one_drive(indicator: str, one: str | None, other: str | None) -> bool:
    """Tell whether figures `đến nay` are likely of one drive: sums only where both name the same campaign."""
    return indicator != "money" or (one is not None and one == other)
