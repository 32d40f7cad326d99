"""Dates: corpora of sentences and their days, the year where the text is silent, and properties."""

import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import TableError
from extractor.lexicon.datewords import load_date_words
from extractor.mentions.date_parts import Corner
from extractor.mentions.dates import DateFinding, find_dates
from extractor.mentions.model import DateMention, Period
from extractor.text.document import Document, Paragraph, Sentence
from extractor.text.normalise import normalise

CORPUS = Path(__file__).parent / "corpus"
SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s+[\"(]?\w)|$)")


def document(*lines: str | tuple[str, str]) -> Document:
    """Put paragraphs (their text, or kind and text) together."""
    kinds = [line[0] if isinstance(line, tuple) else "body" for line in lines]
    raw = "\n".join(line[1] if isinstance(line, tuple) else line for line in lines)
    copy = normalise(raw)
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    start = 0
    for kind, line in zip(kinds, copy.text.split("\n"), strict=True):
        if kind != "noise":
            spans = [m.span() for m in SENTENCE.finditer(line)]
            sentences += [
                Sentence(start + a, start + b, len(paragraphs)) for a, b in spans if b - a > 1 or line[a:b].strip()
            ]
        paragraphs.append(Paragraph(start, start + len(line), kind, "test"))
        start += len(line) + 1
    return Document(raw, copy.text, copy.starts, copy.ends, tuple(paragraphs), tuple(sentences))


def days(word: str) -> Period:
    """Read `2023`, `2023-09`, `2023-09-29`, `2022/2023-06`, `../2019-10-31`."""
    first, _, last = word.partition("/")
    return Period(_end(first, 0), _end(last or first, 1))


def _end(word: str, side: int) -> date | None:
    if word == "..":
        return None
    year, *rest = (int(part) for part in word.split("-"))
    month = rest[0] if rest else (1, 12)[side]
    return Corner(year, month, rest[1] if len(rest) == 2 else (1, 0)[side]).on(year)


def listed(finding: DateFinding) -> list[DateMention]:
    return [m for m in finding.mentions if m.listed]


def periods(finding: DateFinding) -> list[Period]:
    return [m.period for m in listed(finding)]


def cases() -> Iterator[Any]:
    for group in tomllib.loads((CORPUS / "dates.toml").read_text("utf-8"))["group"]:
        for sentence, expected, *covers in group["cases"]:
            yield pytest.param(
                sentence, group.get("published"), expected, *(covers or [None]), id=f"{group['name']}: {sentence[:40]}"
            )


def none_cases() -> Iterator[Any]:
    for group in tomllib.loads((CORPUS / "dates_none.toml").read_text("utf-8"))["group"]:
        for sentence in group["sentences"]:
            published = date(2023, 10, 20) if group.get("published", True) else None
            yield pytest.param(sentence, published, id=f"{group['name']}: {sentence[:40]}")


def articles() -> Iterator[Any]:
    for article in tomllib.loads((CORPUS / "dates_years.toml").read_text("utf-8"))["article"]:
        lines = [tuple(line) if isinstance(line, list) else line for line in article["lines"]]
        yield pytest.param(lines, article["expected"], id=article["name"])


@pytest.mark.parametrize(("sentence", "published", "expected", "covers"), [*cases()])
def test_corpus(sentence: str, published: date | None, expected: str, covers: str | None) -> None:
    finding = find_dates(document(sentence), published=published)
    assert periods(finding) == [days(word) for word in expected.split()]
    if covers is not None:
        assert [m.covers for m in listed(finding)] == [days(word) for word in covers.split()]


@pytest.mark.parametrize(("sentence", "published"), [*none_cases()])
def test_no_dates(sentence: str, published: date | None) -> None:
    found = find_dates(document(sentence), published=published)
    assert [m.rule for m in listed(found)] == []


@pytest.mark.parametrize(("lines", "expected"), [*articles()])
def test_year_from_the_text(lines: list[str | tuple[str, str]], expected: str) -> None:
    assert days(expected) in periods(find_dates(document(*lines)))


# The page's date line.

LINES = [
    "Thứ Năm, 14/11/2019, 16:10 [GMT+7]",
    "Cập nhật, 16:26, Thứ Năm, 14/11/2019 (GMT+7)",
    "Cập nhật lúc: 10:16, 14/11/2019 [GMT+7]",
    "Ngày: 14/11/2019",
    "Ngày 14/11/2019",
    "Ngày đưa:  14/11/2019 09:47:47 AM",
    "14/11/2019 15:53    4792",
    "14/11/2019",
    "Thứ 5, 14.11.2019 | 09:25:22",
    "07:00:54 14/11/2019",
    "10:21, 14/11/2019",
    "Đăng ngày 14-11-2019 10:14",
    "Thứ tư - 14/11/2019 06:12",
]


