"""The sample portals of data/pages, served over real HTTP on loopback.

Each lies in a folder of its own: its site file `<name>.toml`, under `www/` what it serves, and in `routes.toml` what a
plain file server could not do. A portal keeps the invented host name of its site file wherever it is served: give what
`serve` yields to `Client(connect_to=...)`.
"""

from scrapers.portal.model import Portal, load_portals
from scrapers.portal.routes import Route
from scrapers.portal.server import Request, Served, serve

__all__ = ["Portal", "Request", "Route", "Served", "load_portals", "serve"]
