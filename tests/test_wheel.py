"""The installed wheel works outside the checkout: code and data tables are in it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.samples import TEXT

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it alone into a folder; the libraries are those of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    built = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*pip, *built], check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    target = folder / "site"
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)], check=True)
    return target


def run(
    installed: Path, *words: str, cwd: Path, code: str = "from extractor.cli import main; main()"
) -> subprocess.CompletedProcess[str]:
    """Run the installed program, or `code`; an editable install of the checkout must not shine through."""
    code = (
        f"import sys; sys.path[:] = [{str(installed)!r}] + [p for p in sys.path if p not in ('', {str(ROOT)!r})]\n"
        f"import extractor; assert extractor.__file__.startswith(sys.path[0]), extractor.__file__\n{code}"
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


def test_help(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "extract" in done.stdout


def test_extract(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text(TEXT, encoding="utf-8")
    done = run(installed, "extract", "tin.txt", "--format", "jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 76_000_000_000 in [fact["value"] for fact in json.loads(done.stdout)["facts"]]


def test_spacy_finds_the_component_by_itself(installed: Path, tmp_path: Path) -> None:
    code = f"""
import spacy
nlp = spacy.blank("xx")
nlp.add_pipe("mattran")
print([fact.value for fact in nlp({TEXT!r})._.facts])
"""
    done = run(installed, cwd=tmp_path, code=code)
    assert (done.returncode, done.stdout.strip()) == (0, "[76000000000, 120]"), done.stderr


def test_everything_that_is_read_is_in_it(installed: Path) -> None:
    [wheel] = installed.parent.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    read = [path for ending in ("csv", "toml", "html", "css") for path in (ROOT / "data").rglob(f"*.{ending}")]
    names = {f"extractor/_data/{path.relative_to(ROOT / 'data').as_posix()}" for path in read}
    beside = {
        p.relative_to(ROOT).as_posix() for p in (ROOT / "extractor").rglob("*.*") if p.suffix in (".html", ".css")
    } | {"extractor/py.typed", "scrapers/py.typed"}
    assert len(names) > 10
    assert names | beside <= packed
