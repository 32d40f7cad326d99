"""What a file says about itself, in Vietnamese and English, whatever the format."""

from collections.abc import Iterator

from extractor.export.model import About, Table
from extractor.labels import Label

READING = {
    "facts": ("status", "aggregation", "repeats", "empty"),
    "claims": ("status", "aggregation", "counted", "empty"),
    "totals": ("status", "sums", "empty"),
    "articles": ("copies", "empty"),
}
"""What a reader must know of a table, by the names of the labels `read_…`."""


def origin(about: About) -> Iterator[tuple[str, Label, str]]:
    """Yield id, name and value of what holds for all of the file: program, day, filters, licence."""
    labels = about.labels
    filters = ", ".join(f"{name} = {value}" for name, value in about.filters.items())
    yield "program", labels("export", "program"), about.program
    yield "exported", labels("export", "exported"), about.day.isoformat()
    yield "filters", labels("export", "filters"), filters or str(labels("export", "unfiltered"))
    yield "licence", labels("export", "licence"), str(labels("export", "licence_is"))


def title(table: Table, about: About) -> Label:
    """Return what the table is called."""
    return about.labels("export", table.name)


def reading(table: Table, about: About) -> Iterator[str]:
    """Yield sentences: what a row is, and how it is to be read."""
    yield str(about.labels("export", f"{table.name}_are"))
    for name in READING.get(table.name, ()):
        yield str(about.labels("export", f"read_{name}"))
