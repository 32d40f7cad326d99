"""`mattran sites`: what can be crawled, and whether a site file fits its site."""

from typing import Annotated

import typer

from extractor.cli.options import Contact, Sample

sites = typer.Typer(
    help="List the sites that `mattran nightly` knows; check one against the live site.", invoke_without_command=True
)


@sites.callback()
def list_sites(context: typer.Context) -> None:
    """List the sites that `mattran nightly` knows, or check one of them."""
    if context.invoked_subcommand is not None:
        return
    from rich import box
    from rich.table import Table

    from extractor.cli.console import console
    from extractor.paths import data_dir
    from scrapers.sites import load_sites

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("site", "name", "address", "family", "province", "verified"):
        table.add_column(name)
    for site in load_sites(data_dir() / "sites"):
        verified = "yes" if site.verified else "no"
        table.add_row(site.slug, site.name, site.base_url, site.family, site.home or "", verified)
    console().print(table)


@sites.command()
def check(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The site, by the name of its file.")],
    pages: Annotated[int, typer.Option("--pages", metavar="N", min=1, help="Articles to read.")] = 5,
    contact: Contact = None,
    sample: Sample = False,
) -> None:
    """Hold a site file against its site: robots.txt, TLS, what each seed leads to, dates and bodies of some articles.

    Nothing is stored. Exit code 3 where something does not fit.
    """
    import asyncio
    from functools import partial

    from extractor.cli.console import console
    from extractor.cli.nightly import DONE_WITH_ISSUES
    from extractor.cli.sources import opened_sources
    from scrapers.check import check_site
    from scrapers.client import Client

    out = console()
    with opened_sources(sample=sample) as sources:
        [site] = sources.choose([slug])
        connect = partial(Client, contact=contact, connect_to=sources.connect_to)
        findings = asyncio.run(check_site(site, connect, pages=pages))
    for finding in findings:
        mark, colour = ("ok  ", "green") if finding.good else ("FAIL", "red")
        out.print(f"[{colour}]{mark}[/] {finding.part:<9}", end=" ")
        out.print(finding.text, markup=False, soft_wrap=True)
    if not all(finding.good for finding in findings):
        raise typer.Exit(DONE_WITH_ISSUES)
    if not sample:
        out.print(f"All fits: set verified = true in data/sites/{slug}.toml.", markup=False)
