"""What a site's robots.txt lets us do."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from protego import Protego

MAX_BYTES = 512_000
"""What is read of a robots.txt: RFC 9309 asks for at least 500 KiB."""
MAX_AGE = 86_400
"""Seconds for which a copy may stand in for it (RFC 9309)."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin for one agent name."""

    rules: Protego
    agent: str

    def allows(self, url: str) -> bool:
        """Say whether we may ask for `url`."""
        return bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float | None:
        """Seconds between two requests that the site asks for, by crawl-delay or request-rate."""
        wishes = []
        if (delay := self.rules.crawl_delay(self.agent)) is not None:
            wishes.append(float(delay))
        if (rate := self.rules.request_rate(self.agent)) is not None and rate.requests:
            wishes.append(rate.seconds / rate.requests)
        return max(wishes, default=None)

    def open_at(self, moment: datetime) -> bool:
        """Say whether visit-time allows a visit at `moment`; its hours are UTC and may run past midnight."""
        visit = self.rules.visit_time(self.agent)
        if visit is None:
            return True
        now = moment.astimezone(UTC).time()
        if visit.start_time <= visit.end_time:
            return bool(visit.start_time <= now <= visit.end_time)
        return bool(now >= visit.start_time or now <= visit.end_time)

    @property
    def hours(self) -> str:
        """The hours of visit-time, for a message."""
        visit = self.rules.visit_time(self.agent)
        return f"from {visit.start_time:%H:%M} to {visit.end_time:%H:%M} UTC" if visit else "at any hour"

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps it names."""
        return tuple(self.rules.sitemaps)


def read_robots(status: int, body: bytes, *, agent: str) -> Robots:
    """Read the answer to a request for robots.txt as RFC 9309 says: 4xx allows everything, 5xx nothing."""
    if status >= 500:
        return Robots(Protego.parse("User-agent: *\nDisallow: /"), agent)
    text = body[:MAX_BYTES].decode("utf-8", errors="replace") if status == 200 else ""
    return Robots(Protego.parse(text.lstrip("\ufeff")), agent)


def robots_url(url: str) -> str:
    """Return the address of the robots.txt that governs `url`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
