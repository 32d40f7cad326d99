"""Publication dates as portals print them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from scrapers.records import VIETNAM

_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d{1,9})?\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
# NukeViet 4 puts the time zone's abbreviation where the T should stand.
_NUKEVIET = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[+-]\d{2}|[A-Z]{2,4})"
    r"(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})"
)
_DAY = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})(?!\d)"
)
_DAY_IN_WORDS = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s{1,3}tháng\s{1,3}(?P<month>\d{1,2})[,\s]{1,3}(?:năm\s{1,3})?(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d+:])(?P<hour>\d{1,2})\s?[:hg]\s?(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s?(?P<half>AM|PM|SA|CH)\b)?(?!\d)",
    re.IGNORECASE,
)
_AFTERNOON = frozenset({"PM", "CH"})
_DIRECTIVES = {
    "%d": r"\d{1,2}",
    "%m": r"\d{1,2}",
    "%Y": r"\d{4}",
    "%y": r"\d{2}",
    "%H": r"\d{1,2}",
    "%I": r"\d{1,2}",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
    "%p": r"[AaPp][Mm]",
    "%z": r"[+-]\d{2}:?\d{2}",
}
"""What a site file's `date_format` may hold, and how it stands in a text."""

ReadStamp = Callable[[str], datetime | None]
"""Reads the publication date in the text of an element."""


def stamp_reader(*, zone: tzinfo = VIETNAM, form: str | None = None) -> ReadStamp:
    """Return what reads a site's dates: those in `form`, or where it is None in any form that portals use."""
    if form is None:
        return lambda text: read_stamp(text, zone=zone)
    pattern = form_pattern(form)
    return lambda text: _in_form(text, form, pattern, zone)


def form_pattern(form: str) -> re.Pattern[str]:
    """Return what finds a date of `form` in a text; raise ValueError for a directive that is not known."""
    pieces = re.split(r"(%.)", form)
    if unknown := [piece for piece in pieces[1::2] if piece not in _DIRECTIVES]:
        raise ValueError(f"unknown {', '.join(unknown)}: allowed are {' '.join(_DIRECTIVES)}")
    return re.compile("".join(_DIRECTIVES.get(piece) or re.escape(piece) for piece in pieces))


def _in_form(text: str, form: str, pattern: re.Pattern[str], zone: tzinfo) -> datetime | None:
    match = pattern.search(text[:500])
    try:
        moment = datetime.strptime(match[0], form) if match else None  # noqa: DTZ007  # %z, or the site's zone below
        return moment and (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)
    except (ValueError, OverflowError):  # a day, zone or year that there is not
        return None


def read_mail_date(text: str) -> datetime | None:
    """Read a date as feeds and HTTP headers write it (`Wed, 27 Mar 2024 08:42:00 +0700`); None for anything else.

    It has no zone where the text says `-0000` or none.
    """
    try:
        return parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a number that does not fit is an OverflowError
        return None


def read_stamp(text: str, *, zone: tzinfo = VIETNAM) -> datetime | None:
    """Read the first date of `text`, and a time of day where one stands, as a moment of `zone`; None without a date.

    Day before month always; `AM`/`PM` (`SA`/`CH`) are heeded. Relative forms (`4 giờ trước`) are not read.
    """
    text = text[:500]
    for pattern in (_NUKEVIET, _ISO):
        if match := pattern.search(text):
            return _from_iso(match, zone)
    day = _DAY.search(text) or _DAY_IN_WORDS.search(text)
    if day is None:
        return None
    rest = f"{text[: day.start()]} | {text[day.end() :]}"
    return _moment(day, _TIME.search(rest), zone)


def _from_iso(match: re.Match[str], here: tzinfo) -> datetime | None:
    """Read the moment in its own zone; where it has none, or one that there is not, in the site's."""
    found = match.groupdict()
    moment = _moment(match, match if found["hour"] else None, here)
    zone = _zone(found.get("zone"))
    return moment.replace(tzinfo=zone).astimezone(here) if moment and zone else moment


def _moment(day: re.Match[str], time: re.Match[str] | None, zone: tzinfo) -> datetime | None:
    clock = time.groupdict() if time else {}
    hour = int(clock.get("hour") or 0)
    if half := clock.get("half"):
        hour = hour % 12 + 12 * (half.upper() in _AFTERNOON)
    try:
        moment = datetime(
            int(day["year"]),
            int(day["month"]),
            int(day["day"]),
            hour,
            int(clock.get("minute") or 0),
            int(clock.get("second") or 0),
            tzinfo=zone,
        )
    except ValueError:
        return None
    return moment if 1990 <= moment.year <= 2100 else None


def _zone(name: str | None) -> timezone | None:
    if name is None or name == "Z":
        return UTC if name else None
    sign = -1 if name[0] == "-" else 1
    try:
        return timezone(sign * timedelta(hours=int(name[1:3]), minutes=int(name[-2:])))
    except ValueError:
        return None
