"""Answers with status 200 that are no pages: challenges, login forms, error pages, files of other kinds."""

import re

STUB_BYTES = 1500
"""A challenge is a script and little else; an article never is that short."""

_FILES = (
    *(
        b"%PDF-",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf",
    ),  # PDF, ZIP and Office, older Office, RTF
    *(b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"),  # RAR, 7z, gzip
    *(b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"RIFF"),  # pictures
    *(b"ID3", b"OggS"),  # sound
)
"""First bytes of what is no text."""

_FILM = b"ftyp"  # of MP4 and its kin, behind the length of their first box

_COOKIE_GATE = re.compile(rb"document\.cookie\s{0,5}=", re.IGNORECASE)
_RELOAD = re.compile(rb"location(?:\.href|\.reload|\.replace)?\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_PASSWORD = re.compile(r"<input[^>]{0,300}type\s{0,3}=\s{0,3}[\"']?password", re.IGNORECASE)
_REFRESH = re.compile(r"<meta[^>]{0,100}http-equiv\s{0,3}=\s{0,3}[\"']?refresh", re.IGNORECASE)
_TITLES = (
    ("challenge", r"hãy đợi|just a moment|attention required|captcha|verify you are human|ddos"),
    ("missing", r"\b404\b|không tìm thấy|không tồn tại|page not found|trang lỗi|error page"),
    ("login", r"^\s*(?:đăng nhập|login|sign in)\b"),
)


def why_blocked(body: bytes) -> str | None:
    """Say what a body is if it is no page: `challenge`, `login`, `missing` or `file`; None for a page."""
    if body.startswith(_FILES) or body[4:8] == _FILM:
        return "file"
    if len(body) < STUB_BYTES and _COOKIE_GATE.search(body) and _RELOAD.search(body):
        return "challenge"
    title = _TITLE.search(body[:20_000].decode("utf-8", errors="replace"))
    if title is None:
        return None
    kinds = (kind for kind, words in _TITLES if re.search(words, title[1], re.IGNORECASE))
    return next((kind for kind in kinds if _is_poor(kind, body)), None)


def _is_poor(kind: str, body: bytes) -> bool:
    """A headline may hold any of those words: the page must look poor as well."""
    text = body.decode("utf-8", errors="replace")
    if kind == "login":
        return bool(_PASSWORD.search(text))
    return bool(_REFRESH.search(text)) or text.lower().count("<p") < 3
