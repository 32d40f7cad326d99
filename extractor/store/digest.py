"""What an extraction depends on, as digests, and whether it is stale."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import scrapers
from extractor.paths import data_dir
from scrapers.records import Site

_PACKAGE = Path(__file__).parent.parent
_CODE = ("text", "lexicon", "mentions", "facts", "pipeline.py")
_PARSER = ("parse.py", "blocks.py", "charset.py", "stamps.py", "blocked.py")
_MODELS = ("underthesea",)
_NOT_TABLES = ("gold", "pages", "sites", "labels.csv", "columns.csv")  # read by no finder and no join


TABLES_CHANGED = "tables changed"
"""The reason why an article is stale that was read with other tables."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Digest of the data tables, and of the code that reads texts with them."""

    lexicon: str
    code: str


@dataclass(frozen=True, slots=True)
class State:
    """What an article's row says: the digest of its text now and at its extraction, None where there was none."""

    digest: str
    extracted_digest: str | None
    lexicon: str | None
    code: str | None


def stale(article: State, current: Versions) -> str | None:
    """Return why `article` must be extracted (again), None where its facts hold."""
    if article.extracted_digest is None:
        return "new"
    if article.extracted_digest != article.digest:
        return "text changed"
    if article.lexicon != current.lexicon:
        return TABLES_CHANGED
    if article.code != current.code:
        return "code changed"
    return None


def text_digest(text: str, *, published: str | None, home: str | None) -> str:
    """Return the digest of all that the extraction of one article is told."""
    return _sha256("\0".join((published or "", home or "", text)).encode("utf-8", "surrogatepass"))


def versions(data: Path) -> Versions:
    """Return the digests of the tables in `data` and of this installation's code and models."""
    code = (file for part in _CODE for file in _python_files(_PACKAGE / part))
    models = " ".join(f"{name} {version(name)}" for name in _MODELS)
    return Versions(_digest_files(tables(data).values(), root=data), _digest_files(code, root=_PACKAGE, seed=models))


def parser_version(site: Site | None) -> str:
    """Return the digest of all that turns the pages of `site` into articles: code, and what its site file says."""
    told: tuple[object, ...] = ()
    if site is not None:
        told = (site.family, sorted(site.selectors.items()), site.date_format, str(site.timezone), site.home)
    return _sha256(f"{_parser_code()} {told!r}".encode())


@cache
def _parser_code() -> str:
    root = Path(scrapers.__path__[0])
    files = (*(root / name for name in _PARSER), *_python_files(root / "layouts"))
    return _digest_files(files, root=root)


def shingles_version() -> str:
    """Return the digest of the code and the table that decide what is compared of two articles."""
    seed = f"rensa {version('rensa')}\0{(data_dir() / 'boilerplate.csv').read_text(encoding='utf-8')}"
    code = (file for part in ("text", "copies") for file in _python_files(_PACKAGE / part))
    return _digest_files(code, root=_PACKAGE, seed=seed)


@cache
def claims_version() -> str:
    """Return the digest of the code that makes claims of facts."""
    return _digest_files(_python_files(_PACKAGE / "claims"), root=_PACKAGE)


@cache
def search_version() -> str:
    """Return the digest of the code that decides which words of an article are found."""
    code = ("text/alphabet.py", "text/folding.py", "store/indexing.py")
    return _digest_files((_PACKAGE / name for name in code), root=_PACKAGE)


def tables(data: Path) -> dict[str, Path]:
    """Return the files that the extraction reads, by their names under `data`, in order."""
    files = sorted([*data.rglob("*.csv"), *data.rglob("*.toml")])
    named = {path.relative_to(data).as_posix(): path for path in files}
    return {name: path for name, path in named.items() if name.partition("/")[0] not in _NOT_TABLES}


def _python_files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _digest_files(files: Iterable[Path], *, root: Path, seed: str = "") -> str:
    digest = hashlib.sha256(seed.encode())
    for path in files:
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
