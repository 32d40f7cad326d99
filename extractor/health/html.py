"""A report as one HTML page that needs nothing else: no script, no font, no picture."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from html import escape
from itertools import groupby
from pathlib import Path

from extractor.health.diagnose import by_cause, dropped, rank
from extractor.health.model import Fill, Trouble
from extractor.health.report import Report, SiteReport, Verdict
from extractor.labels import Labels
from extractor.webpage import both, filled

_HERE = Path(__file__).parent
_VIETNAM = timezone(timedelta(hours=7))
_COUNTS = ("articles", "facts", "waiting", "requests", "not_modified")
_COLUMNS = ("site", "new", "fresh", "fills", *_COUNTS, "bytes", "waited", "issues")
_NUMBERS = frozenset((*_COUNTS, "bytes", "waited", "issues"))
_ISSUE_COLUMNS = ("site", "subject", "message", "cure", "count")
_STATES: tuple[tuple[Verdict, str], ...] = (
    ("ok", "well"),
    ("failing", "failing"),
    ("layout", "layout"),
    ("mute", "mute"),
    ("new", "unvisited"),
)
_SHOWN = 50
"""Groups of issues of one kind that are listed."""

Met = tuple[SiteReport | None, Trouble]


def page(report: Report, labels: Labels) -> str:
    """Return the page; whatever comes from sites and their files is escaped."""
    return filled(_HERE, **parts(report, labels))


def parts(report: Report, labels: Labels) -> dict[str, str]:
    """Return the pieces of markup that the page is filled with, for pages that have their own frame."""
    title = labels("report", "all" if report.run is None else "run")
    number = "" if report.run is None else f" {report.run}"
    met = list(_met(report))
    return {
        "title": escape(f"{title}{number}"),
        "heading": f"{both(title)}{number}",
        "about": f"{both(labels('report', 'at'))} {_moment(report.at)}",
        "summary_label": escape(str(labels("report", "summary"))),
        "summary": "".join(_summary(report, labels)),
        "sites_label": f"{both(labels('report', 'sites'))} ({len(report.sites)})",
        "sites": _sites(report, labels),
        "issues_label": f"{both(labels('report', 'issues'))} ({labels.number(_total(met))})",
        "hint": both(labels("report", "hint" if met else "no_issues")),
        "issues": "\n".join(_kinds(met, report, labels)),
    }


def _met(report: Report) -> Iterator[Met]:
    """Yield every group of issues with its site, None for those of no single site."""
    yield from ((None, trouble) for trouble in report.troubles)
    yield from ((site, trouble) for site in report.sites for trouble in site.troubles)


def _total(met: Iterable[Met]) -> int:
    return sum(trouble.count for _, trouble in met)


def _summary(report: Report, labels: Labels) -> Iterator[str]:
    """Yield how many sites are well, failing, …, and what came."""
    states = Counter(site.verdict for site in report.sites)
    for verdict, name in _STATES:
        if (count := states[verdict]) or verdict != "new":
            yield _tile(labels.number(count), both(labels("report", name)), kind=verdict if count else "amount")
    yield _tile(labels.number(sum(site.new for site in report.sites)), both(labels("report", "new")))
    yield _tile(labels.number(sum(site.facts for site in report.sites)), both(labels("report", "facts")))
    yield _tile(labels.number(_total(_met(report))), f'<a href="#issues">{both(labels("report", "issues"))}</a>')


def _tile(count: str, words: str, *, kind: str = "amount") -> str:
    return f'<li class="{kind}"><b>{count}</b> {words}</li>'


def _sites(report: Report, labels: Labels) -> str:
    if not report.sites:
        return f'<p class="hint">{both(labels("report", "no_sites"))}</p>'
    rows = (_row(number, site, labels) for number, site in enumerate(report.sites, 1))
    legend = f'<p class="hint">{both(labels("report", "legend"))}</p>'
    return legend + _table("sites", _COLUMNS, rows, labels)


def _table(name: str, columns: Iterable[str], rows: Iterable[str], labels: Labels) -> str:
    """Return a table named by the element of id `name`, which scrolls inside where it is larger than its place."""
    heads = (f"<th scope=col{_numeric(column)}>{both(labels('report', column))}</th>" for column in columns)
    return "\n".join(
        (
            f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}">',
            f'<table class="{name.partition("-")[0]}">',
            f"<thead><tr>{''.join(heads)}</tr></thead>",
            "<tbody>",
            *rows,
            "</tbody></table></div>",
        )
    )


def _numeric(column: str) -> str:
    return ' class="n"' if column in _NUMBERS or column == "count" else ""


def _row(number: int, site: SiteReport, labels: Labels) -> str:
    name = f"{_link(site.base_url, site.name)}<small>{escape(site.slug)} · {escape(site.family)}</small>"
    cells = {
        "new": _new(site, labels),
        "fresh": _fresh(site, labels),
        "fills": "".join(_bar(fill, labels) for fill in site.fills if fill.n_recent),
        **{column: labels.number(getattr(site, column)) for column in _COUNTS},
        "bytes": _size(site.bytes, labels),
        "waited": f"{labels.number(round(site.waited))} s",
        "issues": labels.number(site.issues),
    }
    written = "".join(f"<td{_numeric(column)}>{cells[column]}</td>" for column in _COLUMNS[1:])
    head = f"<th scope=row>{name}{_states(site, labels)}</th>"
    return f'<tr id="s{number}" class="{site.verdict}">{head}{written}</tr>'


def _states(site: SiteReport, labels: Labels) -> str:
    states = (("site", site.site), ("layout", site.layout))
    chips = (f'<span class="state {state}">{both(labels("report", f"{of}_{state}"))}</span>' for of, state in states)
    return f'<p class="states">{"".join(chips)}</p>'


def _new(site: SiteReport, labels: Labels) -> str:
    """Return the new articles, and how they stand in the range of what is expected."""
    new = f"<b>{labels.number(site.new)}</b>"
    if site.expected is None:
        return new
    fewest, most = site.expected
    whole = max(site.new, most, 1)
    at = {"low": fewest / whole, "high": most / whole, "new": site.new / whole}
    style = ";".join(f"--{name}:{share:.1%}" for name, share in at.items())
    few = "fewer" if site.new + 1 <= fewest else ""
    range_ = f"{labels.number(fewest)}-{labels.number(most)}"
    note = f'<span class="n">{range_}</span> {both(labels("report", few or "expected"))}'
    return f'{new}<span class="range {few}" style="{style}"></span><small>{note}</small>'


def _fresh(site: SiteReport, labels: Labels) -> str:
    """Return the days since the last new article, and when the site was visited last."""
    days = f"<b>{labels.number(site.silent_days)}</b>" if site.silent_days is not None else ""
    visited = f"<small>{both(labels('report', 'visited'))} {_moment(site.visited)}</small>" if site.visited else ""
    return days + visited


def _bar(fill: Fill, labels: Labels) -> str:
    """Return a bar of the newest's share with a tick at the earlier one; a drop has both in figures."""
    name = both(labels("report", fill.field))
    style = f"--now:{fill.recent:.0%};--before:{fill.earlier if fill.n_earlier else fill.recent:.0%}"
    kind, share = "fill", f"{fill.recent:.0%}"
    if dropped(fill):
        kind, share = "fill dropped", f"{fill.earlier:.0%} ▼ {share}"
    return f'<div class="{kind}"><span>{name}</span><i style="{style}"></i><small>{share}</small></div>'


