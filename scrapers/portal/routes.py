"""What a portal does with an address beyond sending the file of that name."""

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scrapers.errors import SiteError

Fault = Literal["reset", "truncated-gzip", "wrong-length", "broken-chunk", "endless", "drip", "bomb"]

TYPES = {
    **dict.fromkeys((".html", ".htm", ".aspx", ".php"), "text/html; charset=UTF-8"),
    ".xml": "application/xml; charset=UTF-8",
    ".txt": "text/plain; charset=UTF-8",
    ".gz": "application/gzip",
}
"""Content types of the files that are served, by suffix."""


class First(BaseModel):
    """What the first request after the start of the server gets instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    status: int
    headers: dict[str, str] = Field(default_factory=dict)


class Route(BaseModel):
    """One answer: `path` is a pattern for the whole decoded path, `query` the parameters that must have these values.

    `file` lies below `www/`; without it the file of the path itself is sent. `delay` is in seconds. A fault that
    comes `once` spares every request but the first. Blanks around a parameter's value do not matter.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    path: str
    caseless: bool = False
    query: dict[str, str] = Field(default_factory=dict)
    file: str | None = None
    type: str | None = None
    status: int = 200
    headers: dict[str, str] = Field(default_factory=dict)
    redirect: str | None = None
    delay: Annotated[float, Field(ge=0, le=60)] = 0.0
    first: First | None = None
    fault: Fault | None = None
    once: bool = False

    def answers(self, path: str, query: dict[str, list[str]]) -> bool:
        """Say whether this route is for the address."""
        if not re.fullmatch(self.path, path, re.IGNORECASE if self.caseless else re.NOFLAG):
            return False
        given = {name: [value.strip() for value in values] for name, values in query.items()}
        return all(given.get(name) == [value.strip()] for name, value in self.query.items())


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    routes: tuple[Route, ...] = ()


def load_routes(path: Path) -> tuple[Route, ...]:
    """Read a portal's routes; none where it has no such file. Raises SiteError."""
    if not path.is_file():
        return ()
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).routes
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise SiteError(str(path), str(error), cure="correct the file") from error


def route_of(address: str, routes: tuple[Route, ...]) -> Route:
    """Return the first route for a path and query, else one that sends the file of the path."""
    parts = urlsplit(address)
    path = unicodedata.normalize("NFC", unquote(parts.path))
    query = parse_qs(parts.query, keep_blank_values=True)
    return next((route for route in routes if route.answers(path, query)), Route(path=".*"))


def find(root: Path, address: str) -> Path | None:
    """Return the file below `root` that answers `address`; a folder is answered by its index."""
    path = unicodedata.normalize("NFC", unquote(urlsplit(address).path)).lstrip("/")
    wanted = (root / path).resolve() if "\x00" not in path else None
    if wanted is None or not wanted.is_relative_to(root):
        return None
    candidates = (wanted, wanted / "index.html", wanted / "index.xml")
    return next((path for path in candidates if path.is_file() and path.suffix in TYPES), None)
