"""What our HTML pages share: they need nothing from outside, one base of the style sheet, words in two languages."""

from html import escape
from pathlib import Path
from string import Template

from extractor.labels import Label

_BASE = Path(__file__).with_suffix(".css")


def filled(folder: Path, **parts: str) -> str:
    """Return `page.html` of `folder` with its style sheet and `parts`, each of them markup."""
    style = _read(_BASE) + _read(folder / "page.css")
    return Template(_read(folder / "page.html")).substitute(parts, style=style)


def both(label: Label) -> str:
    """Return markup of both languages, Vietnamese first; a word that is the same in both stands once."""
    if label.vi == label.en:
        return escape(label.vi)
    return f'{escape(label.vi)} <span class="en" lang="en">{escape(label.en)}</span>'


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
