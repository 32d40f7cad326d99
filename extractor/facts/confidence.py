"""How sure are we of a fact? A number between 0 and 1 that falls with every slot that rests on less evidence."""

from functools import lru_cache

from extractor.facts.model import Evidence

# what each kind of evidence is worth: the share of slots that it gets right on the development articles, roughly
_BASES = {
    "period": (
        ("named before the figure", 0.98),
        ("named", 0.95),
        ("the event's day", 0.9),
        ("carried", 0.88),
    ),
    "locality": (
        ("named before the figure", 0.97),
        ("named behind", 0.94),
        ("“", 0.94),
        ("the Front body", 0.95),
        ("the body", 0.9),
        ("the row's label", 0.93),
        ("named before in the sentence", 0.82),
        ("the paragraph's place", 0.84),
        ("the headline's", 0.9),
    ),
}
_OTHER = 0.85  # any other basis
_MISSING = {"period": 0.8, "locality": 0.78}
_CORE = {"money", "houses", "land", "labour_days", "percent"}


def confidence(
    indicator: str, *, known_noun: bool, has_verb: bool, titled: bool, evidence: dict[str, Evidence | None]
) -> float:
    """Return the product of the worth of the number's reading and of the evidence of period and locality."""
    sure = 0.99 if indicator in _CORE else 0.95
    if not known_noun:
        sure *= 0.75
    if not has_verb:
        sure *= 0.88
    if titled:
        sure *= 0.85
    for slot in _BASES:
        found = evidence.get(slot)
        sure *= _worth(slot, found.basis) if found else _MISSING[slot]
    return round(sure, 3)


@lru_cache(maxsize=1_024)
def _worth(slot: str, basis: str) -> float:
    return next((worth for prefix, worth in _BASES[slot] if basis.startswith(prefix)), _OTHER)
