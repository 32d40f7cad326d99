"""`mattran run`: the whole way on live sites."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import warn
from extractor.cli.options import Db
from extractor.paths import data_dir

if TYPE_CHECKING:
    from scrapers.records import Site


def run(
    slugs: Annotated[list[str], typer.Argument(metavar="SITE...", help="Sites to crawl; `mattran sites` lists them.")],
    db: Db = Path("mattran.db"),
    archive: Annotated[Path, typer.Option("--archive", metavar="DIR", help="Where fetched pages are kept.")] = Path(
        "archive"
    ),
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="TEXT", help="Address told to the sites, in the User-Agent.")
    ] = None,
    new_only: Annotated[bool, typer.Option("--new-only", help="Do not ask again for pages fetched before.")] = False,
) -> None:
    """Crawl live sites, parse and extract what is new. The exit code is 1 where a site yields nothing at all."""
    from extractor.cli.harvest import harvest
    from extractor.cli.report import report
    from extractor.stages import running
    from extractor.store import Store
    from scrapers.client import Client

    chosen = _choose(slugs)
    with Store(db) as store:
        with Client(contact=contact) as client, running(store, "run") as this:
            harvest(store, chosen, client, archive, run=this, new_only=new_only)
        report(store, this)
        silent = [site.slug for site in chosen if not store.pages.count(site.slug)]
    if silent:
        warn(f"{', '.join(silent)}: no page came; see the table issues")
        raise typer.Exit(1)


def _choose(slugs: list[str]) -> list["Site"]:
    from scrapers.sites import load_sites

    known = {site.slug: site for site in load_sites(data_dir() / "sites")}
    for slug in slugs:
        if slug not in known:
            raise typer.BadParameter(f"{slug!r} is none of {', '.join(known)}", param_hint="SITE")
        if not known[slug].verified:
            warn(f"{slug}: its site file was not yet verified against the live site; look at what comes")
    return [known[slug] for slug in dict.fromkeys(slugs)]
