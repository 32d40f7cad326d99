"""Which texts a change of the tables can touch: what is said to be untouched reads the same with both."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.contract import as_record
from extractor.lexicon.change import Touch, snapshot, squeezed, touched
from extractor.paths import data_dir
from extractor.pipeline import Extractor
from tests.texts import gold

SAFE = (
    *("cues.csv", "units.csv", "campaigns.csv"),
    *("gazetteer/aliases.csv", "gazetteer/plain.csv", "gazetteer/spellings.csv"),
)
OTHERS = ("boilerplate.csv", "date_words.csv", "campaign_words.csv", "indicators.csv", "gazetteer/communes.csv")
Edit = Callable[[list[str]], list[str]]


def edited(folder: Path, edits: dict[str, Edit]) -> Touch | None:
    """Change tables of a copy of `data`; return what the change can touch."""
    data = folder / "data"
    shutil.copytree(data_dir(), data, ignore=shutil.ignore_patterns("pages", "gold", "sites", "map"))
    tables = {name: data / name for name in (*SAFE, *OTHERS)}
    before = snapshot(tables)
    for name, edit in edits.items():
        lines = (data / name).read_text(encoding="utf-8").splitlines()
        (data / name).write_text("\n".join([lines[0], *edit(lines[1:])]) + "\n", encoding="utf-8")
    return touched(before, snapshot(tables))


def added(line: str) -> Edit:
    return lambda lines: [*lines, line]


@pytest.mark.parametrize(
    ("table", "line", "holds", "holds_not"),
    [
        ("cues.csv", "vượt xa,modifier,more_than,forward,number,0", "Vượt  xa 60 căn", "hơn 60 căn, xa vượt"),
        ("units.csv", "máy lọc nước,works,1,noun,,", "trao 12 MÁY LỌC NƯỚC", "trao 12 máy cày, lọc nước sạch cho xã"),
        ("gazetteer/aliases.csv", "Thanh Hóa,province,xứ Thanh,yes", "Về Xứ Thanh", "tỉnh Thanh Hóa"),
        ("gazetteer/plain.csv", "Hòa Bình,word", "nền hoà bình", "Hòa An"),
        ("gazetteer/spellings.csv", "Ea H'leo,Ea Hơ Leo", "xã Ea Hơ-leo", "xã Ea Kar"),
        (
            "campaigns.csv",
            "sang-duong-que,Sáng đường quê,movement,alone,,,,,",
            "làm sáng, đường quê",
            "đèn sáng khắp đường làng",
        ),
    ],
)
def test_a_new_row_touches_the_texts_that_hold_its_words(
    table: str, line: str, holds: str, holds_not: str, tmp_path: Path
) -> None:
    touch = edited(tmp_path, {table: added(line)})
    assert touch is not None
    assert touch.found(f"Năm 2023, {holds}.")
    assert touch.found(f"Năm 2023, {holds_not}.") is None


def test_a_campaign_may_be_quoted_with_a_slip(tmp_path: Path) -> None:
    touch = edited(tmp_path, {"campaigns.csv": added("sang-duong-que,Sáng đường quê,movement,alone,,,,,")})
    assert touch
    assert touch.found('phong trào "Sáng đừơng quê"')


@pytest.mark.parametrize("table", OTHERS)
def test_other_tables_may_touch_any_text(table: str, tmp_path: Path) -> None:
    assert edited(tmp_path, {table: lambda lines: lines[:-1]}) is None


@pytest.mark.parametrize(
    "edit",
    [
        lambda lines: lines[::-1],
        lambda lines: [line for line in lines if not line.startswith("đồng,")],
        lambda lines: lines[: len(lines) // 4],
        lambda lines: [*lines, "một ô quá nhiều,money,1,noun,,,"],
    ],
    ids=["order", "a head that the code names", "too much", "broken"],
)
def test_changes_that_may_touch_any_text(edit: Edit, tmp_path: Path) -> None:
    assert edited(tmp_path, {"units.csv": edit}) is None


def test_nothing_changed_touches_nothing(tmp_path: Path) -> None:
    touch = edited(tmp_path, {})
    assert touch == Touch({}, {})
    assert touch.found("“Vì người nghèo”") is None


def test_words_are_compared_without_marks_and_blanks() -> None:
    assert squeezed("Ea H’leo – ĐẮK  Lắk") == squeezed("ea h'leo đak-lak") == "eahleodaklak"


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_not_touched_reads_the_same(seed: int, tmp_path: Path) -> None:
    """Rows drawn from every table go: all articles that are not touched yield what they did, to the letter."""
    draw = random.Random(seed)

    def thinned(lines: list[str]) -> list[str]:
        gone = set(draw.sample(range(len(lines)), 4))
        return [line for n, line in enumerate(lines) if n not in gone or line.startswith("đồng,")]

    touch = edited(tmp_path, dict.fromkeys(("cues.csv", "units.csv", *SAFE[3:]), thinned))
    assert touch is not None
    texts = [text for text in gold().values() if touch.found(text) is None]
    assert texts
    before, after = Extractor(), Extractor(tmp_path / "data")
    assert [as_record(after(text), "x") for text in texts] == [as_record(before(text), "x") for text in texts]
