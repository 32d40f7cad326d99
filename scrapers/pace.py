"""When the next request to a host may go out."""

from collections.abc import Callable


class Pace:
    """Keeps the distance between requests to one host; `clock` and `sleep` count seconds.

    Not for several threads.
    """

    def __init__(self, *, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}

    def wait(self, host: str, delay: float) -> None:
        """Sleep until `host` may be asked, and count `delay` seconds from then to the next request."""
        ahead = self._free_at.get(host, 0.0) - self._clock()
        if ahead > 0:
            self._sleep(ahead)
        self._free_at[host] = self._clock() + delay

    def hold(self, host: str, seconds: float) -> None:
        """Leave `host` alone for `seconds` from now, or longer where that was promised already."""
        self._free_at[host] = max(self._free_at.get(host, 0.0), self._clock() + seconds)
