"""Hand-built extractions for the tests of what comes after the finders: store, stages, output."""

from datetime import date
from pathlib import Path

from extractor.facts.model import Evidence, Fact
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import CampaignMention, DateMention, LocalityMention, Mention, Period, QuantityMention
from extractor.pipeline import Extraction
from extractor.store import Reference, Store
from extractor.text.document import Document, Paragraph, Sentence

TEXT = "Năm 2023, tỉnh Thanh Hóa vận động Quỹ Vì người nghèo được hơn 76 tỷ đồng, xây 120 nhà."
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))
THANH_HOA = Unit("38", "Thanh Hóa", "tỉnh", "province", None, date(2004, 7, 8), date(2025, 7, 1), ("38",))

REFERENCE = Reference(
    localities=[
        {
            "code": "38",
            "valid_from": "2004-07-08",
            "valid_to": "2025-07-01",
            "name": "Thanh Hóa",
            "kind": "tỉnh",
            "level": "province",
            "parent": None,
            "province": "38",
            "province_name": "Thanh Hóa",
            "current": '["38"]',
            "province_now": "38",
            "province_now_name": "Thanh Hóa",
        }
    ],
    campaigns=[{"id": "vi-nguoi-ngheo", "name": "Vì người nghèo", "type": "quỹ", "listed": True}],
    indicators=[
        {"id": "money", "unit": "VND", "label_vi": "Tiền", "label_en": "Money", "core": True},
        {"id": "houses", "unit": "house", "label_vi": "Nhà ở hỗ trợ", "label_en": "Houses", "core": True},
    ],
)


def opened(path: Path) -> Store:
    """Return a store at `path` that holds what the samples point at."""
    store = Store(path)
    store.put_reference(REFERENCE, digest="tables-1", now="2024-01-01T00:00:00+00:00")
    return store


def document(raw: str = TEXT) -> Document:
    """Return `raw` as a document of one sentence; zero-width characters are left out of its copy."""
    kept = [i for i, character in enumerate(raw) if character != "\u200b"]
    text = "".join(raw[i] for i in kept)
    ways = (None, None) if len(text) == len(raw) else (tuple(kept), tuple(i + 1 for i in kept))
    return Document(
        raw=raw,
        text=text,
        starts=ways[0],
        ends=ways[1],
        paragraphs=(Paragraph(0, len(text), "body", "plain"),),
        sentences=(Sentence(0, len(text), 0),),
    )


def extraction(raw: str = TEXT, *, published: date | None = None, home: str | None = None) -> Extraction:
    """Extract from `TEXT`, or a text that holds its words, what it says; other texts yield nothing."""
    read = document(raw)
    if "76 tỷ đồng" not in read.text:
        return Extraction(read, None, published, (), ())
    return Extraction(read, "Thanh Hóa", published or date(2024, 1, 19), _mentions(read.text), _facts(read.text))


def _at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def _mentions(text: str) -> tuple[Mention, ...]:
    year, place = _at(text, "Năm 2023"), _at(text, "tỉnh Thanh Hóa")
    fund, money = _at(text, "Quỹ Vì người nghèo"), _at(text, "hơn 76 tỷ đồng")
    return (
        DateMention(start=year[0], end=year[1], rule="năm <y>", period=YEAR, covers=YEAR, timex="2023", grain="year"),
        LocalityMention(
            start=place[0],
            end=place[1],
            rule="<kind> <name>",
            name="Thanh Hóa",
            kind="tỉnh",
            candidates=(THANH_HOA,),
            unit=THANH_HOA,
            basis="kind word",
        ),
        LocalityMention(start=0, end=3, rule="<name>", name="Năm", kind=None, candidates=(), unit=None),
        CampaignMention(
            start=fund[0], end=fund[1], rule="quỹ <name>", id="vi-nguoi-ngheo", name="Vì người nghèo", type="quỹ"
        ),
        QuantityMention(
            start=money[0],
            end=money[1],
            rule="<n> tỷ <unit>",
            value=76e9,
            value_upper=None,
            unit="VND",
            modifier="more_than",
            indicator="money",
            number=money,
            head=money,
        ),
    )


def _facts(text: str) -> tuple[Fact, ...]:
    return (
        _fact(text, "hơn 76 tỷ đồng", indicator="money", value=76e9, unit="VND", modifier="more_than"),
        _fact(text, "120 nhà", indicator="houses", value=120.0, unit="house", modifier=None),
    )


def _fact(text: str, quote: str, *, indicator: str, value: float, unit: str, modifier: str | None) -> Fact:
    start, end = _at(text, quote)
    year, place = _at(text, "Năm 2023"), _at(text, "tỉnh Thanh Hóa")
    return Fact(
        start=start,
        end=end,
        sentence=(0, len(text)),
        indicator=indicator,
        value=value,
        value_upper=None,
        unit=unit,
        modifier=modifier,
        status="achieved",
        aggregation="whole",
        item="Quỹ Vì người nghèo",
        action="vận động",
        period=YEAR,
        period_basis="sentence",
        locality=THANH_HOA,
        locality_basis="sentence",
        campaign=None,
        campaign_basis=None,
        rules=("<n> <unit>", "vận động <n>"),
        confidence=0.9,
        evidence=(Evidence("period", "sentence", *year), Evidence("locality", "sentence", *place)),
    )
