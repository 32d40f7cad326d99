"""`mattran chart`: which files it writes, in which language, and what it refuses in one line."""

import re
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.errors import MattranError
from extractor.store import Store


def chart(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["chart", *map(str, words)])


@pytest.mark.parametrize("kind", ["years", "provinces", "campaigns", "map"])
@pytest.mark.parametrize("form", ["svg", "html"])
def test_every_kind_is_drawn(kind: str, form: str, demo: Path, tmp_path: Path) -> None:
    file = tmp_path / f"a.{form}"
    done = chart(kind, "--output", file, "--db", demo)
    assert done.exit_code == 0, done.output
    assert re.fullmatch(rf"{re.escape(str(file))}: Tiền, .+, \d+ số liệu\n", done.stdout)
    text = file.read_text(encoding="utf-8")
    assert "Tiền" in text
    assert "class=" in text
    if form == "svg":
        etree.fromstring(text.encode())
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_png_is_a_picture(demo: Path, tmp_path: Path) -> None:
    assert chart("years", "--output", tmp_path / "a.png", "--db", demo).exit_code == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_filters_stand_in_the_picture_and_the_language_is_chosen(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    words = ("--indicator", "houses", "--province", "nghe an", "--status", "target", "--lang", "en")
    done = chart("years", *words, "--output", file, "--db", demo)
    assert done.exit_code == 0, done.output
    text = file.read_text(encoding="utf-8")
    assert "Houses, by year" in text
    assert re.search(r": Houses, by year, \d+ claims$", done.stdout)
    assert "houses · target · Nghệ An" in text


@pytest.mark.parametrize(("side", "many", "name"), [("then", 63, "Hà Giang"), ("now", 34, "Tuyên Quang")])
def test_the_map_is_of_the_side_that_is_asked_for_and_names_its_maker(
    side: str, many: int, name: str, demo: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.svg"
    assert chart("map", "--side", side, "--output", file, "--db", demo).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert text.count('class="province"') == many
    assert f"<title>{name}: " in text
    assert "CC BY 4.0" in text
    assert "Hoàng Sa" in text
    assert "Trường Sa" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("years", "--indicator", "hauses"), "there is no 'hauses'"),
        (("years", "--year", "20x"), "is no year"),
        (("map", "--province", "Atlantis"), "the nearest are"),
        (("map", "--year", "1950"), "no figures"),
        (("years", "--indicator", "percent"), "no figures"),
    ],
)
def test_what_cannot_be_drawn_is_one_line_and_the_file_stays(
    words: tuple[str, ...], says: str, demo: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.svg"
    file.write_text("old")
    done = chart(*words, "--output", file, "--db", demo)
    assert isinstance(done.exception, MattranError)
    assert says in str(done.exception)
    assert "\n" not in str(done.exception)
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


@pytest.mark.parametrize(
    "words",
    [
        ("years", "--output", "a.gif"),
        ("years", "--output", "a"),
        ("years", "--lang", "fr", "--output", "a.svg"),
        ("pies", "--output", "a.svg"),
        ("map", "--side", "soon", "--output", "a.svg"),
        ("years",),
    ],
)
def test_wrong_usage(words: tuple[str, ...], demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert chart(*words, "--db", demo).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_missing_database_is_refused(tmp_path: Path) -> None:
    done = chart("years", "--output", tmp_path / "a.svg", "--db", tmp_path / "none.db")
    assert isinstance(done.exception, MattranError)
    assert list(tmp_path.iterdir()) == []


def test_figures_of_no_single_year_are_told_where_years_are_asked(demo: Path, tmp_path: Path) -> None:
    """`đến 26/11/2025` lies in no year."""
    file = tmp_path / "a.svg"
    with Store.reader(demo) as store:
        sql = """
            SELECT sum(claims) FROM claim_totals
            WHERE indicator = 'money' AND status = 'achieved' AND year IS NULL AND province_now IS NOT NULL
        """
        [(many,)] = store.db.execute(sql).fetchall()
    assert many > 1
    said = f"mattran: not shown: {many} figures of no single year\n"
    assert chart("years", "--output", file, "--db", demo).stderr == said
    assert chart("provinces", "--year", "2025", "--output", file, "--db", demo).stderr == said
    assert chart("provinces", "--output", file, "--db", demo).stderr == ""
