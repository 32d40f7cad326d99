"""From the paths of a command line to articles, or to the reason why one is refused."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from extractor.errors import InputError, NoText
from extractor.read_input import MAX_BYTES, is_html, read_bytes, require_vietnamese
from extractor.store import ArticleRecord

SUFFIXES = (".txt", ".html", ".htm")
STDIN = "-"


def articles(
    paths: Iterable[str], *, published: str | None = None, home: str | None = None
) -> Iterator[ArticleRecord | InputError]:
    """Yield the article of each file, and for a file that can't be used the error that says why.

    Folders are searched for `*.txt`, `*.html` and `*.htm` at every depth, in the order of their names. `published`
    (ISO 8601) goes before what a page says of itself; `home` is the same for all.
    """
    for path in paths:
        try:
            for file in _files(path):
                yield _article(file, published=published, home=home)
        except InputError as error:
            yield error


def files(paths: Iterable[str]) -> Iterator[Path]:
    """Yield the files that `articles` reads."""
    for path in paths:
        with suppress(InputError):
            yield from (Path(file) for file in _files(path) if file != STDIN)


def _files(path: str) -> Iterator[str]:
    if path == STDIN or not Path(path).is_dir():
        yield path
        return
    found = sorted(file for file in Path(path).rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    if not found:
        wanted = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise InputError(path, "a folder without texts", cure=f"it should hold {wanted} files")
    yield from map(str, found)


def _article(path: str, *, published: str | None, home: str | None) -> ArticleRecord | InputError:
    try:
        article = _read(path)
        require_vietnamese(article.text, path)
    except InputError as error:
        return error
    return replace(article, published_at=published or article.published_at, home=home)


def _read(path: str) -> ArticleRecord:
    content = read_bytes(_bytes(path), path)
    if isinstance(content, bytes) or is_html(content) or path.lower().endswith((".html", ".htm")):
        return _parse(content, path)
    return ArticleRecord(document=path, text=content)


def _bytes(path: str) -> bytes:
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(path, "no such file or folder", cure="check the path") from None
    except OSError as error:
        raise InputError(path, error.strerror or str(error), cure="check that the file may be read") from error


def _parse(content: str | bytes, path: str) -> ArticleRecord:
    from scrapers.errors import ParseError
    from scrapers.parse import parse_html

    try:
        return ArticleRecord.of_page(parse_html(content), document=path)
    except ParseError as error:
        raise NoText(path, error.what, cure="give the page of one article, or its plain text") from error
