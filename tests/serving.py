"""`mattran serve` as a process of its own, for tests that ask it what a reader would."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVE = [sys.executable, "-c", "from extractor.cli import main; main()", "serve", "--port", "0", "--db"]


@contextmanager
def serving(db: Path) -> Iterator[str]:
    """Serve a database while the block runs; yield the address."""
    process = subprocess.Popen([*SERVE, str(db)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.communicate()[1]
        yield found[0].rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (0, "")
    assert "Traceback" not in err, err  # Datasette writes a line there for SQL that can't be run
