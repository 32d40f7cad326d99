"""From small articles to their facts: one corpus a question, and the effect of every cue of the table."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractor.facts.model import Fact
from extractor.mentions.model import Period
from extractor.pipeline import Extraction, Extractor
from extractor.text.normalise import normalise

CORPUS = Path(__file__).parent / "corpus" / "facts"
HEADLINE = "Đoàn kết làm nên sức mạnh"
PUBLISHED = date(2024, 1, 19)
Case = dict[str, Any]


def _period(period: Period | None) -> str:
    return f"{period.start or '..'}/{period.end or '..'}" if period else "null"


SLOTS: dict[str, Callable[[Fact], str]] = {
    "status": lambda f: f.status,
    "aggregation": lambda f: f.aggregation,
    "period": lambda f: _period(f.period),
    "area": lambda f: f"{f.locality.code} {f.locality.name}" if f.locality else "null",
    "campaign": lambda f: f.campaign or "null",
    "action": lambda f: f.action or "null",
    "selection": lambda f: "fact",
    "repeats": lambda f: "fact",
}


def cases(table: str) -> list[Any]:
    """Return the cases of all files; those known to be wrong fail strictly, so that a cure shows."""
    found = []
    for path in sorted(CORPUS.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get(table, []):
            name = f"{path.stem}: {' '.join(case['text'].split())[:60]}"
            marks = [pytest.mark.xfail(reason=case["why"], strict=True)] if table == "wrong" else []
            found.append(pytest.param(path.stem, case, id=name, marks=marks))
    return found


def extract(extractor: Extractor, case: Case) -> Extraction:
    headline = case.get("headline", HEADLINE)
    return extractor(
        f"{headline}\n\n{case['text'].strip()}\n", published=case.get("published", PUBLISHED), home=case.get("home")
    )


def fact_in(extraction: Extraction, words: str) -> Fact | None:
    """Return the fact whose number stands in `words`, which the text holds once."""
    text, words = extraction.document.text, normalise(words).text
    assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times in the text"
    start = text.index(words)
    found = [f for f in extraction.facts if f.start < start + len(words) and start < f.end]
    assert len(found) <= 1, f"{words!r} holds several facts"
    return found[0] if found else None


def check(extractor: Extractor, question: str, case: Case) -> None:
    extraction = extract(extractor, case)
    facts = {words: fact_in(extraction, words) for words in case["want"]}
    assert {words: SLOTS[question](f) if f else "none" for words, f in facts.items()} == case["want"]
    slot = "locality: " if question == "area" else f"{question}: "
    rules = {r.removeprefix(slot) for fact in facts.values() if fact for r in fact.rules if r.startswith(slot)}
    assert case.get("rule") in (rules | {None})
    assert case.get("unlike") not in rules


@pytest.mark.parametrize(("question", "case"), cases("case"))
def test_fills_the_slot(extractor: Extractor, question: str, case: Case) -> None:
    check(extractor, question, case)


@pytest.mark.parametrize(("question", "case"), cases("wrong"))
def test_known_to_be_wrong(extractor: Extractor, question: str, case: Case) -> None:
    check(extractor, question, case)
