"""The rules of the house, read from the source: who may import what, and what no module does while it is imported."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted([*ROOT.glob("extractor/**/*.py"), *ROOT.glob("scrapers/**/*.py")])
MODULES = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in FILES]

DOORS = {  # an outside library and the modules that may open it
    "underthesea": ("extractor.text.vietnamese",),
    "numpy": ("extractor.text.tagger",),
    "spacy": ("extractor.component", "extractor.explain"),
    "httpx": ("scrapers.client", "scrapers.network"),
    "httpcore": ("scrapers.network", "scrapers.addresses"),
    "hishel": ("scrapers.client",),
    "stamina": ("scrapers.visit",),
    "filelock": ("extractor.store",),
    "protego": ("scrapers.robots",),
    "warcio": ("scrapers.archive", "scrapers.warc"),
    "trafilatura": ("scrapers.layouts", "scrapers.parse"),
    "pydantic": ("scrapers.sites", "scrapers.portal.routes"),
    "sqlite_utils": ("extractor.store",),
    "sqlite3": ("extractor.store",),
    "rensa": ("extractor.copies.shingles",),
    "typer": ("extractor.cli",),
    "rich": ("extractor.cli",),
    "pandas": ("extractor.frames",),
    "pyarrow": (
        "extractor.export.parquet",
        *(f"extractor.cluster.{name}" for name in ("inputs", "outputs", "records", "results", "schema")),
    ),
    "fsspec": ("extractor.cluster.inputs",),
    "ray": ("extractor.cluster.raydata",),
    "xlsxwriter": ("extractor.export.xlsx", "extractor.export.guide"),
    "datasette": ("extractor.web",),
    "uvicorn": ("extractor.web.server",),
    "markupsafe": ("extractor.web",),
    "vl_convert": ("extractor.charts.file",),
}
LAYERS = {  # a part of the extractor and the parts of the project that it may know
    "extractor.text": ("extractor.text", "extractor.errors", "extractor.paths"),
    "extractor.copies": ("extractor.copies", "extractor.text"),
    "extractor.claims": ("extractor.claims",),
    "extractor.search": ("extractor.search", "extractor.text", "extractor.errors"),
    "extractor.health": ("extractor.health", "extractor.errors", "extractor.labels", "extractor.webpage"),
    "extractor.export": (
        *("extractor.export", "extractor.columns", "extractor.labels"),
        *("extractor.errors", "extractor.extras", "extractor.replacing"),
    ),
    "extractor.lexicon": ("extractor.lexicon", "extractor.text", "extractor.errors"),
    "extractor.mentions": (
        *("extractor.mentions", "extractor.lexicon", "extractor.text", "extractor.errors", "extractor.paths"),
    ),
    "extractor.facts": (
        *("extractor.facts", "extractor.mentions.model", "extractor.mentions.cues.Cue"),
        *("extractor.lexicon", "extractor.text", "extractor.errors"),
    ),
    "extractor.engine": (
        *("extractor.engine", "extractor.pipeline", "extractor.contract", "extractor.store.rows"),
        "extractor.errors",
    ),
    "extractor.cluster": (
        *("extractor.cluster", "extractor.engine", "extractor.store", "extractor.read_input", "extractor.replacing"),
        *("extractor.errors", "extractor.paths", "scrapers"),
    ),
    "scrapers": ("scrapers",),
}
KNOW_SCRAPERS = ("extractor.store", "extractor.stages", "extractor.cluster", "extractor.cli")
FINDERS = {  # by the first letters of their modules' names
    "date": "dates",
    "localit": "localities",
    "place": "localities",
    "campaign": "campaigns",
    "quantit": "quantities",
    "cue": "cues",
}
READS = {"open", "read_text", "read_bytes", "read_csv", "Extractor", "Phrases"}


def imports(source: str) -> Iterator[str]:
    """Yield the full names that a module imports, `from a import b` as `a.b`, wherever the statement stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, *parts: str) -> bool:
    return any(name == part or name.startswith(part + ".") for part in parts)


def trespasses(module: str, source: str) -> list[str]:
    """Return the rules that a module breaks by what it imports."""
    found = []
    for name in imports(source):
        library = name.split(".")[0]
        if library in DOORS and not within(module, *DOORS[library]):
            found.append(f"{library} is imported only by {', '.join(DOORS[library])}")
        if library == "scrapers" and module.startswith("extractor") and not within(module, *KNOW_SCRAPERS):
            found.append(f"of the extractor only {', '.join(KNOW_SCRAPERS)} know scrapers")
        for part, known in LAYERS.items():
            if within(module, part) and library in ("extractor", "scrapers") and not within(name, *known):
                found.append(f"{part} knows only {', '.join(known)}, not {name}")
        if (own := finder(module)) and (other := finder(name)) and own != other:
            found.append(f"the finder of {own} imports the finder of {other}")
    return found


