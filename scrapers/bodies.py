"""Content codings undone, with a bound: a kilobyte may unpack to a gigabyte."""

import zlib
from collections.abc import Iterator

from scrapers.errors import TooLarge, Unreachable

_PIECE = 65_536
_GZIP = 16 + zlib.MAX_WBITS
_WINDOWS = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS)}  # deflate: two readings


def unpack(body: bytes, coding: str | None, *, url: str, limit: int) -> bytes:
    """Undo a Content-Encoding (gzip, deflate, several of them, or none).

    Raises TooLarge past `limit` bytes, and Unreachable for a broken or unknown coding: the page did not come.
    """
    for name in reversed([part.strip().lower() for part in (coding or "").split(",")]):
        if name not in ("", "identity"):
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
    """Unpack one stream, or several gzip members on end."""
    done = bytearray()
    while body:
        unpacker = zlib.decompressobj(wbits=window)
        for piece in _pieces(unpacker, body):
            done += piece
            if len(done) > limit:
                raise TooLarge(url, f"more than {limit} bytes unpacked", cure="leave it: no article is that long")
        if not unpacker.eof:
            raise zlib.error("the end is missing")
        body = unpacker.unused_data.lstrip(b"\0")
    return bytes(done)


def _pieces(unpacker: "zlib._Decompress", body: bytes) -> Iterator[bytes]:
    while body and not unpacker.eof:
        yield unpacker.decompress(body, _PIECE)
        body = unpacker.unconsumed_tail
    yield unpacker.flush()
