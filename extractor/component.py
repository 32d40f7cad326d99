"""The spaCy component: `nlp.add_pipe("mattran")`. Importing it registers the factory and the extensions.

`doc.spans` has the groups `dates`, `localities`, `campaigns`, `quantities` and `facts`. Their spans are whole tokens;
`span._.chars` are the exact characters. Whatever is set is kept as plain values, so that a doc can be serialised.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.contract import as_record
from extractor.pipeline import Extractor

Json = Mapping[str, Any]

_KEY = "mattran"
_GROUPS = ("dates", "localities", "campaigns", "quantities", "facts")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocFact:
    """A fact of a doc: what the output contract says of it, its days as dates; spans count characters of `doc.text`.

    `value` stands in `unit`; open ends of the period and what the text does not say are None; `confidence` lies
    between 0 and 1; `quote` is `doc.text[start:end]`.
    """

    indicator: str
    value: float
    value_upper: float | None
    unit: str
    modifier: str | None
    status: str
    aggregation: str
    item: str
    action: str | None
    period_start: date | None
    period_end: date | None
    period_basis: str | None
    locality: str | None
    locality_name: str | None
    locality_basis: str | None
    campaign: str | None
    campaign_basis: str | None
    start: int
    end: int
    quote: str
    sentence: str
    rules: tuple[str, ...]
    confidence: float


class Mattran:
    """Marks mentions and facts. `published` (an ISO 8601 day) and `home` (a province's code) hold for docs without own.

    A doc's own are `doc._.published` and `doc._.home`, set before the pipeline runs. The tables are those of the
    installation, loaded at the first doc, or with a `home`. Raises ValueError for a day or a code that is none.
    """

    def __init__(self, published: str | None = None, home: str | None = None) -> None:
        self.published = _iso(published)
        self.home = _home(home)

    def __call__(self, doc: Doc) -> Doc:
        """Set the span groups and `doc._.facts`, `doc.spans["facts"][i]` being the words of `doc._.facts[i]`."""
        told = _kept(doc).get("told", {})
        published = _day(told.get("published") or self.published)
        extraction = _extractor()(doc.text, published=published, home=told.get("home") or self.home)
        record = as_record(extraction, document="")
        _kept(doc)["found"] = {"published": record["published"], "facts": record["facts"]}
        _mark(doc, record)
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the settings; the tables are not among them."""
        return json.dumps({"published": self.published, "home": self.home}).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "Mattran":
        """Take over the settings of `to_bytes`."""
        settings = json.loads(data)
        self.published, self.home = _iso(settings["published"]), _home(settings["home"])
        return self

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the settings into the folder `path`, which is made."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "cfg").write_bytes(self.to_bytes())

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "Mattran":
        """Take over the settings of `to_disk`."""
        return self.from_bytes((Path(path) / "cfg").read_bytes())


@Language.factory(
    "mattran",
    assigns=["doc.spans", "doc._.facts"],
    default_config={"published": None, "home": None},
)
def make_mattran(nlp: Language, name: str, published: str | None, home: str | None) -> Mattran:
    """Return the component for `nlp.add_pipe("mattran", config={"published": …, "home": …})`."""
    return Mattran(published, home)


@cache
def _extractor() -> Extractor:
    return Extractor()


def _mark(doc: Doc, record: Json) -> None:
    spans: dict[str, list[Span]] = {group: [] for group in _GROUPS}
    for found in (*record["mentions"], *record["facts"]):
        group, label, key = _names(found)
        chars = f"{found['start']}:{found['end']}"
        ends = (found["start"], found["end"])
        if span := doc.char_span(*ends, label=label, kb_id=key, span_id=chars, alignment_mode="expand"):
            spans[group].append(span)
    for group, marked in spans.items():
        doc.spans[group] = marked


def _names(found: Json) -> tuple[str, str, str]:
    """Return group, label and key (the span's `kb_id_`) of a mention or fact."""
    match found.get("kind"):
        case "date":
            return "dates", "date", found["timex"]
        case "locality":
            return "localities", found["level"], found["code"]
        case "campaign":
            return "campaigns", found["type"], found["id"]
        case "quantity":
            return "quantities", found["unit"], ""
    return "facts", found["indicator"], ""


# The extensions: each reads and writes plain values in `doc.user_data`.


def _kept(doc: Doc) -> dict[str, Any]:
    kept: dict[str, Any] = doc.user_data.setdefault(_KEY, {})
    return kept


def _facts(doc: Doc) -> tuple[DocFact, ...]:
    return tuple(map(_fact, _kept(doc).get("found", {}).get("facts", ())))


def _fact(record: Json) -> DocFact:
    days = {name: _day(record[name]) for name in ("period_start", "period_end")}
    return DocFact(**{**record, **days, "rules": tuple(record["rules"])})


def _published(doc: Doc) -> date | None:
    kept = _kept(doc)
    return _day(kept.get("found", kept.get("told", {})).get("published"))


def _chars(span: Span) -> tuple[int, int]:
    start, parted, end = span.id_.partition(":")
    return (int(start), int(end)) if parted else (span.start_char, span.end_char)


def _tell(doc: Doc, name: str, value: str | None) -> None:
    _kept(doc).setdefault("told", {})[name] = value


def _iso(day: date | str | None) -> str | None:
    return (date.fromisoformat(day) if isinstance(day, str) else day).isoformat() if day else None


def _home(code: str | None) -> str | None:
    if code is None:
        return None
    codes = sorted({unit.code for unit in _extractor().lexicon.gazetteer.units if unit.level == "province"})
    if code not in codes:
        raise ValueError(f"home {code!r} is no province's code; there are {', '.join(codes)}")
    return code


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _extend(kind: type[Doc] | type[Span], name: str, **how: Any) -> None:
    if not kind.has_extension(name):
        kind.set_extension(name, **how)


_extend(Doc, "facts", getter=_facts)
_extend(Doc, "published", getter=_published, setter=lambda doc, day: _tell(doc, "published", _iso(day)))
_extend(
    Doc, "home", getter=lambda d: _kept(d).get("told", {}).get("home"), setter=lambda d, c: _tell(d, "home", _home(c))
)
_extend(Span, "chars", getter=_chars)
