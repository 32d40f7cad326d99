"""When the next request to a host may go out: one at a time, and so long after the last."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


class Pace:
    """Keeps the distance between requests to one host, whichever site they are for; `clock` counts seconds.

    The distance runs from the end of one request to the start of the next: whatever the network does in between, the
    server sees no request early.
    """

    def __init__(self, *, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[float]:
        """Wait until `host` may be asked, yield the seconds slept, and leave it alone for `delay` seconds after."""
        async with self._locks[host]:
            slept = await self._wait(host)
            try:
                yield slept
            finally:
                self.hold(host, delay)

    def hold(self, host: str, seconds: float) -> None:
        """Leave `host` alone for `seconds` from now, or longer where that was promised already."""
        self._free_at[host] = max(self._free_at.get(host, 0.0), self._clock() + seconds)

    async def _wait(self, host: str) -> float:
        slept = 0.0
        while (ahead := self._free_at.get(host, 0.0) - self._clock()) > 0:
            await self._sleep(ahead)
            slept += ahead
        return slept
