"""The questions that are asked often: `data/queries.toml`."""

import tomllib
from functools import cache
from typing import NamedTuple

from extractor.errors import TableError
from extractor.labels import Label
from extractor.paths import data_dir

_KEYS = {"title_vi", "title_en", "about_vi", "about_en", "sql"}


class Query(NamedTuple):
    """A question in both languages and its SQL; `:name` in it is asked of the reader, empty for the usual."""

    id: str
    title: Label
    about: Label
    sql: str


@cache
def load_queries() -> dict[str, Query]:
    """Load the questions, in the order of their file."""
    path = data_dir() / "queries.toml"
    with path.open("rb") as file:
        tables = tomllib.load(file)
    for name, table in tables.items():
        if set(table) != _KEYS:
            raise TableError(f"{path}:[{name}]", f"keys are {sorted(table)}", cure=f"use {sorted(_KEYS)}")
    return {name: _query(name, table) for name, table in tables.items()}


def _query(name: str, table: dict[str, str]) -> Query:
    title, about = (Label(table[f"{of}_vi"], table[f"{of}_en"]) for of in ("title", "about"))
    return Query(name, title, about, table["sql"].strip())
