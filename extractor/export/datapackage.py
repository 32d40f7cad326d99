"""A Frictionless data package: a zip of CSV files and of `datapackage.json`, which says what every column holds."""

import json
from collections.abc import Sequence
from typing import Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from extractor.columns import Column
from extractor.export.csvfile import write_csv
from extractor.export.model import About, Table, Written
from extractor.export.notes import origin, reading, title

_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "moment": {"type": "datetime", "format": "any"},
    "boolean": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    "json": {"type": "array"},
}
_KEYS = {"facts": "fact", "claims": "claim", "articles": "id"}
_LICENCE = {
    "name": "Apache-2.0",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
    "title": "Apache License 2.0",
}


def write_datapackage(tables: Sequence[Table], out: BinaryIO, about: About) -> list[Written]:
    """Write a CSV file a table, and the package's description."""
    done = []
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for table in tables:
            with package.open(_file(table), "w", force_zip64=True) as file:
                done += write_csv([table], cast(BinaryIO, file), about)
        description = json.dumps(_package(tables, about), ensure_ascii=False, indent=2)
        package.writestr("datapackage.json", description + "\n")
    return done


def _file(table: Table) -> str:
    return f"{table.name}.csv"


def _package(tables: Sequence[Table], about: About) -> dict[str, Any]:
    """Describe the package as the Data Package standard has it, what we add under names of our own."""
    said = {name: value for name, _, value in origin(about)}
    return {
        "profile": "tabular-data-package",
        "name": "mattran-" + "-".join(table.name for table in tables),
        "title": "mattran: " + ", ".join(str(title(table, about)) for table in tables),
        "description": said["licence"],
        "created": f"{said['exported']}T00:00:00Z",
        "licenses": [_LICENCE],
        "program": said["program"],
        "filters": dict(about.filters),
        "resources": [_resource(table, about) for table in tables],
    }


def _resource(table: Table, about: About) -> dict[str, Any]:
    key = _KEYS.get(table.name)
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": _file(table),
        "title": str(title(table, about)),
        "description": "\n".join((*reading(table, about), str(about.labels("export", "read_quotes")))),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            **({"primaryKey": key} if key else {}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        **_TYPES.get(column.type, {"type": column.type}),
        "description": column.description,
        "description_vi": column.vi,
        "description_en": column.en,
        **({"unit": column.unit} if column.unit else {}),
    }
