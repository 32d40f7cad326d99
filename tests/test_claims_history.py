"""However articles came, changed, and joined or left their copies: the claims are those of a fresh database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.facts.model import Fact
from extractor.mentions.model import Period
from extractor.pipeline import Extraction
from extractor.store import ArticleRecord, Store, Versions
from tests.samples import THANH_HOA, document, opened
from tests.test_claims_store import snapshot

_LONG = 40  # characters that a figure takes in the text
_NOW = "2024-01-20T00:00:00+00:00"
_PERIODS = [
    None,
    Period(date(2023, 1, 1), date(2023, 6, 30)),
    Period(date(2023, 1, 1), date(2023, 12, 31)),
    Period(date(2021, 1, 1), date(2023, 12, 31)),
    Period(None, date(2023, 9, 30)),
]


@dataclass(frozen=True)
class Said:
    """A figure of an article; a part has the first whole of its article for a total."""

    value: float
    period: int
    aggregation: str
    placed: bool
    indicator: str = "houses"


@dataclass(frozen=True)
class State:
    """What an article tells, and of which article it is a copy."""

    said: Sequence[Said]
    cluster: int | None


SAID = st.builds(
    Said,
    st.sampled_from([46.0, 312.0, 318.0, 654.0]),
    st.integers(0, len(_PERIODS) - 1),
    st.sampled_from(["whole", "whole", "part", "each"]),
    st.booleans(),
    st.sampled_from(["houses", "money"]),
)
STATE = st.builds(State, st.lists(SAID, max_size=3), st.sampled_from([None, None, 1]))
HISTORY = st.lists(st.tuples(st.integers(1, 4), STATE, st.booleans()), min_size=1, max_size=8)


def write(store: Store, number: int, state: State) -> None:
    """Put what an article tells now."""
    text = f"{number}" + "x" * _LONG * (len(state.said) + 1)
    published = f"2024-01-{number:02}"
    key = store.articles.put(ArticleRecord(document=f"article {number}", text=text, published_at=published)).key
    facts = [fact(at, said, state.said) for at, said in enumerate(state.said)]
    extraction = Extraction(document(text), None, date(2024, 1, number), (), tuple(facts))
    store.articles.put_extraction(key, extraction, current=Versions("tables-1", "code-1"), now=_NOW)


def fact(at: int, said: Said, others: Sequence[Said]) -> Fact:
    total = next((n for n, other in enumerate(others) if other.aggregation == "whole"), None)
    start = at * _LONG
    return Fact(
        start=start,
        end=start + 5,
        sentence=(start, start + _LONG),
        indicator=said.indicator,
        value=said.value,
        value_upper=None,
        unit="house",
        modifier=None,
        status="achieved",
        aggregation=said.aggregation,
        item="căn nhà",
        action=None,
        period=_PERIODS[said.period],
        period_basis=None,
        locality=THANH_HOA if said.placed else None,
        locality_basis=None,
        campaign=None,
        campaign_basis=None,
        rules=(),
        evidence=(),
        confidence=0.9,
        scope="area" if said.placed else "country",
        total=(total * _LONG, total * _LONG + 5) if said.aggregation == "part" and total is not None else None,
    )


def clustered(store: Store, states: Mapping[int, State]) -> None:
    """Write who copies whom, as the stage before does: the first of the copies heads them."""
    copies = sorted(number for number, state in states.items() if state.cluster)
    head = copies[0] if len(copies) > 1 else None
    store.db.execute("UPDATE articles SET cluster = NULL")
    for number in copies if head else []:
        sql = "UPDATE articles SET cluster = (SELECT id FROM articles WHERE document = ?) WHERE document = ?"
        store.db.execute(sql, [f"article {head}", f"article {number}"])


@given(HISTORY)
@settings(max_examples=60, deadline=None)
def test_any_history_ends_where_a_fresh_start_does(history: list[tuple[int, State, bool]]) -> None:
    with TemporaryDirectory() as folder:
        states: dict[int, State] = {}
        with opened(Path(folder) / "a.db") as store, opened(Path(folder) / "b.db") as fresh:
            for number, state, renews in history:
                write(store, number, state)
                states[number] = state
                if renews:
                    clustered(store, states)
                    list(store.claims.renew())
            clustered(store, states)
            list(store.claims.renew())
            for number in sorted(states, reverse=True):
                write(fresh, number, states[number])
            clustered(fresh, states)
            list(fresh.claims.renew())
            assert snapshot(store) == snapshot(fresh)
            assert list(store.claims.renew()) == []
