"""What is exported is what other programs read: pandas, DuckDB, openpyxl, and Python's own csv and json."""

import codecs
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from extractor.columns import Column
from extractor.errors import OutputError
from extractor.export import EXCEL_CSV, FORMATS, format_of, write
from extractor.export.cells import harmless, in_one_line, number_anywhere, plain_number, restored, short, untouched
from tests.exported import ABOUT, COLUMNS, ROWS, TEXTS, into, table, words, written

NAMES = [column.name for column in COLUMNS]
CSV, XLSX, PARQUET, JSONL, PACKAGE = FORMATS.values()
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
RISKY = st.text(st.sampled_from("=+-@'\t\r\n\"',;. 0123456789eE%/aắĐ＝\u0301🏠"), max_size=8)
CELLS = st.one_of(ANY_TEXT, RISKY)


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row as CSV can hold it: nothing is the empty text."""
    return tuple("" if cell is None else cell for cell in row)


class TestCells:
    @pytest.mark.parametrize(
        ("text", "csv_cell", "excel_cell"),
        [
            ("76 tỷ đồng", "76 tỷ đồng", "76 tỷ đồng"),
            ("=1+1", "'=1+1", "'=1+1"),
            ("+84 912", "'+84 912", "'+84 912"),
            ("- Xã A", "'- Xã A", "'- Xã A"),
            ("@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1", "'\t=1"),
            ("\r=1", "'\r=1", "'\r=1"),
            ("\n=1", "'\n=1", "'\n=1"),
            ("＝1", "'＝1", "'＝1"),
            ("'=1", "''=1", "''=1"),
            ("'Nhà'", "'Nhà'", "'Nhà'"),
            ("a=1", "a=1", "a=1"),
            (" =1", " =1", " =1"),
            ("01", "01", "'01"),
            ("'01", "'01", "''01"),
            ("1-2", "1-2", "'1-2"),
            ("12/5", "12/5", "'12/5"),
            ("103,3%", "103,3%", "'103,3%"),
            ("1E5", "1E5", "'1E5"),
            ("(5)", "(5)", "'(5)"),
            (" 7", " 7", "' 7"),
            ("5 căn", "5 căn", "5 căn"),
            ("2021-04", "2021-04", "'2021-04"),
            ("", "", ""),
        ],
    )
    def test_a_text_stays_a_text(self, text: str, csv_cell: str, excel_cell: str) -> None:
        assert (harmless(text), untouched(text)) == (csv_cell, excel_cell)

    @given(CELLS)
    def test_it_can_be_undone(self, text: str) -> None:
        assert restored(harmless(text)) == text
        assert restored(untouched(text), excel=True) == text

    @given(CELLS)
    def test_nothing_begins_like_a_formula(self, text: str) -> None:
        assert not re.match(r"[=+\-@\t\r\n]", harmless(text))
        assert not re.match(r"[=+\-@\t\r\n]|[0-9]+\Z", untouched(text))

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("một\nhai", "một ↵ hai"),
            ("một \r\n hai\rba", "một ↵ hai ↵ ba"),
            ("a\u2028b\x85c", "a ↵ b ↵ c"),
            ("hết\n", "hết"),
            ("một\thai", "một hai"),
            ("  hai đầu  ", "  hai đầu  "),
            ("", ""),
        ],
    )
    def test_one_line(self, text: str, line: str) -> None:
        assert in_one_line(text) == line

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("a" * 5, "a" * 5),
            ("a" * 6, "aaaa…"),
            ("🏠" * 2 + "a", "🏠🏠a"),
            ("🏠" * 3, "🏠🏠…"),
            ("aaa🏠b", "aaa…"),
        ],
    )
    def test_what_is_too_long_is_cut_between_letters(self, text: str, shown: str) -> None:
        assert short(text, 5) == shown

    @pytest.mark.parametrize(
        ("value", "csv_cell", "excel_cell"),
        [
            (76e9, "76000000000", "76000000000"),
            (43.5, "43.5", "435E-1"),
            (0.912, "0.912", "912E-3"),
            (-1.25, "-1.25", "-125E-2"),
            (1e-7, "1e-07", "1E-7"),
            (1.5e-9, "1.5e-09", "15E-10"),
            (0.0, "0", "0"),
            (-5.0, "-5", "-5"),
            (7, "7", "7"),
            (1e22, "10000000000000000000000", "10000000000000000000000"),
        ],
    )
    def test_numbers(self, value: float, csv_cell: str, excel_cell: str) -> None:
        assert (str(plain_number(value)), str(number_anywhere(value))) == (csv_cell, excel_cell)

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_a_number_without_a_decimal_mark_is_the_same_number(self, value: float) -> None:
        assert float(number_anywhere(value)) == value
        assert not set(str(number_anywhere(value))) & {".", ","}


class TestCsv:
    def test_it_is_that_of_rfc_4180(self) -> None:
        lines = written(CSV, words("một", "hai, ba", 'bốn "năm"', "sáu\nbảy")).split(b"\r\n")
        shown = [line.decode() for line in lines]
        assert shown == ["words", "một", '"hai, ba"', '"bốn ""năm"""', '"sáu\nbảy"', ""]

    def test_the_head_and_a_row(self) -> None:
        head, first, *_ = written(CSV).decode().splitlines()
        assert head == "id,words,value,day,right,rules"
        assert first == '0,"Hội Liên hiệp Phụ nữ huyện Đắk R’lấp, tỉnh Đắk Nông",76000000000,2024-02-29,1,'

    @given(st.lists(CELLS, min_size=1))
    def test_any_text_comes_back(self, texts: list[str]) -> None:
        read = list(csv.reader(io.StringIO(written(CSV, words(*texts, "x")).decode(), newline="")))
        assert [restored(cell) for row in read[1:-1] for cell in row or [""]] == texts

    def test_pandas(self, tmp_path: Path) -> None:
        into(tmp_path / "x.csv", CSV)
        read = pandas.read_csv(
            tmp_path / "x.csv", dtype={"words": "str"}, keep_default_na=False, na_values={"value": [""]}
        )
        assert list(read.columns) == NAMES
        assert [restored(cell) for cell in read["words"]] == ["" if row[1] is None else row[1] for row in ROWS]
        assert [None if pandas.isna(cell) else cell for cell in read["value"]] == [row[2] for row in ROWS]
        assert list(read["day"]) == [row[3] or "" for row in ROWS]

    def test_duckdb(self, tmp_path: Path) -> None:
        into(tmp_path / "x.csv", CSV)
        read = duckdb.sql(f"SELECT * FROM read_csv('{tmp_path}/x.csv', types={{'words': 'VARCHAR'}}, header=true)")
        assert read.columns == NAMES
        kinds = dict(zip(NAMES, map(str, read.types), strict=True))
        assert (kinds["id"], kinds["value"], kinds["day"], kinds["right"]) == ("BIGINT", "DOUBLE", "DATE", "BIGINT")
        rows = [(key, value, day and day.isoformat()) for key, _, value, day, *_ in read.fetchall()]
        assert rows == [(key, value, day) for key, _, value, day, *_ in ROWS]
        assert [restored(cell or "") for _, cell, *_ in read.fetchall()] == [row[1] or "" for row in ROWS]


