"""One address for one page."""

import re
import unicodedata
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

LONGEST = 8_000
"""Characters of an address; servers refuse longer ones."""

JUNK = re.compile(
    r"""
    # how the reader came here
    (?:utm_\w{1,40}|fbclid|gclid|dclid|gbraid|wbraid|gad_source|msclkid|yclid|ttclid|twclid|igsh(?:id)?|mibextid
      |fb_(?:comment_id|action_ids|action_types|ref|source)|zarsrc|mc_[ce]id|_g[al]|replytocom)(?:=.*)?
    |share(?:=[a-z-]*)?  # a network's name; a number would be an id
    |(?:source|src|ref|from)=(?:fb|facebook|messenger|zalo|zl|twitter|google|rss|feed)
    # who he is: sessions, tokens, answers to challenges
    |(?:jsessionid|phpsessid|p_auth|__cf_chl_\w{1,40})(?:=.*)?
    # how he wants it shown
    |amp(?:=(?:1|true|yes)?)?|pagespeed=noscript|nv_redirect(?:=.*)?|nv[a-z]{2}themever(?:=.*)?
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
"""Fields of a query that never say which page it is, on any site: a doubtful one stays."""

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_SESSION = re.compile(rb";jsessionid=[^;]*", re.IGNORECASE)
_SESSION_SEGMENT = re.compile(rb"\(S\([a-z0-9]{24}\)\)", re.IGNORECASE)  # of ASP.NET without cookies
_ESCAPED = re.compile(r"^(?:amp;)+")  # `&amp;` that was escaped twice
_PATH_SAFE = "!$&'()*+,;=:@~"
_QUERY_SAFE = "!$'()*,:@/?~"


def joined(base: str, href: str) -> str | None:
    """Return the address that `href` is on a page at `base`; None where it is none."""
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def canonical_url(url: str) -> str:
    """Return the one spelling of a web address; what is canonical stays as it is. Raises ValueError where it is none.

    Host and scheme in lower case, default port, user name, fragment, session and share junk dropped, dot segments
    resolved, path and query in NFC with the fewest percent signs. Every other field of the query is kept, in its order,
    without the blanks that pad it: many portals keep the article's number only there.
    """
    parts = urlsplit(_of_fair_length(url).strip())
    if parts.scheme not in _PORTS or not parts.hostname or "\\" in parts.netloc:
        raise ValueError(f"no web address: {url!r}")
    address = urlunsplit((parts.scheme, _host(parts) + _port(parts), _path(parts.path), _query(parts.query), ""))
    return _of_fair_length(address)


def _of_fair_length(url: str) -> str:
    if len(url) > LONGEST:
        raise ValueError(f"no web address: more than {LONGEST} characters")
    return url


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if "[" in parts.netloc:
        return f"[{IPv6Address(host)}]"
    name = (host if host.isascii() else host.encode("idna").decode("ascii")).rstrip(".")
    if not _HOST.fullmatch(name):
        raise ValueError(f"no host name: {host!r}")
    return name


def _port(parts: SplitResult) -> str:
    return "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"


def _path(path: str) -> str:
    """Resolve dot segments as browsers do, then fold `//`: templates write it by mistake and servers merge it."""
    kept: list[bytes] = []
    segments = [_SESSION.sub(b"", _decode(segment)) for segment in path.replace("\\", "/").split("/")]
    for segment in segments:
        if segment == b"..":
            del kept[-1:]
        elif segment != b".":
            kept.append(segment)
    kept = [segment for segment in kept if segment and not _SESSION_SEGMENT.fullmatch(segment)]
    while len(kept) > 1 and kept[-1] == b"amp":  # the page once more, for telephones
        kept.pop()
    is_folder = bool(kept) and segments[-1] in (b"", b".", b"..")
    return "/" + "/".join(quote(segment, safe=_PATH_SAFE) for segment in kept) + "/" * is_folder


def _query(query: str) -> str:
    fields = (_ESCAPED.sub("", _field(field)) for field in query.split("&"))
    return "&".join(field for field in fields if field and not JUNK.fullmatch(field))


def _field(field: str) -> str:
    key, equals, value = field.partition("=")
    return _trimmed(key) + equals + _trimmed(value, safe="=")


def _trimmed(text: str, *, safe: str = "") -> str:
    """Spell one side of a field; a semicolon parts fields on some servers, so that it is not its own escape."""
    pieces = (_decode(piece.replace("+", " ")).strip() for piece in text.split(";"))
    return ";".join(quote(piece, safe=_QUERY_SAFE + safe).replace("%20", "+") for piece in pieces)


def _decode(piece: str) -> bytes:
    """Undo the percent signs, in NFC; what is no UTF-8 stays the bytes it is."""
    text = unquote_to_bytes(piece.encode("utf-8", "replace")).decode("utf-8", "surrogateescape")
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogateescape")