@pytest.mark.parametrize("line", LINES)
def test_date_line(line: str) -> None:
    finding = find_dates(
        document(("title", "Sức dân trên những con đường mới"), ("dateline", line), "Sáng 13/11, xã họp dân.")
    )
    assert finding.published == finding.anchor == date(2019, 11, 14)
    assert periods(finding) == [days("2019-11-14"), days("2019-11-13")]
    assert (finding.mentions[0].rule, finding.mentions[0].covers) == ("<date line>", days("../.."))


def test_given_date_wins_over_the_line() -> None:
    finding = find_dates(document(("dateline", "14/11/2019"), "Sáng 13/11, xã họp."), published=date(2020, 11, 15))
    assert finding.published == date(2020, 11, 15)
    assert periods(finding) == [days("2019-11-14"), days("2020-11-13")]


@pytest.mark.parametrize(
    ("line", "published"), [("Thứ ba, 21 Tháng 8 2018", None), ("Thứ ba, 21 Tháng 8 2018", "18/8")]
)
def test_header_clock_needs_a_witness(line: str, published: str | None) -> None:
    body = f"Ngày {published}, xã họp." if published else "Ngày 17/11/2015, xã họp."
    finding = find_dates(document(("dateline", line), body))
    assert finding.published == (date(2018, 8, 21) if published else None)
    assert (days("2018-08-21") in periods(finding)) == (published is not None)


def test_sentence_with_a_date_is_no_date_line() -> None:
    finding = find_dates(document("Ngày 23/5/2017, xã trao nhà.", "Bà con rất vui."))
    assert (finding.published, finding.anchor) == (None, date(2017, 5, 23))


def test_noise_yields_nothing() -> None:
    noise = ("noise", "Hà Giang: Đại hội nhiệm kỳ 2024-2029, ngày 5/6/2024")
    assert periods(find_dates(document(noise, "Năm 2017, xã họp."))) == [days("2017")]


@pytest.mark.parametrize("ending", ["(05/07/2023)", "(5/7)", "(05-07-2023)"])
def test_date_behind_a_headline_is_noise(ending: str) -> None:
    finding = find_dates(document("Năm 2017, xã họp.", f"Sơn Dương: 86 hộ hiến đất mở đường {ending}"))
    assert periods(finding) == [days("2017")]


# What is not listed still dates figures.


@pytest.mark.parametrize(
    ("lines", "quote", "covers", "timex"),
    [
        (["Đến nay, huyện có 13 xã đạt chuẩn."], "Đến nay", "../2023-10-20", "PRESENT_REF"),
        (
            ["Tổng kết giai đoạn 2018 - 2023.", "Qua 5 năm triển khai, quỹ nhận 4 tỷ."],
            "Qua 5 năm",
            "2018/2023",
            "2018/2023",
        ),
        (["Hội nghị nhiệm kỳ 2019-2024.", "Nhiệm kỳ qua, quỹ nhận 4 tỷ."], "Nhiệm kỳ qua", "2019/2024", "2019/2024"),
        (["Cuối năm, xã khánh thành cầu."], "Cuối năm", "2023", "2023"),
    ],
)
def test_unlisted(lines: list[str], quote: str, covers: str, timex: str) -> None:
    doc = document(*lines)
    mention = next(m for m in find_dates(doc, published=date(2023, 10, 20)).mentions if not m.listed)
    assert (doc.text[mention.start : mention.end], mention.covers, mention.timex) == (quote, days(covers), timex)


def test_term_of_another_length_is_not_meant() -> None:
    lines = "Tổng kết giai đoạn 2011 - 2013.", "Qua 5 năm triển khai, quỹ nhận 4 tỷ."
    assert [m.rule for m in find_dates(document(*lines)).mentions] == ["giai đoạn <y> - <y>"]


# Names, spans and values of mentions.

FORMS = [
    ("Ngày 29-9-2023, xã họp.", "Ngày 29-9-2023", "<d>-<m>-<y>", "day", "2023-09-29"),
    ("Hôm qua (19/8), xã họp.", "Hôm qua (19/8)", "<d>/<m>", "day", "2023-08-19"),
    ("Trong tháng 6-2023, xã họp.", "tháng 6-2023", "tháng <m>/<y>", "month", "2023-06"),
    ("Riêng quý III/2022, xã họp.", "quý III/2022", "quý <q>/<y>", "quarter", "2022-Q3"),
    ("6 tháng cuối năm 2023, xã họp.", "6 tháng cuối năm 2023", "<n> tháng cuối năm <y>", "half", "2023-H2"),
    ("9 tháng đầu năm, xã họp.", "9 tháng đầu năm", "<n> tháng đầu năm", "months", "2023-01/2023-09"),
    ("Năm 2022, xã họp.", "Năm 2022", "năm <y>", "year", "2022"),
    ("Giai đoạn 2021 - 2025, xã họp.", "Giai đoạn 2021 - 2025", "giai đoạn <y> - <y>", "years", "2021/2025"),
    (
        "Từ năm 2022 đến tháng 6-2023, xã họp.",
        "Từ năm 2022 đến tháng 6-2023",
        "từ <year> đến <month>",
        "months",
        "2022-01/2023-06",
    ),
    (
        "Từ ngày 1/7 đến ngày 3/7, xã họp.",
        "Từ ngày 1/7 đến ngày 3/7",
        "từ <date> đến <date>",
        "interval",
        "2023-07-01/2023-07-03",
    ),
    ("Từ năm 2020 đến nay, xã họp.", "Từ năm 2020 đến nay", "từ <year> đến nay", "since", "2020-01-01/2023-10-20"),
    ("Tính đến ngày 30/9, xã họp.", "Tính đến ngày 30/9", "tính đến <d>/<m>", "upto", "2023-09-30"),
    ("5 năm qua, xã họp.", "5 năm qua", "<n> năm qua", "past", "2018-10-20/2023-10-20"),
    ("Tăng 5% so với năm 2022.", "so với năm 2022", "so với năm <y>", "year", "2022"),
]


