"""Where the sites come from: the site files that ship, or the bundled sample portals, served on this machine."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from extractor.paths import data_dir

if TYPE_CHECKING:
    from scrapers.records import Site


@dataclass(frozen=True, slots=True)
class Sources:
    """All sites that there are, by slug, and where to connect for their hosts, where that is elsewhere."""

    sites: Mapping[str, "Site"]
    connect_to: Mapping[str, str]

    def choose(self, slugs: list[str]) -> list["Site"]:
        """Return the named sites, all of them where none is named; another name is wrong usage."""
        for slug in slugs:
            if slug not in self.sites:
                raise typer.BadParameter(f"{slug!r} is none of {', '.join(self.sites)}", param_hint="SITE")
        return [self.sites[slug] for slug in dict.fromkeys(slugs or self.sites)]


@contextmanager
def opened_sources(*, sample: bool) -> Iterator[Sources]:
    """Read the site files; with `sample` serve the sample portals until the block ends."""
    from scrapers.sites import load_sites

    if not sample:
        yield Sources({site.slug: site for site in load_sites(data_dir() / "sites")}, {})
        return
    from scrapers.portal import load_portals, serve

    portals = load_portals(data_dir() / "pages")
    with serve(portals) as served:
        yield Sources({portal.site.slug: portal.site for portal in portals}, served.hosts)
