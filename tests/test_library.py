"""mattran as a library: what `import extractor` gives, and the database as data frames."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas
import pytest
from sqlite_utils import Database

import extractor
from extractor.columns import load_columns
from extractor.errors import FilterError, StoreError
from extractor.facts.model import Fact
from extractor.frames import read_claims, read_facts, read_totals
from extractor.paths import data_dir
from extractor.pipeline import Extractor

ROOT = Path(__file__).parent.parent
Read = Callable[..., pandas.DataFrame]
READS = (read_facts, read_claims, read_totals)
VIEWS = dict(zip(READS, ("facts_wide", "claims_wide", "totals"), strict=True))


def python(code: str) -> str:
    """Run code in a fresh process; return what it prints."""
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# What is imported


def test_importing_the_package_loads_nothing_else() -> None:
    code = """
        import sys; before = set(sys.modules)
        import extractor
        print(sorted(name for name in set(sys.modules) - before if name.split(".")[0] not in sys.stdlib_module_names))
    """
    assert python(code) == "['extractor']"


@pytest.mark.parametrize("name", extractor.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    found = getattr(extractor, name)
    assert found.__name__ == name
    assert name in dir(extractor)
    assert found.__doc__
    assert found.__doc__.splitlines()[0].endswith((".", ":", ";")) or len(found.__doc__.splitlines()) > 1


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Extraktor'"):
        getattr(extractor, "Extraktor")  # noqa: B009
    assert not hasattr(extractor, "__path_of_all__")


def test_three_lines_lead_from_text_to_facts() -> None:
    assert extractor.__doc__
    code = extractor.__doc__.split("```")[1].removeprefix("python\n")
    assert len(code.strip().splitlines()) == 3
    assert "value=76000000000.0" in python(code)


@pytest.mark.parametrize("package", ["extractor", "scrapers"])
def test_the_packages_are_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").read_bytes() == b""


def test_a_fact_is_quoted_as_the_text_was_given(extractor: Extractor) -> None:
    raw = "Năm 2023, tỉnh Tha\u200bnh\xa0Hóa vận động được hơn 7\u200b6 tỷ đồng."
    found = extractor(raw)
    [fact] = found.facts
    assert isinstance(fact, Fact)
    assert found.quote(fact) == "hơn 7\u200b6 tỷ đồng"
    assert [found.quote(mention) for mention in found.mentions] == [
        "Năm 2023",
        "tỉnh Tha\u200bnh\xa0Hóa",
        "hơn 7\u200b6 tỷ đồng",
    ]


# Data frames


@pytest.fixture(scope="module")
def db(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the sample database."""
    return Path(shutil.copy(demo, tmp_path_factory.mktemp("frames") / "mattran.db"))


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
def test_every_column_has_its_type(read: Read, db: Path) -> None:
    frame = read(db)
    told = {name: column.type for name, column in load_columns(data_dir())(VIEWS[read]).items()}
    kinds = {
        "integer": {"Int64"},
        "number": {"float64"},
        "boolean": {"boolean"},
        "date": {"datetime64[s]"},
        "text": {"str", "category"},
        "json": {"str"},
    }
    assert len(frame) > 0
    assert set(frame.columns) == set(told)
    assert {name for name, kind in told.items() if str(frame[name].dtype) not in kinds[kind]} == set()


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
def test_no_rows_have_the_same_types(read: Read, db: Path) -> None:
    none = read(str(db), indicator="bridges", year=1999)
    assert len(none) == 0
    assert none.dtypes.astype(str).to_dict() == read(db).dtypes.astype(str).to_dict()


def test_the_frame_holds_what_the_view_holds(db: Path) -> None:
    frame = read_facts(db)
    rows = list(Database(db).query("SELECT * FROM facts_wide ORDER BY fact"))
    assert frame["fact"].tolist() == [row["fact"] for row in rows]
    assert frame["value"].tolist() == [row["value"] for row in rows]
    assert frame["quote"].tolist() == [row["quote"] for row in rows]
    assert frame["period_end"].dt.strftime("%Y-%m-%d").fillna("").tolist() == [row["period_end"] or "" for row in rows]
    assert frame["campaign"].isna().tolist() == [row["campaign"] is None for row in rows]


def test_codes_keep_their_zeros(db: Path) -> None:
    codes = read_facts(db)["place_code"].dropna()
    assert set(codes.str.len()) == {2, 3, 5}
    assert codes.str.startswith("0").any()


