"""From bytes to text."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

_META = re.compile(rb"<meta[^>]{0,200}charset\s{0,3}=\s{0,3}[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WESTERN = frozenset({"iso8859-1", "cp1252", "ascii"})
"""Names that servers send without having looked: no Vietnamese text is in them."""
_PLAUSIBLE = ["utf_8", "cp1258", "utf_16", "cp1252"]


def decode(body: bytes, *, content_type: str | None = None) -> str:
    """Decode a page to NFC text; what cannot be decoded becomes U+FFFD.

    A byte order mark decides, then the bytes themselves where they are valid UTF-8 (text in another encoding never
    is, and servers name wrong ones), then the header, then the page's own `<meta>`, then a guess.
    """
    return unicodedata.normalize("NFC", _decode(body, content_type).replace("\x00", ""))


def _decode(body: bytes, content_type: str | None) -> str:
    for name in (*_by_mark(body), *_by_bytes(body), *_declared(body, content_type)):
        try:
            return body.decode(name)
        except (UnicodeError, LookupError):  # `undefined` is a codec
            continue
    guess = from_bytes(body[:200_000], cp_isolation=_PLAUSIBLE).best()
    return body.decode(guess.encoding if guess else "utf-8", errors="replace")


def _by_mark(body: bytes) -> tuple[str, ...]:
    return tuple(name for mark, name in _BOMS if body.startswith(mark))


def _by_bytes(body: bytes) -> tuple[str, ...]:
    return () if b"\x00" in body[:1000] else ("utf-8",)


def _declared(body: bytes, content_type: str | None) -> tuple[str, ...]:
    header = _HEADER.search(content_type or "")
    meta = _META.search(body[:4096])
    names = [header[1] if header else None, meta[1].decode("ascii", "replace") if meta else None]
    known = [name for name in map(_python_name, names) if name]
    trusted = [name for name in known if name not in _WESTERN]
    return tuple(trusted) or ("cp1258",) * bool(known)


def _python_name(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None
