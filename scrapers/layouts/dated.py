"""Dates that stand in an article's address only."""

import re
from datetime import UTC, datetime, timedelta

from scrapers.records import VIETNAM
from scrapers.stamps import read_stamp

_DAY = re.compile(r"/(\d{4}-\d{1,2}-\d{1,2})/")
_MILLISECONDS = re.compile(r"[-=](1[2-9]\d{11})(?:\.\w{3,5})?(?:[?&]|$)")
_DIGITS = re.compile(r"-(?:\d{3}(?P<short>\d{15})|(?P<long>20\d{15}))(?:\.\w{3,5})?(?:\?|$)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def day_in_path(url: str) -> datetime | None:
    """Read the folder that is named by its day, `/2020-5-29/`, as the midnight that begins it."""
    match = _DAY.search(url)
    return read_stamp(match[1]) if match else None


def time_in_id(url: str) -> datetime | None:
    """Read the moment at which an id was made: milliseconds since 1970, or `YYMMDDHHMMSSmmm` behind three digits."""
    if match := _MILLISECONDS.search(url):
        return (_EPOCH + timedelta(seconds=int(match[1]) // 1000)).astimezone(VIETNAM)
    if match := _DIGITS.search(url):
        digits = match["long"] or f"20{match['short']}"
        pieces = [digits[:4], *(digits[at : at + 2] for at in range(4, 14, 2))]
        return read_stamp("{}-{}-{}T{}:{}:{}".format(*pieces))
    return None
