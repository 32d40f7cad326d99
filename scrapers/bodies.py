"""Content codings undone, with a bound: a kilobyte may unpack to a gigabyte."""

import zlib

from scrapers.errors import TooLarge, Unreachable

_PIECE = 4_096  # unpacks to 4 MiB at the most; what follows a member is copied once a member
_CODINGS = 5
_GZIP = 16 + zlib.MAX_WBITS
_WINDOWS = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS)}  # deflate: two readings


def unpack(body: bytes, coding: str | None, *, url: str, limit: int) -> bytes:
    """Undo a Content-Encoding (gzip, deflate, several of them, or none).

    Raises TooLarge past `limit` bytes, and Unreachable for a broken or unknown coding: the page did not come.
    """
    names = [part.strip().lower() for part in (coding or "").split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > _CODINGS:
        raise Unreachable(url, f"the body is encoded {len(names)} times", cure="try again later; look at the site")
    for name in reversed(names):
        body = _undo(body, name, url, limit)
    return body


def _undo(body: bytes, name: str, url: str, limit: int) -> bytes:
    windows = _WINDOWS.get(name)
    if windows is None:
        raise Unreachable(url, f"the body is encoded as {name!r}", cure="try again later; look at the site")
    for window in windows:
        try:
            return _inflate(body, window, url, limit)
        except zlib.error as error:
            problem = error
    raise Unreachable(url, f"broken {name} ({problem})", cure="try again later")


def _inflate(body: bytes, window: int, url: str, limit: int) -> bytes:
    """Unpack one stream, or several gzip members on end with zeros between."""
    done, at = bytearray(), 0
    while at < len(body):
        unpacker = zlib.decompressobj(wbits=window)
        while not unpacker.eof:
            piece = body[at : at + _PIECE]
            if not piece:
                raise zlib.error("the end is missing")
            done += unpacker.decompress(piece)
            at += len(piece) - len(unpacker.unused_data)
            if len(done) > limit:
                raise TooLarge(url, f"more than {limit} bytes unpacked", cure="leave it: no article is that long")
        while body[at : at + 1] == b"\0":
            at += 1
    return bytes(done)