class TestCsvForExcel:
    def test_excel_knows_encoding_and_separator_wherever_it_is(self) -> None:
        data = written(EXCEL_CSV, words("Đắk Lắk"))
        assert data.startswith(codecs.BOM_UTF16_LE)
        assert data.decode("utf-16") == "words\r\nĐắk Lắk\r\n"
        assert written(EXCEL_CSV).decode("utf-16").splitlines()[0].split("\t") == NAMES

    def test_a_row_is_a_line(self) -> None:
        assert written(EXCEL_CSV).decode("utf-16").count("\n") == len(ROWS) + 1

    @given(st.lists(CELLS, min_size=1))
    def test_any_text_comes_back_in_one_line(self, texts: list[str]) -> None:
        read = list(
            csv.reader(io.StringIO(written(EXCEL_CSV, words(*texts, "x")).decode("utf-16"), newline=""), "excel-tab")
        )
        assert [restored(cell, excel=True) for row in read[1:-1] for cell in row or [""]] == list(
            map(in_one_line, texts)
        )

    def test_pandas(self, tmp_path: Path) -> None:
        into(tmp_path / "x.csv", EXCEL_CSV)
        read = pandas.read_csv(tmp_path / "x.csv", sep="\t", encoding="utf-16", dtype={"words": "str"})
        assert [None if pandas.isna(cell) else cell for cell in read["value"]] == [row[2] for row in ROWS]
        assert [None if pandas.isna(cell) else cell for cell in read["day"]] == [row[3] for row in ROWS]

    def test_a_day_is_a_day_and_a_code_is_a_text(self) -> None:
        columns = [Column("day", "date", "", "", ""), Column("code", "text", "", "", "")]
        data = written(EXCEL_CSV, table([("2024-02-29", "01")], columns=columns))
        assert data.decode("utf-16").splitlines()[1] == "2024-02-29\t'01"

    def test_what_is_too_long_is_cut_and_counted(self, tmp_path: Path) -> None:
        [done] = into(tmp_path / "x.csv", EXCEL_CSV, words("a" * 32_767, "a" * 32_768))
        assert (done.rows, done.cut) == (2, 1)
        _, whole, cut = (tmp_path / "x.csv").read_text("utf-16").splitlines()
        assert (whole, cut) == ("a" * 32_767, "a" * 32_766 + "…")


