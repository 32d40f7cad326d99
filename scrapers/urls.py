"""One address for one page."""

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

JUNK = re.compile(
    r"(?:utm_\w{1,30}|fbclid|gclid|zarsrc|mibextid|_gl|replytocom|nv_redirect|nvvithemever)", re.IGNORECASE
)
"""Query keys that say how a reader came, never which page it is."""

_PORTS = {"http": 80, "https": 443}
_PATH_SAFE = "!$&'()*+,;=:@~"
_QUERY_SAFE = "!$'()*,:@/?~"
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)


def canonical_url(url: str) -> str:
    """Return the one spelling of a web address; what is canonical stays as it is. Raises ValueError where it is none.

    Host and scheme in lower case, default port, fragment, session and share junk dropped, dot segments resolved, path
    and query in NFC with the fewest percent signs. The query is kept otherwise: many portals keep the article's number
    only there.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"no web address: {url!r}")
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    host = parts.hostname.rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, host + port, _path(parts.path), _query(parts.query), ""))


def _path(path: str) -> str:
    kept: list[bytes] = []
    segments = [_decode(segment) for segment in _SESSION.sub("", path).split("/")]
    for segment in segments[1:]:
        if segment == b"..":
            del kept[-1:]
        elif segment != b".":
            kept.append(segment)
    if segments[-1] in (b".", b".."):
        kept.append(b"")
    return "/" + "/".join(quote(segment, safe=_PATH_SAFE) for segment in kept)


def _query(query: str) -> str:
    fields = [field for field in query.split("&") if field and not JUNK.fullmatch(field.partition("=")[0])]
    return "&".join("".join(_query_piece(piece) for piece in re.split(r"([=+;])", field)) for field in fields)


def _query_piece(piece: str) -> str:
    return piece if piece in ("=", "+", ";") else quote(_decode(piece), safe=_QUERY_SAFE)


def _decode(piece: str) -> bytes:
    """Undo the percent signs; what is no UTF-8 stays the bytes it is."""
    raw = unquote_to_bytes(piece.encode("utf-8", "replace"))
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        return raw
