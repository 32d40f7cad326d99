"""A sample portal as it lies in its folder."""

from dataclasses import dataclass
from pathlib import Path

from scrapers.errors import SiteError
from scrapers.portal.routes import Route, load_routes
from scrapers.records import Site
from scrapers.sites import load_site


@dataclass(frozen=True, slots=True)
class Portal:
    """A sample portal: its site, the folder of what it serves, and what it does beyond that."""

    site: Site
    root: Path
    routes: tuple[Route, ...] = ()


def load_portals(folder: Path) -> tuple[Portal, ...]:
    """Read every portal of `folder`, by name; raise SiteError where a site file or its routes are wrong."""
    files = sorted(folder.glob("*/*.toml"))
    return tuple(_portal(path) for path in files if path.stem == path.parent.name)


def _portal(path: Path) -> Portal:
    root, routes = path.parent / "www", load_routes(path.parent / "routes.toml")
    for route in routes:
        if route.file and not (root / route.file).is_file():
            raise SiteError(str(path.parent / "routes.toml"), f"there is no www/{route.file}", cure="correct file")
    return Portal(load_site(path), root, routes)