class TestJsonLines:
    def test_every_cell_is_what_it_means(self) -> None:
        meant = [
            (key, text, value, day, None if right is None else bool(right), rules and json.loads(rules))
            for key, text, value, day, right, rules in ROWS
        ]
        lines = written(JSONL).decode().split("\n")
        assert lines.pop() == ""
        assert [tuple(json.loads(line).values()) for line in lines] == meant
        assert list(json.loads(lines[0])) == NAMES
        assert '"value": 76000000000, "day"' in lines[0]

    def test_duckdb_and_pandas(self, tmp_path: Path) -> None:
        path = tmp_path / "x.jsonl"
        into(path, JSONL)
        assert [cell for (cell,) in duckdb.sql(f"SELECT words FROM read_json('{path}')").fetchall()] == [*TEXTS, None]
        read = pandas.read_json(path, lines=True, dtype=False)
        assert [None if pandas.isna(cell) else cell for cell in read["words"]] == [*TEXTS, None]


class TestParquet:
    def rows(self) -> list[tuple[Any, ...]]:
        return [
            (key, text, value, day and date.fromisoformat(day), None if right is None else bool(right), rules)
            for key, text, value, day, right, rules in ROWS
        ]

    def test_types_and_values(self, tmp_path: Path) -> None:
        into(tmp_path / "x.parquet", PARQUET)
        read = pyarrow.parquet.read_table(tmp_path / "x.parquet")
        assert [str(field.type) for field in read.schema] == [
            "int64",
            "string",
            "double",
            "date32[day]",
            "bool",
            "string",
        ]
        assert [tuple(row.values()) for row in read.to_pylist()] == self.rows()

    def test_duckdb(self, tmp_path: Path) -> None:
        into(tmp_path / "x.parquet", PARQUET)
        read = duckdb.sql(f"SELECT * FROM '{tmp_path}/x.parquet'")
        assert list(map(str, read.types)) == ["BIGINT", "VARCHAR", "DOUBLE", "DATE", "BOOLEAN", "VARCHAR"]
        assert read.fetchall() == self.rows()

    def test_pandas(self, tmp_path: Path) -> None:
        into(tmp_path / "x.parquet", PARQUET)
        read = pandas.read_parquet(tmp_path / "x.parquet")
        assert [None if pandas.isna(cell) else cell for cell in read["words"]] == [*TEXTS, None]
        assert list(read["value"].isna()) == [row[2] is None for row in ROWS]

    def test_it_says_what_it_holds(self, tmp_path: Path) -> None:
        into(tmp_path / "x.parquet", PARQUET)
        schema = pyarrow.parquet.read_schema(tmp_path / "x.parquet")
        assert schema.field("value").metadata[b"description"].decode() == "Giá trị. · Value."
        assert schema.field("value").metadata[b"unit"] == b"VND"
        said = {name.decode(): text.decode() for name, text in schema.metadata.items()}
        assert said["filters"] == "indicator = houses, year = 2023"
        assert (said["exported"], said["program"]) == ("2026-11-28", "mattran 1.0")
        assert said["title"] == "Dữ kiện · Facts"
        assert "target" in said["description"]

    def test_long_texts_make_small_groups(self, tmp_path: Path) -> None:
        into(tmp_path / "x.parquet", PARQUET, words(*["chữ" * 10_000] * 2_500))
        read = pyarrow.parquet.ParquetFile(tmp_path / "x.parquet")
        assert [read.metadata.row_group(i).num_rows for i in range(read.num_row_groups)] == [500] * 5

    def test_the_rows_of_groups_are_all_there_in_their_order(self, tmp_path: Path) -> None:
        rows = [(number,) for number in range(140_500)]
        into(tmp_path / "x.parquet", PARQUET, table(rows, columns=COLUMNS[:1]))
        read = pyarrow.parquet.ParquetFile(tmp_path / "x.parquet")
        assert read.num_row_groups == 2
        assert read.read()["id"].to_pylist() == list(range(140_500))


