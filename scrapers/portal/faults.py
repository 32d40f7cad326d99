"""How answers go wrong on the way: each fault writes to the connection what a client must survive."""

import gzip
import socket
import struct
import time
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler

_BOMB = 100_000_000
_DRIP = 0.2  # seconds


def send_fault(handler: BaseHTTPRequestHandler, fault: str, body: bytes) -> None:
    """Answer with `body`, broken in the way that `fault` names; the connection is closed after it."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=UTF-8")
    handler.send_header("Connection", "close")
    try:
        _FAULTS[fault](handler, body)
    except OSError:
        return  # the client has had enough


def _reset(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    _start(handler, ("Content-Length", str(len(body))))
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    time.sleep(_DRIP / 10)  # let the half arrive
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def _truncated_gzip(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    half = gzip.compress(body)
    half = half[: len(half) // 2]
    _start(handler, ("Content-Encoding", "gzip"), ("Content-Length", str(len(half))))
    handler.wfile.write(half)


def _wrong_length(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    _start(handler, ("Content-Length", str(len(body) + 100)))
    handler.wfile.write(body)


def _broken_chunk(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    _start(handler, ("Transfer-Encoding", "chunked"))
    handler.wfile.write(b"%x\r\n%b\r\nno length\r\n" % (len(body), body))


def _endless(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    _start(handler, ("Transfer-Encoding", "chunked"))
    while True:
        handler.wfile.write(b"%x\r\n%b\r\n" % (len(body), body))


def _drip(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    _start(handler, ("Content-Length", str(len(body))))
    for byte in body:
        handler.wfile.write(bytes([byte]))
        time.sleep(_DRIP)


def _bomb(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    body = _packed_zeros()
    _start(handler, ("Content-Encoding", "gzip"), ("Content-Length", str(len(body))))
    handler.wfile.write(body)


@cache
def _packed_zeros() -> bytes:
    return gzip.compress(bytes(_BOMB), compresslevel=1)


def _start(handler: BaseHTTPRequestHandler, *headers: tuple[str, str]) -> None:
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()


_FAULTS: dict[str, Callable[[BaseHTTPRequestHandler, bytes], None]] = {
    "reset": _reset,
    "truncated-gzip": _truncated_gzip,
    "wrong-length": _wrong_length,
    "broken-chunk": _broken_chunk,
    "endless": _endless,
    "drip": _drip,
    "bomb": _bomb,
}
