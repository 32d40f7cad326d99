"""The tables of units, indicators, cues and phrases: what they hold, and how a wrong row is refused."""

import csv
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.errors import TableError
from extractor.lexicon.cues import load_cues
from extractor.lexicon.phrases import Phrases
from extractor.lexicon.units import Units, load_indicators, load_units
from extractor.text.normalise import lower
from extractor.text.runs import runs

DATA = Path(__file__).parent.parent / "data"
UNITS = "head,indicator,factor,role,needs,unless\n"
CUES = "surface,kind,value,direction,scope,reach\n"
Row = dict[str, str]


def rows(table: str) -> list[Row]:
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def units_from(tmp_path: Path) -> Callable[[str], Units]:
    """Return a loader of `units.csv` from its text."""

    def load(text: str) -> Units:
        shutil.copy(DATA / "indicators.csv", tmp_path)
        (tmp_path / "units.csv").write_text(text, encoding="utf-8")
        return load_units(tmp_path / "units.csv", tmp_path / "indicators.csv")

    return load


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "line", "says"),
        [
            ("head,indicator\nhộ,households\n", 1, "columns are"),
            (UNITS + "hộ,households,1,thing,,\n", 2, "role 'thing'"),
            (UNITS + "hộ,households,1,noun,,\ncăn,house,1,noun,,\n", 3, "indicator 'house'"),
            (UNITS + "kg,,1,measure,,\n", 2, "indicator ''"),
            (UNITS + "hộ,households,1,noun,,\nem,people,1,noun,,\nhộ,people,1,noun,,\n", 4, "head 'hộ' stands twice"),
        ],
    )
    def test_a_wrong_row_is_named(self, units_from: Callable[[str], Units], text: str, line: int, says: str) -> None:
        with pytest.raises(TableError, match=rf"units\.csv:{line}: .*{says}") as caught:
            units_from(text)
        assert caught.value.cure

    def test_what_is_never_a_fact_needs_no_indicator(self, units_from: Callable[[str], Units]) -> None:
        found = units_from(UNITS + "tuổi,,1,exclude,,\nusd,,1,foreign,,\n")
        assert [h.indicator for h in found.heads.values()] == ["", ""]

    def test_the_longest_head_is_read(self, units_from: Callable[[str], Units]) -> None:
        found = units_from(UNITS + "suất,gifts,1,noun,,\nsuất học bổng,scholarships,1,noun,,\n")
        text = "12 suất học bổng, 3 suất  học  bổng, 4 suất học, 5 suấtx"
        read = [found.read(text, at) for at in (3, 20, 39, 51)]
        assert [r and (r[0].surface, text[: r[1]][-3:]) for r in read] == [
            ("suất học bổng", "ổng"),
            ("suất học bổng", "ổng"),
            ("suất", "uất"),
            None,
        ]

    @pytest.mark.parametrize(
        ("before", "after", "fits"),
        [
            ("làm đường dài ", " nữa", True),
            ("làm ", " đường", True),
            ("đi bộ ", " nữa", False),
            ("làm đường rộng ", "", False),
            ("đường ", " rộng", False),
            ("con đường mới mở rộng thêm thật là dài và đẹp hơn ", "", True),  # too far before
        ],
    )
    def test_needs_and_unless(self, units_from: Callable[[str], Units], before: str, after: str, fits: bool) -> None:
        found = units_from(UNITS + "m,roads,1,measure,đường,rộng\n")
        assert found.heads["m"].fits(before, after) is fits

    def test_every_indicator_is_counted_by_some_head(self) -> None:
        used = {row["indicator"] for row in rows("units.csv")}
        assert used - {""} == set(load_indicators(DATA / "indicators.csv"))

    def test_measures_scale_to_the_indicators_unit(self) -> None:
        heads = load_units(DATA / "units.csv", DATA / "indicators.csv").heads
        factors = {s: float(heads[s].factor) for s in ("đồng", "ha", "m2", "km", "m", "tấn", "tạ", "yến", "kg", "%")}
        assert list(factors.values()) == [1, 10_000, 1, 1_000, 1, 1_000, 100, 10, 1, 1]
        assert {h.surface for h in heads.values() if h.role != "measure" and h.factor != 1} == set()

    def test_surfaces_are_lower_case_and_trimmed(self) -> None:
        assert [r["head"] for r in rows("units.csv") if r["head"] != " ".join(r["head"].lower().split())] == []

    def test_exactly_money_houses_and_land_are_the_core(self) -> None:
        found = load_indicators(DATA / "indicators.csv")
        assert {i.id for i in found.values() if i.core} == {"money", "houses", "land"}
        assert len(found) == 22


