"""How long `mattran export` takes over a million facts, and how much memory."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_FORMATS = ("csv", "jsonl", "parquet")
_PEAK = """
import sys
from tests.processes import peak
try:
    from extractor.cli import main
    main()
finally:
    sys.stderr.write(f"peak {peak()}")
"""


def measure(path: Path) -> dict[str, Any]:
    """Return seconds and peak memory in MB of writing all facts, by format."""
    figures: dict[str, Any] = {}
    for name in _FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / f"facts.{name}"
            command = (sys.executable, "-c", _PEAK, "export", "facts", "--db", str(path), "--output", str(target))
            begun = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            figures[f"{name}, s"] = round(time.perf_counter() - begun, 1)
            figures[f"{name}, file MB"] = round(target.stat().st_size / 1e6)
        figures[f"{name}, peak RSS MB"] = int(done.stderr.rpartition("peak ")[2])
    return figures
