"""The notebooks run from a clean checkout on the database of `make run`, and are kept without what a run leaves."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def test_there_are_four() -> None:
    assert [path.stem[0] for path in NOTEBOOKS] == ["1", "2", "3", "4"]


@each
def test_it_is_kept_without_outputs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    book = json.loads(text)
    assert book["metadata"] == METADATA
    for cell in book["cells"]:
        assert cell["metadata"] == {}
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
    assert text == json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@each
def test_it_speaks_both_languages_and_asks_for_nothing_from_outside(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].cell_type == "markdown"
    assert " · " in cells[0].source.splitlines()[0]
    assert not [cell.source for cell in cells if "http://" in cell.source or "https://" in cell.source]


@pytest.fixture(scope="module")
def ran(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Any]:
    """Run all notebooks, as many at once as there are processors; return each with its outputs, or its error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MATTRAN_DB", str(demo))
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        return dict(zip(NOTEBOOKS, asyncio.run(run(NOTEBOOKS)), strict=True))


async def run(paths: list[Path]) -> list[Any]:
    turns = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(path: Path) -> Any:
        book = nbformat.read(path, as_version=4)
        where = {"metadata": {"path": str(path.parent)}}
        async with turns:
            await NotebookClient(book, timeout=120, kernel_name="python3", resources=where).async_execute()
        return book

    return await asyncio.gather(*map(one, paths), return_exceptions=True)


@each
def test_it_runs(path: Path, ran: dict[Path, Any]) -> None:
    book = ran[path]
    if isinstance(book, BaseException):
        raise book
    said = [output for cell in book.cells for output in cell.get("outputs", ())]
    assert said
    assert [output for output in said if output.get("name") == "stderr"] == []
    assert all(shows(output) for output in said if output.output_type == "display_data")


def shows(output: Any) -> bool:
    """Say whether a chart, a table or markup came, and no link to something outside."""
    shown = output.data.get("image/svg+xml") or output.data.get("text/html") or output.data.get("text/plain", "")
    return bool(shown) and "cdn." not in shown