@pytest.mark.parametrize(("sentence", "quote", "rule", "grain", "timex"), FORMS)
def test_span_rule_grain_and_timex(sentence: str, quote: str, rule: str, grain: str, timex: str) -> None:
    doc = document(sentence)
    (mention,) = find_dates(doc, published=date(2023, 10, 20)).mentions
    assert (doc.text[mention.start : mention.end], mention.rule, mention.grain, mention.timex) == (
        quote,
        rule,
        grain,
        timex,
    )


def test_members_of_a_list_have_their_own_spans() -> None:
    doc = document("Các ngày 3, 7 và 12/10/2023, huyện đối thoại.")
    assert [doc.text[m.start : m.end] for m in find_dates(doc).mentions] == ["Các ngày 3", "7", "12/10/2023"]


# Properties.

WORDS = [
    "ngày",
    "tháng",
    "năm",
    "từ",
    "đến",
    "nay",
    "qua",
    "quý IV",
    "12/7",
    "29-9-2023",
    "2019 - 2024",
    "5",
    ",",
    "và",
    "(",
    ")",
    ".",
    "hộ",
    "6 tháng đầu",
    "sáng",
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2030, 1, 1))),
)
def test_mentions_are_ordered_apart_and_sane(text: str, published: date | None) -> None:
    doc = document(text)
    end = 0
    for mention in find_dates(doc, published=published).mentions:
        assert end <= mention.start < mention.end <= len(doc.text)
        assert mention.period.start is None or mention.period.end is None or mention.period.start <= mention.period.end
        assert mention.rule
        end = mention.end


@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)), st.sampled_from("/-."))
def test_every_day_is_read_back(day: date, mark: str) -> None:
    numbers = f"Ngày {day.day}{mark}{day.month}{mark}{day.year}, xã họp."
    words = f"Ngày {day.day} tháng {day.month} năm {day.year}, xã họp."
    assert periods(find_dates(document(f"{numbers} {words}"))) == [Period(day, day)] * 2


@given(st.dates(date(2001, 1, 1), date(2030, 12, 31)))
def test_a_day_without_year_lies_within_a_year_of_the_page(published: date) -> None:
    for mention in find_dates(
        document("Ngày 15/6, xã họp. Tháng 1, xã họp. Ngày 31/12, xã họp."), published=published
    ).mentions:
        assert mention.period.start is not None
        assert abs((mention.period.start - published).days) <= 330


HOSTILE = [
    "1/1/",
    "1, ",
    "1234567.89",
    "ngày 12/7/2023 ",
    "ngày 12/7 và ",
    "2019 - ",
    "năm năm ",
    "tháng 1, 2, 3 và ",
    "từ ngày 1/1 đến ",
    "(",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_text(piece: str) -> None:
    def steps(size: int) -> int:
        count = 0

        def tick(*_: object) -> None:
            nonlocal count
            count += 1

        doc = document(piece * size)
        find_dates(doc, published=date(2023, 1, 1))
        sys.setprofile(tick)
        try:
            find_dates(doc, published=date(2023, 1, 1))
        finally:
            sys.setprofile(None)
        return count

    assert steps(400) <= 2.5 * steps(200) + 500


# The table of words.


@pytest.mark.parametrize(
    ("rows", "cure"),
    [
        ("kind,word\ncounted,hộ\n", "write ['class', 'word']"),
        ("class,word\ncounted,hộ\nnames,đường\n", "take one of"),
        ("class,word\ncounted,Hộ\n", "lower case"),
        ("class,word\ncounted,hộ\n", "at least one row of each class"),
    ],
)
def test_wrong_table(tmp_path: Path, rows: str, cure: str) -> None:
    table = tmp_path / "date_words.csv"
    table.write_text(rows, encoding="utf-8")
    with pytest.raises(TableError, match=re.escape(cure)):
        load_date_words(table)