def _kinds(met: Iterable[Met], report: Report, labels: Labels) -> Iterator[str]:
    """Yield the issues kind by kind, the root cause first."""
    numbers = {site.slug: number for number, site in enumerate(report.sites, 1)}
    ordered = sorted(met, key=lambda pair: (rank(pair[1].kind), pair[1].kind, by_cause(pair[1])))
    for kind, entries in groupby(ordered, key=lambda pair: pair[1].kind):
        of_kind = list(entries)
        name, label = f"issues-{escape(kind)}", both(labels("issue", kind))
        rows = (_issue(site, trouble, numbers, labels) for site, trouble in of_kind[:_SHOWN])
        yield f'<h3 id="{name}">{label} <code>{escape(kind)}</code> ({labels.number(_total(of_kind))})</h3>'
        yield _table(name, _ISSUE_COLUMNS, rows, labels)
        if more := len(of_kind[_SHOWN:]):
            yield f'<p class="hint">… {labels.number(more)} {both(labels("report", "more"))}</p>'


def _issue(site: SiteReport | None, trouble: Trouble, numbers: dict[str, int], labels: Labels) -> str:
    named = f'<a href="#s{numbers[site.slug]}">{escape(site.slug)}</a>' if site else ""
    subject = "" if site and trouble.subject == site.slug else _link(trouble.subject)
    said = (f'<span lang="en">{escape(words)}</span>' for words in (trouble.message, trouble.cure))
    cells = "".join(f"<td>{cell}</td>" for cell in (named, subject, *said))
    return f'<tr>{cells}<td class="n">{labels.number(trouble.count)}</td></tr>'


def _link(address: str, words: str | None = None) -> str:
    """Return a link to a web address; anything else is text."""
    text = escape(words or address)
    if not address.startswith(("http://", "https://")):
        return text
    return f'<a href="{escape(address)}" rel="noreferrer">{text}</a>'


def _moment(at: datetime) -> str:
    return f"{at.astimezone(_VIETNAM):%d/%m/%Y %H:%M}"


def _size(size: int, labels: Labels) -> str:
    return f"{labels.number(size / 1e6, digits=1)} MB" if size >= 1e6 else f"{labels.number(round(size / 1000))} kB"
