"""Answers with status 200 that are no pages, and pages that only sound like them."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.blocked import why_blocked

D1N = '<html><body><script>document.cookie="D1N=0123456789abcdef";window.location.reload(true);</script></body></html>'
PARAGRAPHS = "<p>Một đoạn văn của bài viết.</p>" * 8


def titled(title: str, body: str = "<p>Một câu.</p>") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


NO_PAGES = [
    ("challenge", D1N),
    ("challenge", "<script>document.cookie = 'k=1'; location.href = '/a?x=1';</script>"),
    ("challenge", "<script>document.cookie='k=1';document.location.replace('/a')</script>"),
    ("challenge", titled("Hãy đợi...", "<p>Bạn đã gửi quá nhiều yêu cầu.</p>")),
    ("challenge", titled("Just a moment...", "<div id='cf-wrapper'></div>")),
    ("challenge", titled("Attention Required! | Cloudflare")),
    ("challenge", titled("Xác minh captcha", "<form><input name='captcha'></form>")),
    ("challenge", titled("DDoS protection")),
    ("login", titled("Đăng nhập hệ thống", "<form><input type='password' name='p'></form>")),
    ("login", titled("Login", "<form><input name=p type=password></form>")),
    ("missing", titled("Không tìm thấy trang", "<p>Bài viết không tồn tại.</p>")),
    ("missing", titled("404 - Trang tin", "<p>Xin lỗi.</p>")),
    ("missing", titled("Page Not Found")),
    ("missing", titled("Trang lỗi", f'<meta http-equiv="refresh" content="5;url=/">{PARAGRAPHS}')),
]


@pytest.mark.parametrize(("kind", "html"), NO_PAGES, ids=[html[:60] for _, html in NO_PAGES])
def test_an_answer_that_is_no_page(kind: str, html: str) -> None:
    assert why_blocked(html.encode()) == kind


def office() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
    return target.getvalue()


FILES = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n<title>404</title>",
    "zip and docx": office(),
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "rtf": b"{\\rtf1\\ansi",
    "rar": b"Rar!\x1a\x07\x01\x00",
    "7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "gzip": gzip.compress(b"<html>"),
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "gif": b"GIF89a\1\0\1\0",
    "webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "tiff": b"II*\0\x08\0\0\0",
    "mp3": b"ID3\x03\0",
    "mp4": b"\0\0\0\x18ftypmp42",
}


@pytest.mark.parametrize("body", FILES.values(), ids=FILES)
def test_a_file_of_another_kind_is_no_page(body: bytes) -> None:
    assert why_blocked(body) == "file"


@pytest.mark.parametrize(
    "body",
    [
        ARTICLE := titled("Tin tức", PARAGRAPHS).encode(),
        b"\xef\xbb\xbf" + ARTICLE,
        b"\r\n\r\n" + ARTICLE,
        titled("Tin tức", PARAGRAPHS).encode("utf-16"),
        titled("Tin tức", PARAGRAPHS).encode("windows-1258", "replace"),
        titled("PDF", f"%PDF- {PARAGRAPHS}").encode(),
        b"<p>PK</p>",
        b"GIF",
        b"Ridge",
        b"",
    ],
)
def test_text_is_no_file(body: bytes) -> None:
    assert why_blocked(body) is None


@pytest.mark.parametrize(
    "title",
    [
        "Không tìm thấy người thân sau lũ",
        "Hãy đợi bà con về",
        "Đăng nhập cổng dịch vụ công dễ hơn",
        "Đăng nhập một lần, dùng nhiều dịch vụ",
        "Quyết định 404",
        "Captcha là gì",
        "Tin tức",
    ],
)
def test_a_headline_with_such_words_is_a_page(title: str) -> None:
    assert why_blocked(titled(title, PARAGRAPHS).encode()) is None


def test_a_long_page_that_sets_a_cookie_is_a_page() -> None:
    assert why_blocked((D1N + "<p>Đoạn văn của bài.</p>" * 200).encode()) is None


@given(st.binary(max_size=300))
def test_any_bytes_have_an_answer(body: bytes) -> None:
    assert why_blocked(body) in (None, "challenge", "login", "missing", "file")
