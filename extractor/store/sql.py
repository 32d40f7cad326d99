"""Statements made from the rows that they write."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

Row = Mapping[str, Any]


def insert(table: str, row: Row, *, verb: str = "INSERT") -> str:
    """Return the statement that inserts rows with the keys of `row`."""
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(f":{name}" for name in row)
    return f"{verb} INTO {table} ({columns}) VALUES ({marks})"


@cache
def insert_values(table: str, columns: tuple[str, ...], *, verb: str = "INSERT") -> str:
    """Return the statement that inserts the values of `columns` in their order, which is quicker than by name."""
    names = [f'"{name}"' for name in columns]
    return f"{verb} INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"


def upsert(table: str, row: Row, *, key: Iterable[str]) -> str:
    """Return the statement that inserts rows with the keys of `row`, or renews those of the same `key` in place."""
    same = tuple(key)
    renew = ", ".join(f'"{name}" = excluded."{name}"' for name in row if name not in same)
    return f"{insert(table, row)} ON CONFLICT ({', '.join(same)}) DO UPDATE SET {renew}"


def update(table: str, row: Row) -> str:
    """Return the statement that gives the row of id `:id` the values of `row`."""
    values = ", ".join(f'"{name}" = :{name}' for name in row)
    return f"UPDATE {table} SET {values} WHERE id = :id"
