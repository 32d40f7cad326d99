"""From the bytes of a file to the text to read: encodings, and what is refused."""

import unicodedata

import regex

from extractor.errors import NotText, NotVietnamese

MAX_BYTES = 64_000_000
"""A file of more bytes than this is no article."""

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP, Word or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3\0", "a database"),
)
_AS_TEXT = "save the article as plain text or HTML in UTF-8"
_HTML = regex.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|meta)\b[^>]{0,500}>", regex.IGNORECASE)
_WORD = regex.compile(r"\p{L}+")
_VIETNAMESE = regex.compile(r"[đơưăĐƠƯĂ\u1ea0-\u1ef9]\p{L}*")  # to the end: a word counts once
_TONED = regex.compile(r"[\u1ea0-\u1ef9]\p{L}*")
_PLAIN = regex.compile(r"[A-Za-z]")
_FEW_WORDS = 5
_LEAST_SHARE = 0.1  # of words with a letter that hardly any other language has; Vietnamese has about 0.5


def read_bytes(data: bytes, where: str) -> str | bytes:
    """Return the text of `data`, or `data` itself where it is HTML in an encoding that only the page knows.

    The text has every character of the file: UTF-8 keeps its byte order mark, so that offsets count as the file does.
    Raises NotText for what is empty, binary, has NUL characters or no known encoding.
    """
    _refuse_binary(data, where)
    text = _unicode(data)
    if text is None and is_html(data[:4096].decode("latin-1")):
        return data
    text = text or _windows(data)
    if text is None:
        raise NotText(where, "text in an unknown encoding", cure="save the file as UTF-8")
    if "\0" in text:
        raise NotText(where, "a binary file, or text with NUL bytes", cure=_AS_TEXT)
    if not text.strip("\ufeff \t\r\n\u00a0"):
        raise NotText(where, "blank", cure="check how the file was saved")
    return text


def is_html(text: str) -> bool:
    """Say whether `text` begins as a page, whatever its file is called."""
    head = text[:4096].lstrip("\ufeff \t\r\n")
    return head.startswith("<") and _HTML.search(head) is not None


def is_vietnamese(text: str) -> bool:
    """Say whether `text` is Vietnamese, by its letters; a text of a few words has the benefit of the doubt."""
    text = unicodedata.normalize("NFC", text)
    words = len(_WORD.findall(text))
    return words < _FEW_WORDS or len(_VIETNAMESE.findall(text)) >= _LEAST_SHARE * words


def require_vietnamese(text: str, where: str) -> None:
    """Raise NotVietnamese for a text of another language, or of Vietnamese without its marks."""
    if not is_vietnamese(text):
        raise NotVietnamese(where, "not Vietnamese", cure="give Vietnamese text, with its tone marks")


def _refuse_binary(data: bytes, where: str) -> None:
    if not data:
        raise NotText(where, "empty", cure="check how the file was saved")
    if len(data) > MAX_BYTES:
        raise NotText(where, f"more than {MAX_BYTES // 1_000_000} MB", cure="give one article a file")
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise NotText(where, kind, cure=_AS_TEXT)


def _unicode(data: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding)
    if data.count(0) > len(data) // 8:  # UTF-16 without a mark: half of Latin letters' bytes are NUL
        low = data[1::2].count(0) > data[::2].count(0)
        text = _strict(data, "utf-16-le" if low else "utf-16-be")
        return text if text and "\0" not in text and is_vietnamese(text) else data.decode("latin-1")
    return _strict(data, "utf-8")


def _windows(data: bytes) -> str | None:
    """Decode windows-1258, only where Vietnamese comes out of it: any bytes could be of this encoding."""
    text = _strict(data, "cp1258")
    composed = unicodedata.normalize("NFC", text or "")
    words = _WORD.findall(composed)
    toned, plain = len(_TONED.findall(composed)), len(_PLAIN.findall(composed))
    return text if toned >= _LEAST_SHARE * len(words) and 2 * plain >= sum(map(len, words)) > 0 else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