def lf(text: str) -> str:
    """Return the line ends that Excel knows."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unescaped(cell: Any) -> Any:
    """Undo `_x0001_` as Excel does; openpyxl leaves it to us."""
    return unescape(cell) if isinstance(cell, str) else cell


class TestXlsx:
    def open(self, tmp_path: Path, *tables: Any) -> openpyxl.Workbook:
        into(tmp_path / "x.xlsx", XLSX, *tables)
        return openpyxl.load_workbook(tmp_path / "x.xlsx")

    def test_types_and_values(self, tmp_path: Path) -> None:
        sheet = self.open(tmp_path)["facts"]
        head, *rows = sheet.iter_rows(values_only=True)
        assert list(head) == NAMES
        for (key, text, value, day, right, rules), row in zip(ROWS, rows, strict=True):
            early = day is not None and day < "1900-03-01"  # not in Excel's calendar
            meant = day if early or day is None else datetime.fromisoformat(day)
            shown = None if right is None else bool(right)
            assert (row[0], unescaped(row[1]), *row[2:]) == (key, text and lf(text), value, meant, shown, rules)

    def test_how_cells_are_shown(self, tmp_path: Path) -> None:
        sheet = self.open(tmp_path)["facts"]
        assert [sheet.cell(row, 3).number_format for row in (2, 3)] == ["#,##0", "#,##0.0##"]
        assert sheet.cell(2, 4).number_format == "yyyy-mm-dd"
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:F{len(ROWS) + 1}"
        assert sheet.cell(1, 1).font.bold
        assert sheet.column_dimensions["D"].width == pytest.approx(11, abs=1)

    def test_no_text_is_a_formula(self, tmp_path: Path) -> None:
        sheet = self.open(tmp_path)["facts"]
        for number, text in enumerate(TEXTS, 2):
            cell = sheet.cell(number, 2)
            assert (cell.data_type, cell.quotePrefix) == ("s", harmless(text) != text), text

    @settings(max_examples=25, deadline=None)
    @given(texts=st.lists(CELLS.filter(bool), min_size=1))
    def test_any_text_comes_back(self, texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
        sheet = self.open(tmp_path_factory.mktemp("xlsx"), words(*texts))["facts"]
        assert [unescaped(cell) for (cell,) in sheet.iter_rows(min_row=2, values_only=True)] == list(map(lf, texts))

    def test_pandas(self, tmp_path: Path) -> None:
        self.open(tmp_path)
        read = pandas.read_excel(tmp_path / "x.xlsx", sheet_name="facts", keep_default_na=False, dtype={"words": "str"})
        assert list(map(unescaped, read["words"])) == [*map(lf, TEXTS), ""]

    def test_what_is_too_long_is_cut_counted_and_said(self, tmp_path: Path) -> None:
        texts = ["a" * 32_767, "a" * 32_768, "🏠" * 20_000]
        [done] = into(tmp_path / "x.xlsx", XLSX, words(*texts))
        assert (done.rows, done.cut) == (3, 2)
        book = openpyxl.load_workbook(tmp_path / "x.xlsx")
        cells = [cell for (cell,) in book["facts"].iter_rows(min_row=2, values_only=True)]
        assert cells == ["a" * 32_767, "a" * 32_766 + "…", "🏠" * 16_383 + "…"]
        assert "32.767" in str(list(book.worksheets[1].values))

    def test_the_guide(self, tmp_path: Path) -> None:
        book = self.open(tmp_path, table(), table(ROWS[:3], name="claims"))
        assert book.sheetnames == ["facts", "claims", "Giải thích · About"]
        lines = [[cell for cell in row if cell is not None] for row in book.worksheets[2].values]
        assert ["Bộ lọc · Filters", "indicator = houses, year = 2023"] in lines
        assert ["Ngày xuất · Exported on", "2026-11-28"] in lines
        assert [line for line in lines if line[:1] == ["Số dòng · Rows"]] == [
            ["Số dòng · Rows", str(len(ROWS))],
            ["Số dòng · Rows", "3"],
        ]
        assert ["facts", "value", "number", "VND", "Giá trị.", "Value."] in lines
        said = str(lines)
        assert "Apache-2.0" in said
        assert "counted_value" in said
        assert "32.767" not in said  # nothing was cut


class TestDataPackage:
    def description(self, path: Path) -> dict[str, Any]:
        with zipfile.ZipFile(path) as package:
            return json.loads(package.read("datapackage.json"))  # type: ignore[no-any-return]

    def test_the_files_are_those_that_it_lists(self, tmp_path: Path) -> None:
        done = into(tmp_path / "x.zip", PACKAGE, table(), table(ROWS[:3], name="claims"))
        assert [tuple(each) for each in done] == [("facts", len(ROWS), 0), ("claims", 3, 0)]
        with zipfile.ZipFile(tmp_path / "x.zip") as package:
            assert package.testzip() is None
            assert package.namelist() == ["facts.csv", "claims.csv", "datapackage.json"]
            assert package.read("facts.csv") == written(CSV)
        said = self.description(tmp_path / "x.zip")
        assert [resource["path"] for resource in said["resources"]] == ["facts.csv", "claims.csv"]
        assert [resource["schema"].get("primaryKey") for resource in said["resources"]] == ["fact", "claim"]

    def test_what_it_says_of_itself(self, tmp_path: Path) -> None:
        into(tmp_path / "x.zip", PACKAGE)
        said = self.description(tmp_path / "x.zip")
        assert re.fullmatch(r"[a-z0-9-]+", said["name"])
        assert (said["profile"], said["created"]) == ("tabular-data-package", "2026-11-28T00:00:00Z")
        assert said["filters"] == {"indicator": "houses", "year": 2023}
        assert said["licenses"][0]["name"] == "Apache-2.0"
        assert "có thêm dấu '" in said["resources"][0]["description"]

    def test_every_column_has_type_and_description(self, tmp_path: Path) -> None:
        into(tmp_path / "x.zip", PACKAGE)
        fields = self.description(tmp_path / "x.zip")["resources"][0]["schema"]["fields"]
        assert [(field["name"], field["type"]) for field in fields] == list(
            zip(NAMES, ("integer", "string", "number", "date", "boolean", "array"), strict=True)
        )
        assert fields[2]["description"] == "Giá trị. · Value."
        assert (fields[2]["description_vi"], fields[2]["description_en"]) == ("Giá trị.", "Value.")

    def test_the_cells_are_of_their_types(self, tmp_path: Path) -> None:
        into(tmp_path / "x.zip", PACKAGE)
        schema = self.description(tmp_path / "x.zip")["resources"][0]["schema"]
        casts: dict[str, Callable[[str], object]] = {
            "string": str,
            "integer": int,
            "number": float,
            "date": date.fromisoformat,
            "array": json.loads,
            "boolean": {"1": True, "0": False}.__getitem__,
        }
        with zipfile.ZipFile(tmp_path / "x.zip") as package, package.open("facts.csv") as file:
            for row in csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")):
                for field in schema["fields"]:
                    if row[field["name"]] not in schema["missingValues"]:
                        casts[field["type"]](row[field["name"]])


class TestEveryFormat:
    @pytest.mark.parametrize("form", [*FORMATS.values(), EXCEL_CSV], ids=lambda form: form.write.__name__)
    def test_the_same_rows_are_the_same_file(self, form: Any, tmp_path: Path) -> None:
        for name in ("a", "b"):
            [done] = into(tmp_path / name, form)
            assert done.rows == len(ROWS)
        if form.name not in ("xlsx", "datapackage"):  # zips bear the time
            assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

    @pytest.mark.parametrize("form", [*FORMATS.values(), EXCEL_CSV], ids=lambda form: form.write.__name__)
    def test_no_rows_are_no_file(self, form: Any, tmp_path: Path) -> None:
        (tmp_path / "x").write_text("old")
        with pytest.raises(OutputError, match=r"facts: no rows; .+"):
            into(tmp_path / "x", form, table([]))
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x", "old")]

    @pytest.mark.parametrize("form", [XLSX, PACKAGE], ids=lambda form: form.name)
    def test_one_of_several_tables_may_be_empty(self, form: Any, tmp_path: Path) -> None:
        done = into(tmp_path / "x", form, table(name="facts"), table([], name="claims"))
        assert [each.rows for each in done] == [len(ROWS), 0]

    @pytest.mark.parametrize("form", [XLSX, EXCEL_CSV], ids=["xlsx", "excel"])
    def test_more_rows_than_a_sheet_holds(self, form: Any, tmp_path: Path) -> None:
        many = table()
        with pytest.raises(OutputError, match=r"facts: 1,048,576 rows are more than the 1,048,575 of a sheet; ask .+"):
            write([type(many)(many.name, many.columns, many.rows, lambda: 1_048_576)], form, tmp_path / "x", ABOUT)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("name", "form"),
        [("a.csv", CSV), ("a.CSV", CSV), ("b.xlsx", XLSX), ("c.zip", PACKAGE), ("d.txt", None), ("csv", None)],
    )
    def test_the_name_says_the_format(self, name: str, form: Any) -> None:
        assert format_of(Path(name)) is form