class TestCues:
    @pytest.mark.parametrize(
        ("row", "says"),
        [
            ("sẽ,state,target,forward,clause,40", "kind 'state'"),
            ("sẽ,status,target,ahead,clause,40", "direction 'ahead'"),
            ("sẽ,status,target,forward,word,40", "scope 'word'"),
        ],
    )
    def test_a_wrong_row_is_named(self, tmp_path: Path, row: str, says: str) -> None:
        (tmp_path / "cues.csv").write_text(f"{CUES}đã,status,achieved,forward,clause,60\n{row}\n", encoding="utf-8")
        with pytest.raises(TableError, match=rf"cues\.csv:3: {says}.*use one of"):
            load_cues(tmp_path / "cues.csv")

    def test_wrong_columns_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "cues.csv").write_text("surface,kind,value\nđã,status,achieved\n", encoding="utf-8")
        with pytest.raises(TableError, match=r"cues\.csv:1: columns are"):
            load_cues(tmp_path / "cues.csv")

    def test_a_cue_stands_once_a_direction(self, tmp_path: Path) -> None:
        twice = "sẽ,status,target,forward,clause,40\nsẽ,status,target,backward,number,3\n"
        (tmp_path / "cues.csv").write_text(CUES + twice, encoding="utf-8")
        assert [r.direction for r in load_cues(tmp_path / "cues.csv").rows.values()] == ["forward", "backward"]
        (tmp_path / "cues.csv").write_text(CUES + twice.splitlines()[0] + "\n" + twice, encoding="utf-8")
        with pytest.raises(TableError, match=r"cues\.csv:3: cue 'status:sẽ' stands twice"):
            load_cues(tmp_path / "cues.csv")

    def test_values_are_the_ones_that_the_rules_know(self) -> None:
        known = {
            "modifier": {"more_than", "less_than", "approx", "at_least", "at_most"},
            "status": {"target", "pledged", "achieved", "not_done", ""},
            "part": {"explicit", "back", "rank", ""},
            "each": {"each", ""},
            "time": {"event", "review", "vague", "yearly", ""},
            "area": {"province", "district", "city", "commune", "country", ""},
        }
        found = {kind: {r["value"] for r in rows("cues.csv") if r["kind"] == kind} for kind in known}
        assert {kind: found[kind] - known[kind] for kind in known} == {kind: set() for kind in known}

    def test_a_pseudo_cue_hides_one(self) -> None:
        """A row without value has only one use: to hide a shorter cue of its kind inside it."""
        table = rows("cues.csv")
        surfaces: dict[str, list[str]] = {}
        for row in table:
            if row["value"]:
                surfaces.setdefault(row["kind"], []).append(f" {row['surface']} ")
        idle = [
            f"{row['kind']}:{row['surface']}"
            for row in table
            if not row["value"] and not any(s in f" {row['surface'].replace(',', '')} " for s in surfaces[row["kind"]])
        ]
        assert idle == []


class TestPhrases:
    def found(self, entries: list[tuple[str, str, str]], text: str) -> list[tuple[str, str]]:
        return [(key, text[start:end]) for start, end, key in Phrases(entries).find(runs(lower(text)))["cue"]]

    def test_finds_whatever_the_case(self) -> None:
        entries = [("cue", "a", "phấn đấu")]
        assert self.found(entries, "Phấn đấu, PHẤN ĐẤU và phấn  đấu") == [
            ("a", "Phấn đấu"),
            ("a", "PHẤN ĐẤU"),
            ("a", "phấn  đấu"),
        ]

    def test_finds_overlapping_ones_and_those_of_several_tables(self) -> None:
        entries = [("cue", "a", "trong đó"), ("cue", "b", "trong đó có"), ("place", "c", "trong đó")]
        matches = Phrases(entries).find(runs("trong đó có"))
        assert matches == {"cue": [(0, 8, "a"), (0, 11, "b")], "place": [(0, 8, "c")]}

    @pytest.mark.parametrize("text", ["trongđó", "trong, đó", "trong", "", "trong đóng"])
    def test_only_whole_words_in_a_row(self, text: str) -> None:
        assert self.found([("cue", "a", "trong đó")], text) == []

    def test_marks_are_words(self) -> None:
        assert self.found([("cue", "a", "% kế hoạch")], "đạt 120% kế hoạch") == [("a", "% kế hoạch")]

    def test_empty_surfaces_are_left_out(self) -> None:
        assert self.found([("cue", "a", " "), ("cue", "b", "gồm")], "gồm") == [("b", "gồm")]

    def test_spans_are_half_open(self) -> None:
        assert Phrases([("cue", "k", "gồm")]).find(runs("bao gồm")) == {"cue": [(4, 7, "k")]}

    def test_time_grows_with_the_text_only(self) -> None:
        phrases = Phrases([("cue", str(n), "a " * n + "b") for n in range(1, 12)])
        begin = time.perf_counter()
        assert phrases.find(runs("a " * 60_000)) == {"cue": []}
        assert time.perf_counter() - begin < 2
