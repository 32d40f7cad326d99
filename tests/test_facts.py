"""From small articles to their facts: one corpus a question, and the effect of every cue of the table."""

import tomllib
from collections import Counter
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
    "flow": lambda f: f.flow or "null",
    "scope": lambda f: f.scope or "null",
    "selection": lambda f: "fact",
    "repeats": lambda f: "fact",
}


def cases(table: str) -> list[Any]:
    """Return the cases of all files."""
    found = []
    for path in sorted(CORPUS.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get(table, []):
            name = f"{path.stem}: {' '.join(case['text'].split())[:60]}"
            found.append(pytest.param(path.stem, case, id=name))
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


def total(extraction: Extraction, fact: Fact) -> str:
    """Return the words of the figure that a fact is a part of."""
    return extraction.document.text[slice(*fact.total)] if fact.total else "null"


def check(extractor: Extractor, question: str, case: Case) -> None:
    extraction = extract(extractor, case)
    slots = {**SLOTS, "total": lambda fact: total(extraction, fact)}
    facts = {words: fact_in(extraction, words) for words in case["want"]}
    assert {words: slots[question](f) if f else "none" for words, f in facts.items()} == case["want"]
    slot = "locality: " if question == "area" else f"{question}: "
    rules = {r.removeprefix(slot) for fact in facts.values() if fact for r in fact.rules if r.startswith(slot)}
    assert case.get("rule") in (rules | {None})
    assert case.get("unlike") not in rules


@pytest.mark.parametrize(("question", "case"), cases("case"))
def test_fills_the_slot(extractor: Extractor, question: str, case: Case) -> None:
    check(extractor, question, case)


def test_every_rule_asked_for_has_two_cases_and_one_against_it() -> None:
    """Cues are left to the tests below, which show each at work."""
    shown = Counter((q, case["rule"]) for q, case in (p.values for p in cases("case")) if "rule" in case)
    against = {(q, case["unlike"]) for q, case in (p.values for p in cases("case")) if "unlike" in case}
    rules = [r for r in shown if not r[1].startswith("cue ")]
    assert [r for r in rules if shown[r] < 2] == []
    assert [r for r in rules if r not in against] == []


# what a cue does, shown in a sentence made for its kind: "{cue}" is its surface, the number asked for stands in [ ]
TEMPLATES = {
    "status target forward": ("Năm 2023, huyện {cue} xây [50 căn nhà].", "status", "target"),
    "status pledged forward": ("Năm 2023, các xã {cue} xây [50 căn nhà].", "status", "pledged"),
    "status pledged backward": ("Năm 2023, có [50 triệu đồng] {cue}.", "status", "pledged"),
    "status target backward": ("Năm 2023, [50 căn nhà] {cue} được xây.", "status", "target"),
    "status achieved forward": ("Huyện phấn đấu xây 80 căn nhà, {cue} [50 căn].", "status", "achieved"),
    "status not_done forward": ("Năm 2023, {cue} [50 căn nhà].", "fact", "none"),
    "status  forward": ("Năm 2023, huyện {cue}, xây [50 căn nhà].", "status", "achieved"),
    "part explicit forward": ("Huyện trao 500 suất quà, {cue} thị trấn trao [120 suất quà].", "aggregation", "part"),
    "part rank forward": ("Huyện trao 500 suất quà, {cue} thị trấn trao [120 suất quà].", "aggregation", "part"),
    "part back forward": (
        "Huyện trao 500 suất quà. Theo bà An, {cue} thị trấn trao [120 suất].",
        "aggregation",
        "part",
    ),
    "each each forward": ("Huyện trao 500 suất quà, {cue} suất trị giá [500.000 đồng].", "aggregation", "each"),
    "exclude damage both": ("Đêm qua, nước lớn {cue} [120 căn nhà].", "fact", "none"),
    "exclude damage backward": ("Đêm qua, có [120 căn nhà] {cue}.", "fact", "none"),
    "exclude removal forward": ("Năm 2023, huyện {cue} [120 căn nhà].", "fact", "none"),
    "exclude unbuilt both": ("Hiện huyện {cue} [120 căn nhà].", "fact", "none"),
    "exclude unbuilt backward": ("Hiện có [120 căn nhà] {cue}.", "fact", "none"),
    "exclude unbuilt forward": ("Năm 2023, huyện {cue} cho [120 căn nhà].", "fact", "none"),
    "exclude offence both": ("Trong năm, cơ quan chức năng {cue} [12 vụ].", "fact", "none"),
    "exclude damage forward": ("Đêm qua, bà con {cue} [120 cây sao].", "fact", "none"),
    "exclude crime both": ("Trong năm, cơ quan chức năng {cue} [12 đối tượng].", "fact", "none"),
    "exclude background forward": ("Hiện {cue} bằng [12 tỷ đồng].", "fact", "none"),
    "exclude background backward": ("Ở đó có [120 hộ] {cue}.", "fact", "none"),
    "exclude background both": ("Có [85%] số người {cue}.", "fact", "none"),
    "exclude hypothetical forward": ("Bà con bảo, {cue} có [500 triệu đồng] thì làm đường.", "fact", "none"),
    "exclude crime forward": ("Cơ quan chức năng {cue} [12 triệu đồng].", "fact", "none"),
    "exclude attendance forward": ("Về {cue} có [120 người].", "fact", "none"),
    "exclude  forward": ("Xã {cue} nên [120 người] có việc làm.", "fact", "fact"),
    "part  forward": ("Huyện trao 500 suất quà, {cue} có tên; thị trấn xây [12 căn nhà].", "aggregation", "whole"),
    "status achieved backward": ("Năm 2025, [50 căn nhà] {cue}.", "status", "achieved"),
    "exclude price forward": ("Hiện {cue} là [12 triệu đồng].", "fact", "none"),
    "exclude attendance both": ("Buổi lễ có [120 người] {cue}.", "fact", "none"),
    "exclude document forward": ("Theo {cue} [120 người].", "fact", "none"),
    "exclude ordinal forward": ("Ở {cue} [12 người].", "fact", "none"),
    "time vague forward": (
        "Năm 2022, huyện trao 90 suất quà cho hộ nghèo.\n\nBà con rất vui: {cue} đều có [12 mô hình].",
        "period",
        "null",
    ),
    "time yearly forward": (
        "Năm 2022, huyện trao 90 suất quà cho hộ nghèo.\n\nBà con rất vui: {cue} đều có [12 mô hình].",
        "period",
        "null",
    ),
    "time event forward": (
        "Ngày 15/1/2024, MTTQ huyện Thọ Xuân phát động chăm lo Tết cho người nghèo.\n\n{cue}, có [120 suất quà].",
        "period",
        "2024-01-15/2024-01-15",
    ),
    "time review forward": (
        "Ngày 15/1/2024, MTTQ huyện Thọ Xuân họp {cue} năm 2023 với nhiều tin vui.\n\nCó [120 suất quà] cho hộ nghèo.",
        "period",
        "2023-01-01/2023-12-31",
    ),
}
SHOWN = {"fact": lambda f: "fact", **SLOTS}


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_cue_of_a_kind_has_its_effect(extractor: Extractor, kind: str) -> None:
    template, slot, want = TEMPLATES[kind]
    missed = []
    for row in extractor.lexicon.cues.rows.values():
        if f"{row.kind} {row.value} {row.direction}" == kind:
            text = template.replace("{cue}", row.surface)
            words = text[text.index("[") + 1 : text.index("]")]
            text = text.replace("[", "").replace("]", "")
            fact = fact_in(extract(extractor, {"text": text}), words)
            got = SHOWN[slot](fact) if fact else "none"
            if got != want:
                missed.append(f"{row.surface}: {got}")
    assert missed == []


def test_every_kind_of_exclusion_strikes_something(extractor: Extractor) -> None:
    rows = extractor.lexicon.cues.rows.values()
    known = {kind.split(" ")[1] for kind in TEMPLATES if kind.startswith("exclude")}
    assert {r.value for r in rows if r.kind == "exclude"} - known == set()


def test_every_kind_of_cue_has_its_template(extractor: Extractor) -> None:
    """Areas stand in area.toml, verbs in action.toml and the next test, modifiers in the test of quantities."""
    kinds = {f"{r.kind} {r.value} {r.direction}" for r in extractor.lexicon.cues.rows.values()}
    elsewhere = ("modifier", "area", "action")
    assert {k for k in kinds - set(TEMPLATES) if not k.startswith(elsewhere)} == set()


def test_every_verb_is_the_action_of_the_number_behind_it(extractor: Extractor) -> None:
    missed = []
    for row in extractor.lexicon.cues.rows.values():
        if row.kind == "action" and row.value:
            fact = fact_in(extract(extractor, {"text": f"Năm 2023, huyện đó {row.surface} 50 mô hình."}), "50 mô hình")
            if fact is None or fact.action != row.surface:
                missed.append(f"{row.surface}: {fact and fact.action}")
    assert missed == []
