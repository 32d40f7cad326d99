"""What a reader types: what it asks for, what of a text answers it, which piece is shown."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import QueryError
from extractor.search.query import MOST, Phrase, Query, parse
from extractor.search.snippet import Marked, marked, snippet

TEXT = (
    "Hà Tĩnh: Huy động 27 tỷ đồng\n\n"
    "Ngày hội Đại đoàn kết ở xã Hương Trạch (Đắk Lắk).\n"
    "Tổ hoà giải xã Hòa Bình giải quyết 9,8 tỷ đồng; Thanh Hóa, thanh niên, kỹ sư."
)


def phrase(words: str, *, prefix: bool = False) -> Phrase:
    return Phrase(tuple(words.split()), prefix)


class TestParse:
    @pytest.mark.parametrize(
        ("text", "wanted", "unwanted"),
        [
            ("đại đoàn kết", ["dai", "doan", "ket"], []),
            ('"đại đoàn kết"', ["dai doan ket"], []),
            ("“Đại đoàn kết” nhà", ["dai doan ket", "nha"], []),
            ('"chưa đóng', ["chua dong"], []),
            ("thanh*", ["thanh*"], []),
            ('"thanh hoa*"', ["thanh hoa*"], []),
            ('"thanh hoa"*', ["thanh hoa*"], []),
            ("nhà OR đất", ["nha|dat"], []),
            ("nhà | đất hiến", ["nha|dat", "hien"], []),
            ('hiến "ngày công" OR đất', ["hien", "ngay cong|dat"], []),
            ("nhà -tết", ["nha"], ["tet"]),
            ('nhà -"tết nguyên đán" NOT quà', ["nha"], ["tet nguyen dan", "qua"]),
            ("nhà AND đất", ["nha", "dat"], []),
            ("9,8 tỷ", ["9 8", "ti"], []),
            ("Covid-19", ["covid 19"], []),
            ("H'Mông", ["h mong"], []),
            ("OR nhà OR", ["nha"], []),
            ("nhà OR OR đất", ["nha|dat"], []),
            ("nhà - đất", ["nha", "dat"], []),
            ("(nhà OR đất) ở", ["nha|dat", "o"], []),
            ("title:nhà NEAR(a b)", ["title nha", "near a", "b"], []),
            ("or and not", ["or", "and", "not"], []),
            ("* ' - ( ) OR \"", [], []),
            ("", [], []),
            ("-nhà", [], ["nha"]),
        ],
    )
    def test_it_reads(self, text: str, wanted: list[str], unwanted: list[str]) -> None:
        query = parse(text)
        assert ["|".join(map(shown, group)) for group in query.wanted] == wanted
        assert list(map(shown, query.unwanted)) == unwanted

    @pytest.mark.parametrize("text", ["n*", "nhà tr*", '"hà nộ*"', "-t*"])
    def test_a_beginning_of_one_or_two_letters_is_refused(self, text: str) -> None:
        with pytest.raises(QueryError, match="3 letters or more before"):
            parse(text)

    def test_too_many_words_are_refused(self) -> None:
        assert len(parse("nhà " * MOST).phrases) == MOST
        with pytest.raises(QueryError, match="more than 64"):
            parse("nhà " * (MOST + 1))

    @given(st.text())
    def test_nothing_else_is(self, text: str) -> None:
        try:
            query = parse(text)
        except QueryError:
            return
        assert all(word.isalnum() for each in (*query.phrases, *query.unwanted) for word in each.words)

    def test_a_long_query_takes_no_time(self) -> None:
        begun = time.process_time()
        for text in ('"' * 100_000, "- " * 100_000, "a" * 100_000, '"a' * 20, "OR " * 50_000):
            parse(text)
        assert time.process_time() - begun < 2


def shown(phrase: Phrase) -> str:
    return " ".join(phrase.words) + "*" * phrase.prefix


class TestAnswered:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("dai doan ket", True),
            ('"dai doan ket"', True),
            ('"doan ket dai"', False),
            ("ket doan dai", True),
            ("ĐẮK LẮK", True),
            ('"hoa giai"', True),
            ("ki su", True),
            ("thanh*", True),
            ("than", False),
            ("tha*", True),
            ('"hương tra*"', True),
            ("nhà OR xã", True),
            ("nhà OR đất", False),
            ("xã -tết", True),
            ('xã -"đoàn kết"', False),
            ("9,8", True),
            ("8,9", False),
            ('"trạch đắk"', True),  # brackets are blanks
        ],
    )
    def test_a_text_says_it_or_not(self, text: str, said: bool) -> None:
        assert parse(text).answered(TEXT) is said
        assert parse(text).answered(unicodedata.normalize("NFD", TEXT)) is said


class TestMarked:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("dai doan ket", "Ngày hội [Đại đoàn kết] ở xã"),
            ('"dai doan" "doan ket"', "Ngày hội [Đại đoàn kết] ở xã"),
            ("hội ở", "Ngày [hội] Đại đoàn kết [ở] xã"),
            ("ngà* -kết", "[Ngày] hội Đại đoàn kết ở xã"),
            ("ngà*", "[Ngày] hội Đại đoàn kết ở xã"),
            ("nga", "Ngày hội Đại đoàn kết ở xã"),
        ],
    )
    def test_the_original_is_marked(self, query: str, expected: str) -> None:
        text = "Ngày hội Đại  đoàn kết ở\nxã"
        for form in ("NFC", "NFD"):
            raw = unicodedata.normalize(form, text)
            found = marked(raw, parse(query))
            assert found.with_signs("[", "]") == unicodedata.normalize(form, expected)
            assert "".join(piece for piece, _ in found.pieces()) == found.text

    def test_zero_width_characters_inside_a_word_are_marked_with_it(self) -> None:
        assert marked("đoàn k\u200bết.", parse("ket")).with_signs("[", "]") == "đoàn [k\u200bết]."


class TestSnippet:
    LONG = "Mở đầu.\n" + "Câu này không nói gì. " * 30 + "\nQuỹ Vì người nghèo hỗ trợ nhà. " + "Rồi lại thôi. " * 30

    def test_it_is_the_piece_that_answers_most(self) -> None:
        found = snippet(self.LONG, parse("thôi OR nghèo OR nhà"))
        assert found.with_signs("[", "]").startswith("… Quỹ Vì người [nghèo] hỗ trợ [nhà].")
        assert found.text.endswith("…")
        assert len(found.text) < 230

    def test_what_stands_in_the_title_counts_only_where_nothing_else_does(self) -> None:
        title = "Quỹ Vì người nghèo"
        text = f"{title}\n{self.LONG}"
        assert (
            snippet(text, parse("quy vi"), title=title).with_signs("[", "]").startswith("… [Quỹ Vì] người nghèo hỗ trợ")
        )
        assert snippet(text, parse("quy vi")).with_signs("[", "]").startswith("[Quỹ Vì] người nghèo Mở đầu.")
        assert snippet(f"Nhà mới\n{TEXT}", parse("moi"), title="Nhà mới").text.startswith("Nhà mới Hà Tĩnh")

    def test_without_an_answer_it_is_the_beginning_below_the_title(self) -> None:
        title = "Hà Tĩnh: Huy động 27 tỷ đồng"
        assert snippet(TEXT, Query(), title=title) == Marked(f"… {' '.join(TEXT[len(title) :].split())}")
        assert snippet("", parse("nhà")) == Marked("")

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_words_are_not_cut(self, form: str) -> None:
        raw = unicodedata.normalize(form, self.LONG)
        words = {word.strip(".…") for word in raw.split()} | {""}
        for query in ("thoi", "mo dau", "nghèo", "câu"):
            assert {word.strip(".…") for word in snippet(raw, parse(query)).text.split()} <= words

    @given(st.text(alphabet="nhà đất\n.,AĐ\u0301\u200b"), st.integers(1, 60))
    def test_marks_answer_the_query_whatever_the_text(self, text: str, width: int) -> None:
        query = parse("nha dat*")
        found = snippet(text, query, width=width)
        for piece, is_marked in found.pieces():
            assert not is_marked or Query((query.phrases,)).answered(piece)

    def test_a_long_text_takes_no_time(self) -> None:
        begun = time.process_time()
        snippet("nhà đất " * 50_000, parse("nha dat* " + "nha OR dat " * 10))
        snippet("nhà" + " " * 200_000 + "đất", parse('"nha dat"'))
        assert time.process_time() - begun < 2
