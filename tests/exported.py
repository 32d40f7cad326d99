"""Tables and a database for the tests of exports: cells that text formats, spreadsheets and readers stumble over."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from extractor.columns import Column
from extractor.export import About, Format, Table, Written, write
from extractor.labels import load_labels
from extractor.paths import data_dir
from extractor.store import ArticleRecord, Store, Versions
from tests.samples import TEXT, extraction, opened

NOW = "2024-01-20T00:00:00+00:00"
TEXTS = (
    "Hội Liên hiệp Phụ nữ huyện Đắk R’lấp, tỉnh Đắk Nông",
    unicodedata.normalize("NFD", "Ủy ban Mặt trận Tổ quốc xã Nghĩa Hòa"),
    'bà con gọi là "nhà đại đoàn kết", "mái ấm"',
    "dòng một\ndòng hai\r\ndòng ba",
    "hết dòng\r",
    "hết dòng\n",
    "một, hai; ba\tbốn",
    "=1+1",
    "+84 912 345 678",
    "- Xã Hương Trạch: 11 căn",
    "-5",
    "@SUM(A1)",
    "\tthụt vào",
    "＝1",
    "'=trích",
    "''nháy",
    "'",
    '"',
    '""',
    "01",
    "00123",
    "1-2",
    "1/5",
    "103,3%",
    "1E5",
    "'01",
    " 7",
    "  hai đầu  ",
    "_x0041_",
    "NULL",
    "NA",
    "nan",
    "None",
    "TRUE",
    "\\N",
    "a\\",
    "🏠 𠀋",
    "\ufeffđầu dòng",
    "dòng\u2028mới\x85và",
    "\x01\x1f",
)
COLUMNS = (
    Column("id", "integer", "", "Số.", "Number."),
    Column("words", "text", "", "Chữ.", "Words."),
    Column("value", "number", "VND", "Giá trị.", "Value."),
    Column("day", "date", "", "Ngày.", "Day."),
    Column("right", "boolean", "", "Đúng không.", "Whether it is right."),
    Column("rules", "json", "", "Quy tắc.", "Rules."),
)
VALUES = (76e9, 43.5, 0.912, -1.25, 0.0, 1e-7, 1.5e18, None)
DAYS = ("2024-02-29", "1945-09-02", "1899-12-31", "1900-01-01", None)
ROWS = [
    (number, text, VALUES[number % 8], DAYS[number % 5], (1, 0, None)[number % 3], '["a", "đ"]' if number % 2 else None)
    for number, text in enumerate((*TEXTS, None))
]
ABOUT = About({"indicator": "houses", "year": 2023}, date(2026, 11, 28), "mattran 1.0", load_labels(data_dir()))


def table(rows: Sequence[tuple[Any, ...]] = ROWS, name: str = "facts", columns: Sequence[Column] = COLUMNS) -> Table:
    """Return rows on their way out."""
    return Table(name, tuple(columns), iter(rows), lambda: len(rows))


def words(*texts: str) -> Table:
    """Return a table of one column of text."""
    return table([(text,) for text in texts], columns=COLUMNS[1:2])


def into(path: Path, form: Format, *tables: Table) -> list[Written]:
    """Write tables into a file."""
    return write(tables or (table(),), form, path, ABOUT)


def written(form: Format, *tables: Table) -> bytes:
    """Return what a text format makes of tables."""
    stream = BytesIO()
    write(tables or (table(),), form, stream, ABOUT)
    return stream.getvalue()


def database(path: Path) -> Path:
    """Make a database of four articles of two sites, one of them with a sentence of hard cells, one without facts."""
    hard = f'“Gọi là\nnhà”, "tặng"; =1+1. {unicodedata.normalize("NFD", "Đắk Lắk")}. {TEXT}'
    told = (
        ("https://a.example/1", "a", "- Thanh Hóa: 120 nhà", TEXT),
        ("https://a.example/2", "a", "Không có số liệu", "Hội nghị tổng kết đã diễn ra trong không khí phấn khởi."),
        ("https://b.example/1", "b", hard, hard),
        ("tin/4.txt", None, None, f"{TEXT} Hết."),
    )
    with opened(path) as store:
        for slug in ("a", "b"):
            row = {"slug": slug, "name": f"Trang {slug}", "base_url": f"https://{slug}.example/", "family": "wordpress"}
            store.db.table("sites").insert(row)
        for document, site, title, text in told:
            _put(store, document, site, title, text)
        list(store.clusters.place_all())
        list(store.claims.renew())
    return path


def _put(store: Store, document: str, site: str | None, title: str | None, text: str) -> None:
    day = "2024-01-19"
    url = document if site else None
    article = ArticleRecord(document=document, url=url, site=site, title=title, text=text, published_at=day)
    key = store.articles.put(article, added_at=NOW).key
    found = extraction(text, published=date.fromisoformat(day))
    store.articles.put_extraction(key, found, current=Versions("tables-1", "code-1"), now=NOW)
