"""From what is known of a site to what is wrong with it: pure, the clock is an argument."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from extractor.errors import ClockDates, FieldsMissing, Mute
from extractor.health.model import Fill, Recent, SiteState, Trouble, Visit

Alarm = Mute | FieldsMissing | ClockDates
SiteHealth = Literal["ok", "failing", "mute", "new"]
LayoutHealth = Literal["ok", "failing", "unknown"]

SITE_KINDS = (
    *("NoSuchHost", "BadCertificate", "Unreachable", "NoRobots", "Closed", "Busy", "Refused", "Blocked"),
    *("ForeignHost", "Disallowed", "TooLarge"),
)
"""Issues that lie with the site or the way to it, the deeper cause first."""
LIST_KINDS = ("NoLinks", "ParseError")
"""Issues of lists that came and were not understood."""
PAGE_KINDS = ("NoArticle", "NotVietnamese")
"""Issues of articles' pages that came and were not understood."""
CAUSES = (
    *("Defect", "Abandoned", *SITE_KINDS, "Moved", "GivenUp", "BudgetSpent", "Gap", "ArchiveError"),
    *(*LIST_KINDS, *PAGE_KINDS),
    *("FieldsMissing", "ClockDates", "Mute"),
)

FEWEST_RECENT, FEWEST_EARLIER = 5, 10
"""Articles without which shares say nothing."""
USUAL, DROP = 0.8, 0.4
"""A field that at least so many articles had is missed when the share falls by so much."""
HALF = 0.5
"""Of the pages of a visit: where more are not understood, the layout fails."""
SAME = 3
"""Articles with one and the same minute of publication, from which it may be no publication date."""
_CLOCK = timedelta(minutes=5)
_SELECTORS = {"article": "body"}
"""The key of a site file to look at, where it is not that of the field."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`site`: ok, failing (it does not answer as it should), mute (nothing new for too long) or new (not visited yet).

    `layout`: ok, failing (its pages come and are not understood) or unknown (no article came yet).
    """

    site: SiteHealth
    layout: LayoutHealth
    alarms: tuple[Alarm, ...]


def diagnose(state: SiteState, now: datetime) -> Diagnosis:
    """Say how a site and its layout do at `now`."""
    alarms = tuple(_alarms(state, now))
    return Diagnosis(_site(state, alarms), _layout(state, alarms), alarms)


def rank(kind: str) -> int:
    """Return the place of a kind of issue among the causes: the root first, what is unknown last."""
    return CAUSES.index(kind) if kind in CAUSES else len(CAUSES)


def by_cause(trouble: Trouble) -> tuple[int, int]:
    """Sort the root cause first, then what is most frequent."""
    return rank(trouble.kind), -trouble.count


def patience(fewest: int) -> timedelta | None:
    """Return how long a site may be silent that brings at least `fewest` articles a week; None: for ever."""
    return max(timedelta(days=2), timedelta(days=21 / fewest)) if fewest else None


def silent_for(state: SiteState, now: datetime) -> timedelta | None:
    """Return the time since the last new article, since the first visit where there is none; never negative."""
    since = state.newest or state.first_visit
    return max(now - since, timedelta()) if since else None


def dropped(fill: Fill) -> bool:
    """Say whether the newest lack what nearly all had before; of too few nothing is said."""
    enough = fill.n_recent >= FEWEST_RECENT and fill.n_earlier >= FEWEST_EARLIER
    return enough and fill.earlier >= USUAL and fill.recent <= fill.earlier - DROP


def _site(state: SiteState, alarms: tuple[Alarm, ...]) -> SiteHealth:
    if state.visit is None:
        return "new"
    if _lists_fail(state.visit, state.troubles) or any(_pages_fail(fill) for fill in state.fills):
        return "failing"
    return "mute" if any(isinstance(alarm, Mute) for alarm in alarms) else "ok"


def _lists_fail(visit: Visit, troubles: tuple[Trouble, ...]) -> bool:
    """Say whether a list, robots.txt or the host failed and no list came."""
    failed = any(trouble.kind in SITE_KINDS and trouble.count > trouble.articles for trouble in troubles)
    return failed and not visit.lists


def _pages_fail(fill: Fill) -> bool:
    """Say whether the newest articles that were asked for do not come as those before did, or none of them."""
    none = fill.n_recent >= FEWEST_RECENT and not fill.recent
    return fill.field == "page" and (none or dropped(fill))


def _layout(state: SiteState, alarms: tuple[Alarm, ...]) -> LayoutHealth:
    blind = any(trouble.kind in LIST_KINDS for trouble in state.troubles)
    came = state.visit.pages if state.visit else 0
    missed = state.missed > 1 and state.missed > HALF * came
    if blind or missed or any(isinstance(alarm, FieldsMissing | ClockDates) for alarm in alarms):
        return "failing"
    return "ok" if state.articles else "unknown"


def _alarms(state: SiteState, now: datetime) -> Iterator[Alarm]:
    yield from _mute(state, now)
    for fill in state.fills:
        if fill.field != "page" and dropped(fill):
            of = "pages" if fill.field == "article" else "articles"
            what = f"{fill.field} stands in {fill.recent:.0%} of the newest {of}, in {fill.earlier:.0%} before"
            selector = _SELECTORS.get(fill.field, fill.field)
            yield FieldsMissing(state.slug, what, cure=f"look whether the pages changed: selectors.{selector}")
    if dates := _not_publication(state.recent):
        yield ClockDates(state.slug, dates, cure="point selectors.date at the article's own date, not at a clock")


def _mute(state: SiteState, now: datetime) -> Iterator[Mute]:
    """Tell of a silence that is too long; what came of it after the last visit is not the site's."""
    if state.visit is None or state.expected is None:
        return
    silence, longest = silent_for(state, min(now, state.visit.at)), patience(state.expected[0])
    if silence is not None and longest is not None and silence > longest:
        what = f"no new article for {silence.days} days, though {state.expected[0]} a week are expected"
        yield Mute(state.slug, what, cure=f"mattran sites check {state.slug}; or lower expected in its file")


def _not_publication(recent: tuple[Recent, ...]) -> str | None:
    """Say why the dates of the articles that came last are none of theirs: frozen, or the clock of the moment.

    Midnight is a day without an hour, which articles share. So may those of one night share a minute, when a portal
    puts them out together, but not those of two, nor all.
    """
    dated = [(article.published, article.fetched) for article in recent if article.published is not None]
    timed = [(published, fetched) for published, fetched in dated if published.time() != time()]
    if len(timed) < SAME:
        return None
    moment, times = Counter(published for published, _ in timed).most_common(1)[0]
    nights = {fetched.date() for published, fetched in timed if published == moment}
    if times >= SAME and (len(nights) > 1 or times == len(timed)):
        return f"{times} of the newest articles are dated {moment:%d/%m/%Y %H:%M}"
    if all(abs(fetched - published) < _CLOCK for published, fetched in timed):
        return f"all {len(timed)} of the newest articles are dated by the minute at which they were fetched"
    return None
