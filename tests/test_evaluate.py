"""The scorer: figures worked out by hand, floors, and the command."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from extractor.errors import TableError
from extractor.evaluate import Judged, Rate, bands, evaluate, labelled, match, same_period, score, total
from extractor.floors import BelowFloorError, check, load_floors, updated, write_floors

Json = dict[str, Any]
TEXT = "Năm 2023, tỉnh Thanh Hóa vận động 76 tỷ đồng, xây 120 căn nhà."


def gold_fact(**slots: Any) -> Json:
    fact = {"indicator": "money", "value": 76e9, "modifier": None, "status": "achieved", "aggregation": "whole"}
    return (
        fact
        | {"period": ["2023-01-01", "2023-12-31"], "locality": "38", "campaign": None, "quote": "76 tỷ đồng"}
        | slots
    )


def fact(**slots: Any) -> Json:
    said = {"indicator": "money", "value": 76e9, "modifier": None, "status": "achieved", "aggregation": "whole"}
    said |= {"period_start": "2023-01-01", "period_end": "2023-12-31", "locality": "38", "campaign": None}
    quote = slots.pop("quote", "76 tỷ đồng")
    start = TEXT.index(quote)
    return said | {"quote": quote, "start": start, "end": start + len(quote), "confidence": 0.5} | slots


def gold(facts: list[Json] | None = None, **sets: Any) -> Json:
    return {"doc": "a.txt", "dates": [], "localities": [], "campaigns": [], "facts": facts or []} | sets


def record(facts: list[Json] | None = None, mentions: list[Json] | None = None) -> Json:
    return {"document": "a.txt", "mentions": mentions or [], "facts": facts or []}


def mention(kind: str, text: str, **values: Any) -> Json:
    start = TEXT.index(text)
    return {"kind": kind, "text": text, "start": start, "end": start + len(text)} | values


YEAR = mention("date", "Năm 2023", period_start="2023-01-01", period_end="2023-12-31")
PLACE = mention("locality", "Thanh Hóa", code="38")


@pytest.mark.parametrize(
    ("rate", "precision", "recall", "f1"),
    [
        (Rate(3, 4, 6), 0.5, 0.75, 0.6),
        (Rate(0, 0, 0), 1.0, 1.0, 1.0),
        (Rate(0, 2, 0), 0.0, 0.0, 0.0),
        (Rate(0, 0, 2), 0.0, 1.0, 0.0),
    ],
)
def test_rate(rate: Rate, precision: float, recall: float, f1: float) -> None:
    assert (rate.precision, rate.recall, rate.f1) == pytest.approx((precision, recall, f1))


def test_sets_leave_out_what_only_optional_labels_hold() -> None:
    label = gold(dates=[["2023-01-01", "2023-12-31"], ["2022-01-01", "2022-12-31"]], localities_optional=["38"])
    upto = mention("date", "2023", period_start=None, period_end="2023-05-01")
    empty = mention("date", "2023", period_start=None, period_end=None)
    scores = score(label, record(mentions=[YEAR, YEAR, upto, empty, PLACE]), TEXT)
    assert scores.rates["dates"] == Rate(1, 2, 2)
    assert scores.rates["localities"] == Rate(0, 0, 0)
    assert scores.errors == [
        "a.txt: dates missed: 2022-01-01..2022-12-31",
        "a.txt: dates false: ..2023-05-01",
    ]


def test_an_optional_value_that_is_also_wanted_counts() -> None:
    label = gold(localities=["38"], localities_optional=["38", "380"])
    assert score(label, record(mentions=[PLACE]), TEXT).rates["localities"] == Rate(1, 1, 1)


def test_bad_spans_are_counted_in_mentions_and_facts() -> None:
    wrong = YEAR | {"start": YEAR["start"] + 1}
    scores = score(gold(), record([fact(end=3)], [YEAR, wrong]), TEXT)
    assert scores.bad_spans == 2


def test_of_equal_predictions_the_one_with_most_right_slots_is_taken() -> None:
    poor, good = fact(locality="01", status="target"), fact()
    matching = match([gold_fact()], [poor, good])
    assert matching.pairs == [(gold_fact(), good)]
    assert (matching.missed, matching.false) == ([], [poor])


def test_optional_facts_take_what_is_left() -> None:
    needed, optional = gold_fact(), gold_fact(optional=True)
    assert match([optional, needed], [fact()]).pairs == [(needed, fact())]
    both = match([optional, needed], [fact(), fact()])
    assert (len(both.pairs), both.missed, both.false) == (1, [], [])
    assert match([optional], []).missed == []


def test_values_match_to_the_hundredth() -> None:
    assert match([gold_fact(value=12.344)], [fact(value=12.341)]).pairs
    assert not match([gold_fact(value=12.36)], [fact(value=12.34)]).pairs


def test_fact_rates_by_hand() -> None:
    label = gold([gold_fact(), gold_fact(indicator="gifts", value=5), gold_fact(indicator="houses", value=120)])
    found = [
        fact(),  # right
        fact(indicator="houses", value=120, status="target"),  # matched, not strictly
        fact(indicator="trees", value=3),  # false, not core
    ]
    scores = score(label, record(found), TEXT)
    assert scores.rates["facts"] == Rate(2, 3, 3)
    assert scores.rates["core"] == Rate(2, 2, 2)
    assert scores.rates["facts_strict"] == Rate(1, 3, 3)
    assert scores.rates["core_strict"] == Rate(1, 2, 2)
    assert scores.slots["status"] == (1, 2)
    assert scores.slots["campaign"] == (0, 0)
    assert scores.slot("campaign") is None
    assert sorted((j.confidence, j.right) for j in scores.judged) == [(0.5, False), (0.5, False), (0.5, True)]
    assert scores.errors == [
        "a.txt: status of '76 tỷ đồng': want achieved, got target",
        "a.txt: fact missed: gifts 5 '76 tỷ đồng'",
        "a.txt: fact false: trees 3 '76 tỷ đồng'",
    ]


def test_slots_without_a_label_are_not_scored_but_a_null_modifier_is() -> None:
    label = gold([gold_fact(period=None, locality=None, aggregation=None, modifier=None)])
    scores = score(label, record([fact(locality="01", period_start=None, aggregation="part")]), TEXT)
    assert scores.rates["facts_strict"] == Rate(1, 1, 1)
    assert scores.slots["locality"] == scores.slots["period"] == scores.slots["aggregation"] == (0, 0)
    over = score(label, record([fact(modifier="more_than")]), TEXT)
    assert over.rates["facts_strict"] == Rate(0, 1, 1)


def test_missing_status_and_aggregation_mean_achieved_and_whole() -> None:
    scores = score(gold([gold_fact()]), record([fact(status=None, aggregation=None)]), TEXT)
    assert (scores.slots["status"], scores.slots["aggregation"]) == ((1, 1), (1, 1))


@pytest.mark.parametrize(
    ("want", "start", "end", "same"),
    [
        (["2023-01-01", "2023-12-31"], "2023-01-01", "2023-12-31", True),
        (["2023-01-01", "2023-01-10"], "2023-01-01", "2023-01-08", True),  # 8 of 10 days
        (["2023-01-01", "2023-01-10"], "2023-01-01", "2023-01-07", False),
        (["2023-01-01", "2023-01-08"], "2023-01-01", "2023-01-10", True),
        (["2023-01-01", "2023-01-02"], "2023-02-01", "2023-02-02", False),
        (["2023-01-01", "2023-01-10"], "2023-01-10", "2023-01-01", False),
        (["2023-01-01", "2023-01-10"], None, "2023-01-10", False),
        ([None, "2023-10-31"], None, "2023-10-31", True),
        ([None, "2023-10-31"], "2023-01-01", "2023-10-31", True),
        ([None, "2023-10-31"], None, "2023-10-30", False),
        (["2023-04-01", None], "2023-04-01", None, True),
        (["2023-04-01", None], None, None, False),
    ],
)
def test_same_period(want: list[str | None], start: str | None, end: str | None, same: bool) -> None:
    assert same_period(want, start, end) is same


def test_bands_cut_by_confidence() -> None:
    judged = [Judged(c / 10, c > 4) for c in range(1, 9)]
    upper, lower = bands(judged, 2)
    assert (upper.low, upper.high, upper.count, upper.share) == (0.5, 0.8, 4, 1.0)
    assert (lower.low, lower.high, lower.count, lower.share) == (0.1, 0.4, 4, 0.0)
    assert [band.count for band in bands(judged[:3], 2)] == [2, 1]
    assert bands([], 4) == []


def write_gold(folder: Path, *labels: Json) -> Path:
    for name in ("docs", "labels"):
        (folder / name).mkdir(parents=True)
    for number, label in enumerate(labels):
        (folder / "labels" / f"{number}.json").write_text(
            json.dumps(label | {"doc": f"{number}.txt"}), encoding="utf-8"
        )
        (folder / "docs" / f"{number}.txt").write_text(TEXT, encoding="utf-8", newline="")
    return folder


def test_evaluate_adds_up_documents(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", gold([gold_fact()]), gold([gold_fact(), gold_fact(value=1)]))
    scores = evaluate(folder, lambda text, name: record([fact()] if name == "0.txt" else []))
    assert scores.documents == 2
    assert scores.rates["facts"] == Rate(1, 3, 1)
    assert scores.slots["modifier"] == (1, 1)
    assert total([]).documents == 0


@pytest.mark.parametrize("name", ["labels/0.json", "docs/0.txt"])
@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b""])
def test_broken_gold_names_the_label(tmp_path: Path, name: str, content: bytes) -> None:
    folder = write_gold(tmp_path / "gold", gold())
    if content or name.startswith("labels"):
        (folder / name).write_bytes(content)
    else:
        (folder / name).unlink()
    with pytest.raises(TableError, match=r"0\.json: no label of a text"):
        list(labelled(folder))


def test_gold_without_labels(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no labels"):
        list(labelled(tmp_path))


def test_floors(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    assert load_floors(path) == {}
    half = score(gold([gold_fact(), gold_fact(value=1)]), record([fact()]), TEXT)  # facts: P 1, R 0.5
    floors = updated(half, {}, lower=False)
    assert floors["facts"] == 0.6666
    write_floors(path, floors)
    assert load_floors(path) == floors
    check(half, floors, path)
    none = score(gold([gold_fact()]), record(), TEXT)
    with pytest.raises(BelowFloorError) as caught:
        check(none, floors, path)
    assert "\n" not in str(caught.value)
    for word in ("floors.toml", "facts", "0.0000", "0.6666", "--lower"):
        assert word in str(caught.value)
    assert updated(none, floors, lower=False)["facts"] == 0.6666
    assert updated(none, floors, lower=True)["facts"] == 0.0
    assert updated(none, {"facts": 0.5}, lower=False)["facts"] == 0.5


def test_a_bad_span_is_below_any_floor(tmp_path: Path) -> None:
    scores = score(gold(), record(mentions=[YEAR | {"text": "Năm 2022"}]), TEXT)
    with pytest.raises(BelowFloorError, match="1 are not their own text"):
        check(scores, {}, tmp_path / "floors.toml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dates = ", "no TOML"),
        ("days = 0.9", "'days' is unknown"),
        ("dates = 97", "no share"),
        ('dates = "x"', "no share"),
    ],
)
def test_bad_floors(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=says):
        load_floors(path)


def run(*arguments: str) -> Result:
    from extractor.cli import app

    return CliRunner().invoke(app, ["evaluate", *arguments])


def test_command_prints_figures_and_raises_floors(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", gold([gold_fact()], dates=[["1999-01-01", "1999-12-31"]]))
    printed = run(str(folder), "--json", "--update-floors")
    assert printed.exit_code == 0, printed.output
    figures = json.loads(printed.stdout)
    assert (figures["documents"], figures["facts"]["gold"], figures["dates"]["f1"]) == (1, 1, 0)
    assert set(figures["confidence"]) == {"halves", "quartiles"}
    assert load_floors(folder / "floors.toml")["facts"] == pytest.approx(figures["facts"]["f1"], abs=1e-4)


def test_command_fails_below_a_floor(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", gold(dates=[["1999-01-01", "1999-12-31"]]))
    (folder / "floors.toml").write_text("dates = 0.9\n", encoding="utf-8")
    printed = run(str(folder), "--errors", "--update-floors")
    assert isinstance(printed.exception, BelowFloorError)
    assert load_floors(folder / "floors.toml")["dates"] == 0.9
    for words in ("1 document", "every span is its own text", "dates missed: 1999", "core strict"):
        assert words in printed.stdout


def test_lower_needs_update_floors(tmp_path: Path) -> None:
    assert run(str(tmp_path), "--lower").exit_code == 2


def test_the_floors_of_the_gold_hold() -> None:
    printed = run()
    assert printed.exit_code == 0, f"{printed.exception}\n{printed.output}"
