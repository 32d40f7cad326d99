"""What a page is asked for by its address, held against what there is."""

from dataclasses import dataclass
from urllib.parse import urlencode

from datasette.utils.asgi import Request

from extractor.store import Store
from extractor.store.filters import STATUSES, Filters, single


@dataclass(frozen=True, slots=True)
class Asked:
    """What the charts of a page show: always an indicator and a status, a year if one is chosen."""

    indicator: str
    status: str
    year: int | None = None

    @property
    def filters(self) -> Filters:
        """What all rows of the charts have in common."""
        return Filters(indicator=self.indicator, status=self.status, year=self.year)

    def address(self, page: str, **other: object) -> str:
        """Return the address of `page` with what is asked for, and `other` in its place."""
        args = {"indicator": self.indicator, "status": self.status, "year": self.year, **other}
        return f"{page}?{urlencode({name: value for name, value in args.items() if value is not None})}"


def asked(request: Request, store: Store) -> Asked:
    """Return what a request asks for; raises FilterError for values that are not there."""
    given = {name: only(request, name) for name in ("indicator", "status", "year")}
    checked = Filters(**given).checked(store)
    year = int(checked.year) if checked.year is not None else None
    return Asked(checked.indicator or "money", checked.status or STATUSES[0], year)


def only(request: Request, name: str) -> str | None:
    """Return the value of a filter, None for an empty one; raises FilterError where the address has several."""
    return single(name, [value for value in request.args.getlist(name) if value])
