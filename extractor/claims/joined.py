"""Things that are joined pair by pair, and the sets that come of it."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Joined(Generic[T]):
    """Sets of things; what is joined to something joined is joined to that too."""

    def __init__(self) -> None:
        self._set_of: dict[T, list[T]] = {}

    def join(self, one: T, other: T) -> None:
        """Put two things, with all that each is joined to, into one set."""
        larger, smaller = self._members(one), self._members(other)
        if larger is smaller:
            return
        if len(larger) < len(smaller):
            larger, smaller = smaller, larger
        larger.extend(smaller)
        self._set_of.update(dict.fromkeys(smaller, larger))

    def sets(self) -> Iterable[list[T]]:
        """Return all sets of two things or more."""
        return {id(members): members for members in self._set_of.values() if len(members) > 1}.values()

    def _members(self, one: T) -> list[T]:
        return self._set_of.setdefault(one, [one])
