"""Content codings undone, and what does not unpack to a body of bounded size."""

import gzip
import time
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.bodies import unpack
from scrapers.errors import FetchError, TooLarge, Unreachable

TEXT = "Mặt trận Tổ quốc Việt Nam. ".encode() * 50
RAW_DEFLATE = zlib.compress(TEXT, wbits=-zlib.MAX_WBITS)
PACKED = gzip.compress(TEXT)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        (None, TEXT),
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", PACKED),
        ("GZIP", PACKED),
        ("x-gzip", PACKED),
        ("gzip, identity", PACKED),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", RAW_DEFLATE),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
        ("gzip, gzip", gzip.compress(PACKED)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", PACKED + bytes(512)),
        ("gzip", gzip.compress(TEXT[:100]) + bytes(7) + gzip.compress(TEXT[100:])),
    ],
)
def test_a_body_comes_without_its_coding(coding: str | None, body: bytes) -> None:
    assert unpack(body, coding, url="u", limit=len(PACKED) + len(TEXT)) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_an_empty_body_needs_no_coding(coding: str) -> None:
    assert unpack(b"", coding, url="u", limit=0) == b""


@pytest.mark.parametrize(
    ("coding", "body", "what"),
    [
        ("gzip", PACKED[:-1], "the end is missing"),
        ("gzip", PACKED[:20], "the end is missing"),
        ("gzip", PACKED[:-8] + b"\0" + PACKED[-7:], "incorrect data check"),
        ("gzip", TEXT, "incorrect header check"),
        ("gzip", PACKED + b"more", "incorrect header check"),
        ("deflate", TEXT, "broken deflate"),
        ("br", TEXT, "encoded as 'br'"),
        ("gzip, br", TEXT, "encoded as 'br'"),
        ("zstd", TEXT, "encoded as 'zstd'"),
        (", ".join(["gzip"] * 6), PACKED, "encoded 6 times"),
    ],
)
def test_a_broken_or_unknown_coding_is_said_so(coding: str, body: bytes, what: str) -> None:
    with pytest.raises(Unreachable, match=what) as caught:
        unpack(body, coding, url="http://x.example/a", limit=10_000)
    assert str(caught.value).startswith("http://x.example/a: ")


def test_the_limit_itself_is_allowed() -> None:
    assert len(unpack(PACKED, "gzip", url="u", limit=len(TEXT))) == len(TEXT)
    with pytest.raises(TooLarge):
        unpack(PACKED, "gzip", url="u", limit=len(TEXT) - 1)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_fills_no_memory(layers: int) -> None:
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    bomb = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(100)), packer.flush()])
    if layers == 2:
        bomb = gzip.compress(bomb)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match="more than 2000000 bytes unpacked"):
            unpack(bomb, ", ".join(["gzip"] * layers), url="u", limit=2_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12_000_000


def test_very_many_little_members_take_no_time() -> None:
    little = gzip.compress(b"", mtime=0)
    started = time.process_time()
    assert unpack(little * 200_000, "gzip", url="u", limit=10) == b""
    assert time.process_time() - started < 3  # looking at the rest for each of them would take ten times as long


@given(body=st.binary(max_size=2000), coding=st.sampled_from(["gzip", "deflate"]))
def test_what_was_packed_is_unpacked(body: bytes, coding: str) -> None:
    pack = gzip.compress if coding == "gzip" else zlib.compress
    assert unpack(pack(body), coding, url="u", limit=len(body)) == body


@given(body=st.binary(max_size=300), coding=st.sampled_from(["gzip", "deflate", "gzip, deflate", "br", "?", ","]))
def test_any_bytes_give_a_body_or_an_error_of_ours(body: bytes, coding: str) -> None:
    with suppress(FetchError):
        assert isinstance(unpack(body, coding, url="u", limit=1000), bytes)
