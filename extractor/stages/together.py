"""From a coroutine that works on many sites at once to one plain sequence of events."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
Put = Callable[[T], Awaitable[None]]

_WAITING = 1_000
"""Events that may wait for the caller; beyond, the work waits for him."""


def together(work: Callable[[Put[T]], Coroutine[Any, Any, None]]) -> Iterator[T]:
    """Run `work` in an event loop of its own and yield what it puts; raise what it raises.

    The work goes on only while the next event is asked for; it is cancelled where nobody asks any more.
    """
    queue: asyncio.Queue[T] = asyncio.Queue(maxsize=_WAITING)
    with asyncio.Runner() as runner:
        task = runner.get_loop().create_task(work(queue.put))
        while batch := runner.run(_batch(queue, task)):
            yield from batch
        task.result()


async def _batch(queue: "asyncio.Queue[T]", task: "asyncio.Task[None]") -> list[T]:
    """Return what waits, at least one; nothing once the work is over."""
    getter = asyncio.ensure_future(queue.get())
    await asyncio.wait((getter, task), return_when=asyncio.FIRST_COMPLETED)
    batch = [getter.result()] if getter.done() else []
    getter.cancel()
    while not queue.empty():
        batch.append(queue.get_nowait())
    return batch


async def all_of(works: list[Coroutine[Any, Any, None]]) -> None:
    """Wait for all; where one raises, cancel the others and raise its error as it is."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
