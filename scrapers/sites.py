"""data/sites/*.toml, one file a site, checked before any request is made."""

import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from scrapers.errors import SiteError
from scrapers.layouts import LAYOUTS
from scrapers.records import VIETNAM, Seed, Site
from scrapers.stamps import form_pattern

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


def _family(value: str) -> str:
    if value not in LAYOUTS:
        raise ValueError(f"no family {value!r}: the families are {', '.join(sorted(LAYOUTS))}")
    return value


def _date_format(value: str) -> str:
    form_pattern(value)
    return value


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError(f"no time zone {value!r}; write a name such as Asia/Ho_Chi_Minh") from error
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Seed(_Strict):
    kind: Literal["feed", "sitemap", "listing", "robots"]
    url: str = "/robots.txt"
    next: Annotated[str, Field(pattern=r"\{(?:page|offset|day)\}")] | None = None
    pages: Annotated[int, Field(ge=1, le=1000)] = 1
    step: Annotated[int, Field(ge=1, le=1000)] = 10
    days: Annotated[int, Field(ge=1, le=366)] = 7

    @model_validator(mode="after")
    def _has_address(self) -> Self:
        if self.kind != "robots" and "url" not in self.model_fields_set:
            raise ValueError(f"url is missing: where is this {self.kind}?")
        return self


class _Expected(_Strict):
    min: Annotated[int, Field(ge=0)]
    max: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min > self.max:
            raise ValueError("min is more than max")
        return self


class _SiteFile(_Strict):
    name: str
    base_url: Annotated[str, AfterValidator(_web_address)]
    family: Annotated[str, AfterValidator(_family)] = "generic"
    home: Annotated[str, Field(pattern=r"^\d{2}$")] | None = None
    hosts: tuple[str, ...] = ()
    delay: Annotated[float, Field(ge=0, le=600)] = 2.0
    article: Annotated[str, AfterValidator(_pattern)] | None = None
    seeds: Annotated[tuple[_Seed, ...], Field(min_length=1)]
    selectors: Annotated[dict[str, str], AfterValidator(_selectors)] = Field(default_factory=dict)
    date_format: Annotated[str, AfterValidator(_date_format)] | None = None
    timezone: Annotated[str, AfterValidator(_timezone)] | None = None
    expected: _Expected | None = None
    max_requests: Annotated[int, Field(ge=1)] = 2_000
    max_bytes: Annotated[int, Field(ge=1_000)] = 500_000_000
    ca_file: str | None = None
    verified: bool = False


def load_sites(folder: Path) -> tuple[Site, ...]:
    """Read every `*.toml` of `folder`, by slug; raise SiteError for a file that is wrong or an address used twice."""
    sites = tuple(load_site(path) for path in sorted(folder.glob("*.toml")))
    _refuse_twice(sites, "host", lambda site: site.hosts)
    _refuse_twice(sites, "seeds", lambda site: (seed.url for seed in site.seeds))
    return sites


def _refuse_twice(sites: Iterable[Site], key: str, addresses: Callable[[Site], Iterable[str]]) -> None:
    """A page that two sites claim would be stored for whichever came first."""
    seen: dict[str, str] = {}
    for site in sites:
        for address in addresses(site):
            if address in seen:
                what = f"{key}: {address} stands in {seen[address]}.toml too"
                raise SiteError(f"{site.slug}.toml", what, cure="keep it in one place")
            seen[address] = site.slug


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
        return _site(path, _SiteFile.model_validate(raw))
    except ValidationError as error:
        raise _site_error(path, error) from error


def _site(path: Path, file: _SiteFile) -> Site:
    home = urlsplit(file.base_url).hostname or ""
    return Site(
        slug=path.stem,
        name=file.name,
        base_url=file.base_url,
        family=file.family,
        home=file.home,
        seeds=tuple(_seed(seed, base_url=file.base_url) for seed in file.seeds),
        hosts=tuple(dict.fromkeys((home, *file.hosts))),
        delay=file.delay,
        article=file.article,
        selectors=MappingProxyType(file.selectors),
        date_format=file.date_format,
        timezone=ZoneInfo(file.timezone) if file.timezone else VIETNAM,
        expected=(file.expected.min, file.expected.max) if file.expected else None,
        max_requests=file.max_requests,
        max_bytes=file.max_bytes,
        ca_file=_beside(path, file.ca_file),
        verified=file.verified,
    )


def _seed(seed: _Seed, *, base_url: str) -> Seed:
    following = urljoin(base_url, seed.next) if seed.next else None
    address = urljoin(base_url, seed.url)
    return Seed(seed.kind, address, next=following, pages=seed.pages, step=seed.step, days=seed.days)


def _beside(path: Path, name: str | None) -> Path | None:
    """Return the file that a site file names, seen from the site file's folder."""
    if name is None:
        return None
    file = path.parent / name
    if not file.is_file():
        raise SiteError(str(path), f"ca_file: there is no {file}", cure="put the certificates there, as PEM")
    return file


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
