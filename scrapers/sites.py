"""data/sites/*.toml, one file a site, checked before any request is made."""

import re
import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal
from urllib.parse import urljoin, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from scrapers.errors import SiteError
from scrapers.records import Seed, Site

FIELDS = ("title", "lead", "body", "date", "author", "tags", "links", "drop")
"""What a site file may point at with a CSS selector of its own."""


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write a whole address, such as https://mattran.org.vn/")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"no regular expression ({error})") from error
    return value


def _selectors(value: dict[str, str]) -> dict[str, str]:
    for field, selector in value.items():
        if field not in FIELDS:
            raise ValueError(f"unknown field {field!r}: allowed are {', '.join(FIELDS)}")
        try:
            LexborHTMLParser("<p></p>").css(selector)
        except SelectolaxError as error:
            raise ValueError(f"{field}: no CSS selector: {selector!r}") from error
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Seed(_Strict):
    kind: Literal["feed", "sitemap", "listing"]
    url: str
    next: Annotated[str, Field(pattern=r"\{page\}")] | None = None
    pages: Annotated[int, Field(ge=1, le=1000)] = 1


class _Expected(_Strict):
    min: Annotated[int, Field(ge=0)]
    max: Annotated[int, Field(ge=1)]


class _SiteFile(_Strict):
    name: str
    base_url: Annotated[str, AfterValidator(_web_address)]
    family: Literal["nukeviet", "epi", "daidoanket", "generic"] = "generic"
    home: Annotated[str, Field(pattern=r"^\d{2}$")] | None = None
    hosts: tuple[str, ...] = ()
    delay: Annotated[float, Field(ge=0, le=600)] = 2.0
    article: Annotated[str, AfterValidator(_pattern)] | None = None
    seeds: Annotated[tuple[_Seed, ...], Field(min_length=1)]
    selectors: Annotated[dict[str, str], AfterValidator(_selectors)] = Field(default_factory=dict)
    expected: _Expected | None = None
    verified: bool = False


def load_sites(folder: Path) -> tuple[Site, ...]:
    """Read every `*.toml` of `folder`, by slug; raise SiteError for a file that is wrong or an address used twice."""
    sites = tuple(load_site(path) for path in sorted(folder.glob("*.toml")))
    seen: dict[str, str] = {}
    for site in sites:
        if other := seen.get(site.base_url):
            raise SiteError(
                f"{site.slug}.toml", f"base_url: stands in {other}.toml too", cure="keep one of the two files"
            )
        seen[site.base_url] = site.slug
    return sites


def load_site(path: Path, *, base_url: str | None = None) -> Site:
    """Read one site file; `base_url` takes the place of the file's own, for a portal served elsewhere.

    Raises SiteError, which names the file, the key and the cure.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SiteError(str(path), str(error), cure="write the file as TOML in UTF-8") from error
    if base_url is not None:
        raw["base_url"] = base_url
    try:
        return _site(path.stem, _SiteFile.model_validate(raw))
    except ValidationError as error:
        raise _site_error(path, error) from error


def _site(slug: str, file: _SiteFile) -> Site:
    home = urlsplit(file.base_url).hostname or ""
    return Site(
        slug=slug,
        name=file.name,
        base_url=file.base_url,
        family=file.family,
        home=file.home,
        seeds=tuple(_seed(seed, base_url=file.base_url) for seed in file.seeds),
        hosts=tuple(dict.fromkeys((home, *file.hosts))),
        delay=file.delay,
        article=file.article,
        selectors=MappingProxyType(file.selectors),
        expected=(file.expected.min, file.expected.max) if file.expected else None,
        verified=file.verified,
    )


def _seed(seed: _Seed, *, base_url: str) -> Seed:
    following = urljoin(base_url, seed.next) if seed.next else None
    return Seed(kind=seed.kind, url=urljoin(base_url, seed.url), next=following, pages=seed.pages)


def _site_error(path: Path, error: ValidationError) -> SiteError:
    first = min(
        error.errors(), key=lambda found: found["type"] != "extra_forbidden"
    )  # a misspelt key explains the rest
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return SiteError(str(path), f"{key}: unknown key", cure=f"allowed keys are {', '.join(_allowed(first['loc']))}")
    if first["type"] == "missing":
        return SiteError(str(path), f"{key}: missing", cure=f"add the key {key}")
    return SiteError(str(path), f"{key}: {first['msg']}", cure="correct the value")


def _allowed(loc: tuple[Any, ...]) -> list[str]:
    models: dict[str, type[BaseModel]] = {"seeds": _Seed, "expected": _Expected}
    owner = models.get(str(loc[0]), _SiteFile) if len(loc) > 1 else _SiteFile
    return sorted(owner.model_fields)
