"""The report of a run: what each site brought against what was expected, and what went wrong, root cause first."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from extractor.health.diagnose import LayoutHealth, SiteHealth, by_cause, diagnose, silent_for
from extractor.health.model import Fill, SiteState, Trouble

Verdict = Literal["failing", "layout", "mute", "ok", "new"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""In the order of a report."""
_WEEK = timedelta(days=7)
_SOON = timedelta(hours=12)
"""Nights begin some seconds earlier or later; what is sooner is the same night once more."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One site of a report: what its last visit, `visited`, brought, and how it does.

    `expected` are the articles expected since the visit before, `silent_days` those since the last new article.
    `site` and `layout` are those of its diagnosis.
    """

    slug: str
    name: str
    base_url: str
    family: str
    site: SiteHealth
    layout: LayoutHealth
    visited: datetime | None
    new: int
    expected: tuple[float, float] | None
    articles: int
    facts: int
    links: int
    waiting: int
    requests: int
    not_modified: int
    bytes: int
    waited: float
    silent_days: int | None
    fills: tuple[Fill, ...]
    troubles: tuple[Trouble, ...]

    @property
    def verdict(self) -> Verdict:
        """The state in one word: where the site answers, `layout` says that its pages are not understood."""
        if self.site != "failing" and self.layout == "failing":
            return "layout"
        return self.site

    @property
    def issues(self) -> int:
        """How many issues its last visit met."""
        return sum(trouble.count for trouble in self.troubles)

    def as_json(self) -> dict[str, Any]:
        """Return what `json.dumps` takes."""
        return {**asdict(self), "visited": self.visited.isoformat() if self.visited else None}


@dataclass(frozen=True, slots=True)
class Report:
    """A run, or the state of all sites where `run` is None; `troubles` are those of no single site."""

    run: int | None
    at: datetime
    sites: tuple[SiteReport, ...]
    troubles: tuple[Trouble, ...]

    @property
    def issues(self) -> int:
        """How many issues there are, of sites and of none."""
        return sum(site.issues for site in self.sites) + sum(trouble.count for trouble in self.troubles)

    @property
    def defects(self) -> int:
        """How many of them are mistakes of mattran's own."""
        troubles = [*self.troubles, *(trouble for site in self.sites for trouble in site.troubles)]
        return sum(trouble.count for trouble in troubles if trouble.kind == "Defect")

    @property
    def well(self) -> bool:
        """Say whether all sites and layouts do as they should."""
        return all(site.verdict in ("ok", "new") for site in self.sites)

    def as_json(self) -> dict[str, Any]:
        """Return what `json.dumps` takes."""
        sites = [site.as_json() for site in self.sites]
        return {**asdict(self), "at": self.at.isoformat(), "sites": sites}


def report_of(states: Iterable[SiteState], troubles: Iterable[Trouble], *, now: datetime, run: int | None) -> Report:
    """Return the report of run `run`; the sites that fail stand first."""
    sites = sorted((_site(state, now) for state in states), key=lambda site: (VERDICTS.index(site.verdict), site.slug))
    return Report(run, now, tuple(sites), tuple(sorted(troubles, key=by_cause)))


def _site(state: SiteState, now: datetime) -> SiteReport:
    found, visit, silence = diagnose(state, now), state.visit, silent_for(state, now)
    return SiteReport(
        slug=state.slug,
        name=state.name,
        base_url=state.base_url,
        family=state.family,
        site=found.site,
        layout=found.layout,
        visited=visit.at if visit else None,
        new=visit.articles if visit else 0,
        expected=_expected(state),
        articles=state.articles,
        facts=visit.facts if visit else 0,
        links=visit.links if visit else 0,
        waiting=state.waiting,
        requests=visit.requests if visit else 0,
        not_modified=visit.not_modified if visit else 0,
        bytes=visit.bytes if visit else 0,
        waited=visit.waited if visit else 0.0,
        silent_days=silence.days if silence is not None else None,
        fills=state.fills,
        troubles=tuple(sorted(state.troubles, key=by_cause)),
    )


def _expected(state: SiteState) -> tuple[float, float] | None:
    """Return what a week's expectation comes to for the time between the last two visits; None where that is short."""
    if state.expected is None or state.visit is None or state.before is None:
        return None
    time = state.visit.at - state.before
    fewest, most = (round(articles * (time / _WEEK), 1) for articles in state.expected)
    return (fewest, most) if time >= _SOON else None
