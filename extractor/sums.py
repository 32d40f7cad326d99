"""Sums of figures: what the store adds up and the charts show."""

from typing import NamedTuple


class Sum(NamedTuple):
    """The claims of a group, added up; `key` is its id, code or year."""

    key: str
    name: str
    value: float
    claims: int


class Yearly(NamedTuple):
    """The claims of an indicator and year, added up.

    `year` is None for those of no single year; `placed` is False for those of the whole country or of no known place.
    """

    indicator: str
    year: int | None
    placed: bool
    value: float
    claims: int
