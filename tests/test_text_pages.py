"""Every line of the invented pages gets its kind; the read document keeps its promises on any text."""

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import TableError
from extractor.paths import data_dir
from extractor.text.document import Document
from extractor.text.phrasebook import CLASSES, Phrasebook, fold
from extractor.text.reader import read

PAGES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("pages.toml").read_text(encoding="utf-8")
)["page"]


def _labelled(text: str) -> tuple[str, list[tuple[str, str, int]]]:
    """Return the page without its labels, and (kind, line, offset) for each line that has one."""
    page, labels = "", []
    for line in text.strip("\n").split("\n"):
        kind, bar, own = line.partition("| ")
        if bar:
            labels.append((kind, own, len(page) + len(own) - len(own.lstrip())))
            page += own
        page += "\n"
    return page, labels


def _kind(document: Document, start: int, end: int) -> tuple[str, int]:
    """Return the kind of the line at `start` and the number of its paragraph; a date line is one with a date in it."""
    inside = [(number, p) for number, p in enumerate(document.paragraphs) if p.start < end and p.end > start]
    number, paragraph = next(((n, p) for n, p in inside if p.kind == "dateline"), inside[0])
    return paragraph.kind, number


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_each_line_gets_its_kind(page: dict[str, Any]) -> None:
    raw, labels = _labelled(page["text"])
    document = read(raw)
    expected, got, last = [], [], ("", -1)
    for kind, line, start in labels:
        found = _kind(document, start, start + len(line.strip()))
        expected.append((kind, line.strip()))
        got.append(("~" if kind == "~" and found == last else found[0], line.strip()))
        last = found
    assert got == expected


LINES = st.sampled_from(
    [
        "",
        "Lê An",
        "Đọc thêm",
        "Tin khác",
        "12/07/2023 15:42",
        "- Xã A: 12 nhà",
        "Hà Nội: Trao 300 suất quà cho hộ nghèo",
        "Ngày 5/6, xã vận động được 12 triệu đồng, xây hai căn nhà và tặng quà cho các hộ nghèo.",
        "Quang cảnh hội nghị.",
        "Kết quả như sau:",
        "1 | Xã B | 30",
        "null Tin vui",
        "date 2025-01-02 Tin vui",
        "hoà\u0301 \u200b“thuỷ”\u00a0",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | st.text(max_size=30), max_size=12))
def test_paragraphs_and_sentences_of_any_page(lines: list[str]) -> None:
    document = read("\n".join(lines))
    paragraphs, sentences = document.paragraphs, document.sentences
    assert all(0 <= p.start < p.end <= len(document.text) for p in paragraphs)
    assert all(before.end <= after.start for before, after in pairwise(paragraphs))
    assert all(before.end <= after.start for before, after in pairwise(sentences))
    for sentence in sentences:
        paragraph = paragraphs[sentence.paragraph]
        assert paragraph.start <= sentence.start < sentence.end <= paragraph.end
        assert paragraph.kind != "noise"
        start, end = document.raw_span(sentence.start, sentence.end)
        assert 0 <= start <= end <= len(document.raw)
    assert sum(p.kind == "title" for p in paragraphs) <= 1


@pytest.mark.parametrize("raw", ["", " ", "\n\n", "\0", "\ud800", "\u0301", "\u200b"])
def test_next_to_nothing_reads(raw: str) -> None:
    assert all(p.kind in {"title", "body"} for p in read(raw).paragraphs)


def test_offsets_lead_back_to_the_page() -> None:
    raw = "Tin\u200b vui\r\n\r\nNga\u0300y 5/6, xa\u0303 Hoà An trao qua\u0300 cho 12 hộ nghe\u0300o trong xa\u0303."
    document = read(raw)
    first, second = document.paragraphs
    assert document.text[second.start : second.end] == "Ngày 5/6, xã Hòa An trao quà cho 12 hộ nghèo trong xã."
    assert raw[slice(*document.raw_span(second.start, second.end))] == raw[raw.index("Nga") :]
    assert raw[slice(*document.raw_span(first.start, first.end))] == "Tin\u200b vui"


@pytest.mark.parametrize(
    "line",
    ["Trao 12 suất quà\n", "Ủy ban trao 12 tỷ đồng, ", "1", "1.", "- a\n", "Lê An\n", "A: ", "1/7/2023 15:42\n"],
)
def test_long_pages_come_through(line: str) -> None:
    assert read(line * (60_000 // len(line))).paragraphs


def test_every_class_of_phrase_has_rows() -> None:
    book = Phrasebook.load(data_dir() / "boilerplate.csv")
    assert set(CLASSES) == set(book.whole) | set(book.start) | set(book.shape)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("ending,whole,tin khác", "unknown class"),
        ("end,partly,tin khác", "unknown match"),
        ("end,whole,", "no text"),
        ("end,shape,(tin", "regular expression"),
    ],
)
def test_wrong_rows_are_named(tmp_path: Path, row: str, complaint: str) -> None:
    path = tmp_path / "boilerplate.csv"
    path.write_text(f"class,match,text\nend,whole,tin mới\n{row}\n", encoding="utf-8")
    with pytest.raises(TableError, match=complaint) as error:
        Phrasebook.load(path)
    assert str(error.value).startswith("boilerplate.csv:3: ")


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("end", "CÁC TIN KHÁC:"),
        ("end", "  Tin  cùng chuyên mục »"),
        ("box", "Từ khóa: nhà tạm, hộ nghèo"),
        ("chrome", "Số lần đọc: 684"),
        ("chrome", "1.609 lượt xem"),
        ("chrome", "Tổng lượt truy cập: 4.331.129"),
        ("chrome", "Có thể là hình ảnh về 5 người và mọi người đang đứng"),
        ("credit", "Tin, ảnh: H.Vũ"),
        ("caption", "Người dân nhận gạo. Ảnh: T.N"),
        ("appeal", "Mọi ủng hộ xin gửi về Ủy ban MTTQ tỉnh"),
    ],
)
def test_phrase_is_known(kind: str, line: str) -> None:
    assert Phrasebook.load(data_dir() / "boilerplate.csv").says(kind, fold(line))


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("end", "Tin khác với lần trước, xã nay đã có 12 nhà"),
        ("chrome", "Xã có 1.609 lượt người xem triển lãm và 30 đoàn tham quan"),
        ("chrome", "Chia sẻ với người nghèo"),
        ("chrome", "Hôm nay, xã trao 12 căn nhà cho hộ nghèo"),
        ("credit", "Bài học kinh nghiệm: dựa vào dân"),
        ("caption", "Ảnh hưởng của bão số 3 làm 12 nhà sập"),
        ("appeal", "Mọi nhà đều có điện, nước sạch"),
        ("account", "Có 30 tài khoản được mở cho người dân"),
    ],
)
def test_phrase_is_not_seen_in_text(kind: str, line: str) -> None:
    assert not Phrasebook.load(data_dir() / "boilerplate.csv").says(kind, fold(line))
