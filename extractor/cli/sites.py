"""`mattran sites`: what can be crawled."""

from extractor.paths import data_dir


def sites() -> None:
    """List the sites that `mattran run` knows."""
    from rich import box
    from rich.table import Table

    from extractor.cli.console import console
    from scrapers.sites import load_sites

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("site", "name", "address", "family", "province", "verified"):
        table.add_column(name)
    for site in load_sites(data_dir() / "sites"):
        verified = "yes" if site.verified else "no"
        table.add_row(site.slug, site.name, site.base_url, site.family, site.home or "", verified)
    console().print(table)
