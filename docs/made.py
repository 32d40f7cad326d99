"""What is made at every build of the pages: the commands, the tables of the database, the library.

A page asks for it by a line `<!-- made: commands -->`.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import typer

import extractor
from extractor.cli import app
from extractor.columns import load_columns
from extractor.paths import data_dir

_MARK = re.compile(r"^<!-- made: (\w+) -->$", re.MULTILINE)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Fill what a page asks for; mkdocs calls this for each page."""
    return _MARK.sub(lambda match: "\n".join(_MADE[match[1]]()), markdown)


# The commands, from the program itself


def commands() -> Iterator[str]:
    """Yield a section for each command."""
    program = typer.main.get_command(app)
    for name, command in sorted(program.commands.items()):  # type: ignore[attr-defined]  # a group has them
        yield from _command(f"mattran {name}", command)


def _command(name: str, command: Any) -> Iterator[str]:
    words = [_argument(p) for p in command.params if p.param_type_name == "argument"]
    yield f"## {name}\n\n{_prose(command.help)}\n"
    yield f"```text\n{' '.join((name, '[OPTIONS]', *words))}\n```\n"
    yield from _table(("Option", "Default", ""), (_option(p) for p in command.params if not p.hidden))
    for part, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _command(f"{name} {part}", inner)


def _argument(parameter: Any) -> str:
    return parameter.metavar or parameter.name.upper()


def _option(parameter: Any) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if parameter.param_type_name == "argument":
        names = f"`{_argument(parameter)}`"
    elif parameter.metavar:
        names += f" `{parameter.metavar}`"
    default = "" if parameter.default in (None, False, ()) or callable(parameter.default) else f"`{parameter.default}`"
    return names, default, parameter.help or ""


# The database, from columns.csv


def schema() -> Iterator[str]:
    """Yield a section for each table and view."""
    columns = load_columns(data_dir())
    for table in columns.tables:
        yield f"## {table}\n"
        rows = (
            (f"`{c.name}`", f"{c.type} ({c.unit})" if c.unit else c.type, c.vi, c.en) for c in columns(table).values()
        )
        yield from _table(("Column", "Type (unit)", "Tiếng Việt", "English"), rows)


# The library, from its docstrings


def library() -> Iterator[str]:
    """Yield a section for each public name, functions last."""
    for name in sorted(extractor.__all__, key=lambda name: (not inspect.isclass(getattr(extractor, name)), name)):
        yield from _described(name, getattr(extractor, name))


def _described(name: str, found: Any) -> Iterator[str]:
    yield f"## {name}\n"
    if not is_dataclass(found) and not (inspect.isclass(found) and issubclass(found, Exception)):
        yield f"```text\n{name}{_signature(found)}\n```\n"
    yield _prose(found.__doc__) + "\n"
    if is_dataclass(found):
        yield from _table(("Field", "Type"), ((f"`{f.name}`", f"`{_type(f.type)}`") for f in fields(found)))
    for method, code in vars(found).items() if inspect.isclass(found) else ():
        if inspect.isfunction(code) and code.__doc__ and (method == "__call__" or not method.startswith("_")):
            called = "" if method == "__call__" else f".{method}"
            yield f"```text\n{name.lower()}{called}{_signature(code)}\n```\n\n{_prose(code.__doc__)}\n"


def _signature(found: Any) -> str:
    text = re.sub(r"\(self(?:, )?", "(", str(inspect.signature(found)))
    return _bare(re.sub(r" = <[^>]*>", " = …", text).replace('"', "").replace("'", ""))


def _type(kind: Any) -> str:
    return _bare(kind if isinstance(kind, str) else inspect.formatannotation(kind))


def _bare(text: str) -> str:
    """Leave out the modules before the names of types."""
    return re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])", "", text)


def _prose(text: str | None) -> str:
    return inspect.cleandoc(text or "")


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    cells = list(rows)
    if cells:
        yield f"| {' | '.join(head)} |\n|{'---|' * len(head)}"
        yield from ("| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in cells)
        yield ""


_MADE: dict[str, Callable[[], Iterator[str]]] = {"commands": commands, "schema": schema, "library": library}