def finder(module: str) -> str | None:
    """Return which finder a module of `mentions` belongs to, None for what all share."""
    match = re.match(r"extractor\.mentions\.(\w+)", module)
    return next((finder for start, finder in FINDERS.items() if match and match[1].startswith(start)), None)


def work_at_import(source: str) -> list[str]:
    """Return the calls that read a file or build something large while the module is imported."""
    found = []
    todo: list[ast.AST] = list(ast.parse(source).body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in READS or name.startswith("load_"):
                found.append(f"line {node.lineno}: {name}()")
        todo.extend(ast.iter_child_nodes(node))
    return found


def clocks(source: str) -> list[int]:
    """Return the lines that ask what time it is."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [c.lineno for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr in {"today", "now", "utcnow"}]


@pytest.mark.parametrize(("module", "path"), list(zip(MODULES, FILES, strict=True)), ids=MODULES)
class TestEveryModule:
    def test_imports_what_it_may(self, module: str, path: Path) -> None:
        assert trespasses(module, path.read_text(encoding="utf-8")) == []

    def test_reads_nothing_while_it_is_imported(self, module: str, path: Path) -> None:
        assert work_at_import(path.read_text(encoding="utf-8")) == []

    def test_never_asks_the_clock_to_read_a_text(self, module: str, path: Path) -> None:
        if within(module, *LAYERS) and not within(module, "scrapers"):
            assert clocks(path.read_text(encoding="utf-8")) == []

    def test_imports_only_what_is_declared(self, module: str, path: Path) -> None:
        libraries = {name.split(".")[0] for name in imports(path.read_text(encoding="utf-8"))}
        assert libraries - set(sys.stdlib_module_names) <= declared() | {"extractor", "scrapers"}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (line for lines in project.get("optional-dependencies", {}).values() for line in lines)
    asked = (*project["dependencies"], *extras)
    names = {re.split(r"[^\w-]", line)[0].lower().replace("-", "_") for line in asked}
    return {name.removesuffix("_python") for name in names}


class TestTheRulesCanFail:
    @pytest.mark.parametrize(
        ("module", "source"),
        [
            ("scrapers.parse", "from extractor.text import document"),
            ("extractor.mentions.dates", "from scrapers.records import Page"),
            ("extractor.mentions.dates", "from extractor.mentions.localities import find_localities"),
            ("extractor.mentions.date_parts", "from extractor.mentions import cues"),
            ("extractor.facts.link", "from extractor.mentions.dates import find_dates"),
            ("extractor.facts.link", "import underthesea"),
            ("extractor.text.segment", "from extractor.lexicon.gazetteer import Unit"),
            ("extractor.pipeline", "import sqlite_utils"),
            ("extractor.stages", "def f():\n    import httpx"),
        ],
    )
    def test_trespass(self, module: str, source: str) -> None:
        assert trespasses(module, source)

    @pytest.mark.parametrize(
        ("module", "source"),
        [
            ("extractor.mentions.dates", "from extractor.mentions.date_parts import DAY"),
            ("extractor.mentions.dates", "from extractor.mentions.numerals import number"),
            ("extractor.stages", "from scrapers.fetch import fetch"),
            ("extractor.text.vietnamese", "def f():\n    import underthesea"),
        ],
    )
    def test_no_trespass(self, module: str, source: str) -> None:
        assert trespasses(module, source) == []

    def test_work_at_import(self) -> None:
        assert work_at_import("from a import load_units\nUNITS = load_units(1)")
        assert work_at_import("class A:\n    text = open('x').read()")
        assert not work_at_import("def f():\n    return open('x')")

    def test_clocks(self) -> None:
        assert clocks("from datetime import date\ndef f(): return date.today()") == [2]


def test_importing_the_extractor_loads_no_model() -> None:
    code = "import sys, extractor.pipeline; print([m for m in ('spacy', 'underthesea', 'torch') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    heavy = ("spacy", "underthesea", "httpx", "sqlite_utils", "trafilatura", "extractor.pipeline", "scrapers.client")
    code = f"import sys, extractor.cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