@pytest.mark.parametrize("province", ["40", 40, "Nghệ An", "nghe an", "NGHỆ AN", "tỉnh Nghệ An"])
def test_a_province_is_asked_for_by_code_or_name(db: Path, province: str | int) -> None:
    found = read_facts(db, province=province, indicator="houses", status="achieved")
    assert len(found) > 5
    assert set(found["province"]) == {"Nghệ An"}
    assert set(found["indicator"]) == {"houses"}


def test_a_province_of_now_holds_those_of_then(db: Path) -> None:
    found = read_facts(db, province="Phú Thọ")
    assert {"Vĩnh Phúc", "Phú Thọ"} <= set(found["province"].dropna())
    assert set(found["province_now"]) == {"Phú Thọ"}


def test_a_year_is_asked_for(db: Path) -> None:
    found = read_facts(db, year=2023)
    assert set(found["year"]) == {2023}
    assert (found["period_start"].dt.year == 2023).all()


@pytest.mark.parametrize(
    ("read", "filters", "says"),
    [
        (read_facts, {"indicator": "hauses"}, "houses"),
        (read_facts, {"province": "Thanh Hoas"}, "Thanh Hóa"),
        (read_facts, {"status": "done"}, "achieved"),
        (read_facts, {"year": "MMXX"}, "2023"),
        (read_claims, {"site": "hoasen"}, "no such column; there are indicator"),
        (read_totals, {"aggregation": "whole"}, "no such column; there are indicator"),
    ],
)
def test_a_filter_that_cannot_be_met_says_which_can(db: Path, read: Read, filters: dict[str, str], says: str) -> None:
    with pytest.raises(FilterError, match=says):
        read(db, **filters)


def test_a_filter_of_another_name_is_a_type_error(db: Path) -> None:
    with pytest.raises(TypeError, match="colour"):
        read_facts(db, colour="red")


def test_what_is_no_database_of_ours_is_refused_and_left_alone(tmp_path: Path) -> None:
    Database(tmp_path / "other.db")["t"].insert({"a": 1})  # type: ignore[union-attr]  # a table
    (tmp_path / "text.db").write_text("không phải cơ sở dữ liệu", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for name in ("missing.db", "other.db", "text.db"):
        with pytest.raises(StoreError, match=name):
            read_facts(tmp_path / name)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_many_rows_are_read_in_batches(db: Path, tmp_path: Path) -> None:
    many = Path(shutil.copy(db, tmp_path))
    columns = ", ".join(f'"{c.name}"' for c in Database(many).table("facts").columns if c.name != "id")
    with Database(many).conn as connection:
        for _ in range(5):
            connection.execute(f"INSERT INTO facts ({columns}) SELECT {columns} FROM facts")
    frame = read_facts(many)
    assert len(frame) == 32 * len(read_facts(db))
    assert frame["fact"].is_unique
    assert frame.index.is_unique
    assert str(frame["province"].dtype) == "category"


def test_without_pandas_the_error_says_how_to_get_it(db: Path) -> None:
    code = f"""
        import sys; sys.modules["pandas"] = None
        import extractor
        try:
            extractor.read_facts({str(db)!r})
        except extractor.MattranError as error:
            print(error)
    """
    said = 'pandas: this library is not installed; install it: pip install "mattran[frames]"'
    assert python(code) == said


def test_reading_needs_no_model(db: Path) -> None:
    code = f"""
        import sys, extractor
        extractor.read_facts({str(db)!r})
        print([name for name in ("spacy", "underthesea", "httpx") if name in sys.modules])
    """
    assert python(code) == "[]"
    assert os.access(db, os.W_OK)


@pytest.mark.parametrize(
    ("text", "how", "said"),
    [
        (None, {}, "text is a str, not NoneType"),
        (5, {}, "text is a str, not int"),
        (b"nh\xc3\xa0", {}, "text is a str, not bytes"),
        ("nhà", {"published": "2024-01-19"}, "published is a datetime.date or None, not str"),
        ("nhà", {"published": datetime(2024, 1, 19, tzinfo=UTC)}, "published is a datetime.date or None, not datetime"),
        ("nhà", {"home": 1}, "home is a province's code as str, as '01', or None, not int"),
    ],
)
def test_what_is_of_another_type_is_refused_with_what_is_wanted(
    text: Any, how: dict[str, Any], said: str, extractor: Extractor
) -> None:
    with pytest.raises(TypeError, match=re.escape(said)):
        extractor(text, **how)
