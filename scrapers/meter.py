"""What a visit costs, and how much it may."""

from dataclasses import dataclass

from scrapers.errors import BudgetSpent


@dataclass(slots=True)
class Meter:
    """Counts the requests, bytes and waits of a site or of a whole run, and stops them at their bounds.

    `bytes` are those of bodies as they came, `waited` are seconds slept for politeness. `whole` counts along.
    """

    max_requests: int | None = None
    max_bytes: int | None = None
    whole: "Meter | None" = None
    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    waited: float = 0.0

    def ask(self, url: str) -> None:
        """Count one request; raise BudgetSpent, before it is sent, where there is none left."""
        if self.max_requests is not None and self.requests >= self.max_requests:
            raise BudgetSpent(url, f"{self.requests:,} requests are used up", cure=_CURE)
        if self.max_bytes is not None and self.bytes >= self.max_bytes:
            raise BudgetSpent(url, f"{self.bytes:,} bytes are used up", cure=_CURE)
        if self.whole is not None:
            self.whole.ask(url)
        self.requests += 1

    def answered(self, *, size: int, status: int) -> None:
        """Count an answer."""
        self.bytes += size
        self.not_modified += status == 304
        if self.whole is not None:
            self.whole.answered(size=size, status=status)

    def slept(self, seconds: float) -> None:
        """Count a wait."""
        self.waited += seconds
        if self.whole is not None:
            self.whole.slept(seconds)


_CURE = "the next run goes on from here; raise the budget if it should not take several"
