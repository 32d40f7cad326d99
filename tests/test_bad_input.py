"""What is read in which encoding, and what is refused with which words."""

import codecs
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli.inputs import articles
from extractor.errors import InputError, NotText
from extractor.read_input import MAX_BYTES, is_html, is_vietnamese, read_bytes
from extractor.store import ArticleRecord

TEXT = "Tỉnh Nghệ An vận động được hơn 76 tỷ đồng ủng hộ người nghèo, xây dựng 120 căn nhà đại đoàn kết."
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="{}"><title>Nghệ An chăm lo người nghèo</title></head><body><article>'
    "<h1>Nghệ An chăm lo người nghèo</h1>" + f"<p>{TEXT}</p>" * 4 + "</article></body></html>"
)


def cp1258(text: str) -> bytes:
    """Encode as Windows does: base letter and tone mark apart where there is no letter for both."""
    out = b""
    for character in text:
        try:
            out += character.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", character)
            base, tone = unicodedata.normalize("NFC", parts[:1] + parts[2:]), parts[1]
            if len(base) > 1 or tone not in "\u0300\u0301\u0303\u0309\u0323":
                base, tone = unicodedata.normalize("NFC", parts[:2]), parts[2]
            out += (base + tone).encode("cp1258")
    return out


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
    def test_unicode(self, encoding: str) -> None:
        assert read_bytes(TEXT.encode(encoding), "x") == TEXT

    def test_windows_1258(self) -> None:
        text = read_bytes(cp1258(TEXT), "x")
        assert isinstance(text, str)
        assert unicodedata.normalize("NFC", text) == TEXT

    def test_a_byte_order_mark_of_utf_8_is_a_character_of_the_file(self) -> None:
        assert read_bytes(codecs.BOM_UTF8 + TEXT.encode(), "x") == "\ufeff" + TEXT

    def test_line_ends_stay_as_they_are(self) -> None:
        assert read_bytes(f"{TEXT}\r\n{TEXT}".encode(), "x") == f"{TEXT}\r\n{TEXT}"

    def test_a_page_knows_its_own_encoding(self) -> None:
        data = cp1258(PAGE.format("windows-1258"))
        assert read_bytes(data, "x") == data

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"", "empty"),
            (b" \n\t\r\n", "blank"),
            (codecs.BOM_UTF8, "blank"),
            (b"%PDF-1.7 ...", "a PDF file"),
            (b"PK\x03\x04....", "a ZIP, Word or Excel file"),
            (b"\x89PNG\r\n\x1a\n....", "an image"),
            (bytes(range(256)) * 4, "text in an unknown encoding"),
            (b"\x00" * 500, "a binary file, or text with NUL bytes"),
            (TEXT.encode() + b"\x00" + TEXT.encode(), "a binary file, or text with NUL bytes"),
            (codecs.BOM_UTF16_LE + b"\x00\xd8", "text in an unknown encoding"),
            ("Большой театр открыл новый сезон премьерой".encode("cp1251"), "text in an unknown encoding"),
            (b"a" * (MAX_BYTES + 1), "more than 64 MB"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_refused(self, data: bytes, what: str) -> None:
        with pytest.raises(NotText) as error:
            read_bytes(data, "news/x.txt")
        assert str(error.value).startswith(f"news/x.txt: {what}; ")
        assert "\n" not in str(error.value)

    @given(st.binary(max_size=400))
    def test_any_bytes_are_read_or_refused(self, data: bytes) -> None:
        with suppress(NotText):
            assert read_bytes(data, "x")


class TestHtml:
    @pytest.mark.parametrize(
        "text", ["<!DOCTYPE html><html>", "\ufeff \n<html lang=vi>", "<!-- a --><body>", "<p>x</p>"]
    )
    def test_pages(self, text: str) -> None:
        assert is_html(text)

    @pytest.mark.parametrize("text", ["", TEXT, "a <b> c", "<<Tin vắn>> Nghệ An", "1 < 2 <p>"])
    def test_texts(self, text: str) -> None:
        assert not is_html(text)


class TestLanguage:
    @pytest.mark.parametrize(
        "text",
        [
            TEXT,
            TEXT.upper(),
            unicodedata.normalize("NFD", TEXT),
            "Thanh Hóa, Nghệ An, Hà Tĩnh, Quảng Bình, Quảng Trị, Thừa Thiên Huế",
            "76 tỷ đồng",
            "1 2 3",
            "",
            "Fatherland Front of Viet Nam: " + TEXT,
        ],
    )
    def test_vietnamese(self, text: str) -> None:
        assert is_vietnamese(text)

    @pytest.mark.parametrize(
        "text",
        [
            "The Fatherland Front of the province raised more than 76 billion dong for the poor.",
            "Le Front de la Patrie a recueilli plus de 76 milliards de dôngs pour les pauvres, dès le début du mois.",
            "A Frente da Pátria arrecadou mais de 76 bilhões para os mais pobres; não houve atrasos nas doações.",
            "Отечественный фронт провинции собрал более 76 миллиардов донгов для бедных.",
            "祖国 阵线 为 穷人 筹集 了 七百 六十 亿 越南 盾",
            "Mat tran To quoc tinh Nghe An van dong duoc hon 76 ty dong ung ho nguoi ngheo.",
            "Národní fronta vybrala přes 76 miliard dongů pro chudé občany země.",
        ],
    )
    def test_other_languages_and_bare_letters(self, text: str) -> None:
        assert not is_vietnamese(text)


class TestPaths:
    def read(self, *paths: Path | str) -> list[ArticleRecord | InputError]:
        return list(articles(map(str, paths)))

    def test_a_folder_is_read_at_every_depth_in_order(self, tmp_path: Path) -> None:
        (tmp_path / "b").mkdir()
        for name in ("c.txt", "b/d.TXT", "a.txt", "notes.md"):
            (tmp_path / name).write_text(TEXT, encoding="utf-8")
        found = [Path(article.document).name for article in self.read(tmp_path) if isinstance(article, ArticleRecord)]
        assert found == ["a.txt", "d.TXT", "c.txt"]

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("missing.txt", None, "no such file or folder; check the path"),
            ("empty.txt", b"", "empty"),
            ("english.txt", b"The Front raised more than 76 billion dong for the poor.", "not Vietnamese"),
            ("form.html", b"<html><body><form><input></form></body></html>", "plain text"),
        ],
    )
    def test_refused_by_name(self, tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        [error] = self.read(tmp_path / name)
        assert isinstance(error, InputError)
        assert str(error).startswith(str(tmp_path / name))
        assert words in str(error)

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        [error] = self.read(tmp_path)
        assert "should hold *.txt, *.html, *.htm files" in str(error)

    def test_the_others_are_still_done(self, tmp_path: Path) -> None:
        good = tmp_path / "good.txt"
        good.write_text(TEXT, encoding="utf-8")
        kinds = [type(item).__name__ for item in self.read(tmp_path / "no.txt", good, tmp_path / "no.html")]
        assert kinds == ["InputError", "ArticleRecord", "InputError"]

    @pytest.mark.parametrize("encoding", ["utf-8", "windows-1258", "utf-16"])
    def test_pages_in_their_encodings(self, tmp_path: Path, encoding: str) -> None:
        page = PAGE.format(encoding)
        data = cp1258(page) if encoding == "windows-1258" else page.encode(encoding)
        (tmp_path / "page.html").write_bytes(data)
        [article] = self.read(tmp_path / "page.html")
        assert isinstance(article, ArticleRecord), article
        assert article.title == "Nghệ An chăm lo người nghèo"
        assert TEXT in article.text

    def test_html_is_known_by_its_content(self, tmp_path: Path) -> None:
        (tmp_path / "page.txt").write_text(PAGE.format("utf-8"), encoding="utf-8")
        [article] = self.read(tmp_path / "page.txt")
        assert isinstance(article, ArticleRecord)
        assert "<p>" not in article.text

    def test_what_the_caller_says_goes_before_the_page(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        [article] = articles([str(tmp_path / "a.txt")], published="2024-01-19", home="40")
        assert isinstance(article, ArticleRecord)
        assert (article.published_at, article.home) == ("2024-01-19", "40")
