"""What happened: runs, the visits to each site in them, and the issues met."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from extractor.store.sql import insert, upsert

Row = dict[str, Any]


class Journal:
    """The tables `runs`, `visits` and `issues`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, command: str, *, now: str, pid: int | None = None) -> int:
        """Open a run of process `pid` and return its id."""
        row = {"command": command, "started_at": now, "pid": pid}
        return int(self._db.execute(insert("runs", row), row).lastrowid or 0)

    def finish(self, run: int, counts: Mapping[str, int], *, now: str, visits: Iterable[Row] = ()) -> None:
        """Close a run with what happened how often, and what each site's visit came to, in one transaction."""
        row = [now, json.dumps(dict(counts), ensure_ascii=False, sort_keys=True), run]
        with self._db.atomic():
            self._db.execute("UPDATE runs SET finished_at = ?, counts = ? WHERE id = ?", row)
            self.put_visits(run, visits)

    def put_visits(self, run: int, visits: Iterable[Row]) -> None:
        """Write what the visits of a run have come to so far."""
        with self._db.atomic():
            for visit in visits:
                row = {"run": run, **visit}
                self._db.execute(upsert("visits", row, key=["run", "site"]), row)

    def unfinished(self) -> list[Row]:
        """Return the runs that were not closed, the oldest first."""
        return list(self._db.query("SELECT * FROM runs WHERE finished_at IS NULL ORDER BY id"))

    def abandon(self, run: int, *, now: str) -> None:
        """Close a run whose process is gone."""
        self.finish(run, {"abandoned": 1}, now=now)

    def issue(
        self,
        run: int,
        *,
        stage: str,
        kind: str,
        subject: str,
        message: str,
        cure: str,
        now: str,
        site: str | None = None,
    ) -> None:
        """Write one thing that went wrong."""
        row = {
            "run": run,
            "site": site,
            "stage": stage,
            "kind": kind,
            "subject": subject,
            "message": message,
            "cure": cure,
            "at": now,
        }
        self._db.execute(insert("issues", row), row)

    def told(self, subject: str, kind: str) -> bool:
        """Say whether an issue of this kind was written of `subject`."""
        sql = "SELECT 1 FROM issues WHERE subject = ? AND kind = ?"
        return self._db.execute(sql, [subject, kind]).fetchone() is not None

    def issues(self, run: int) -> list[Row]:
        """Return the issues of a run, in the order they came."""
        return list(self._db.query("SELECT * FROM issues WHERE run = ? ORDER BY id", [run]))

    def visits(self, run: int) -> list[Row]:
        """Return the visits of a run, by site."""
        return list(self._db.query("SELECT * FROM visits WHERE run = ? ORDER BY site", [run]))
