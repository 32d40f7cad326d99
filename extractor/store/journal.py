"""What happened: runs, and the issues met in them."""

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database


class Journal:
    """The tables `runs` and `issues`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, command: str, *, now: str) -> int:
        """Open a run and return its id."""
        row = [command, now]
        return int(self._db.execute("INSERT INTO runs (command, started_at) VALUES (?, ?)", row).lastrowid or 0)

    def finish(self, run: int, counts: Mapping[str, int], *, now: str) -> None:
        """Close a run with what happened how often."""
        row = [now, json.dumps(dict(counts), ensure_ascii=False, sort_keys=True), run]
        self._db.execute("UPDATE runs SET finished_at = ?, counts = ? WHERE id = ?", row)

    def issue(self, run: int, *, stage: str, kind: str, subject: str, message: str, cure: str, now: str) -> None:
        """Write one thing that went wrong."""
        row = {
            "run": run,
            "stage": stage,
            "kind": kind,
            "subject": subject,
            "message": message,
            "cure": cure,
            "at": now,
        }
        self._db.table("issues").insert(row)

    def issues(self, run: int) -> list[dict[str, Any]]:
        """Return the issues of a run, in the order they came."""
        return list(self._db.query("SELECT * FROM issues WHERE run = ? ORDER BY id", [run]))
