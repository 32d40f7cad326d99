"""The tables with which articles were read, as they were then."""

from sqlite_utils import Database

from extractor.lexicon.change import Snapshot
from extractor.store.sql import upsert

_NEVER = "0001-01-01T00:00:00+00:00"


class Lexicons:
    """The table `lexicon_tables`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def said(self, lexicon: str) -> Snapshot:
        """Return what the tables of a lexicon said; nothing where that was not kept."""
        sql = "SELECT name, said FROM lexicon_tables WHERE lexicon = ?"
        return dict(self._db.execute(sql, [lexicon]).fetchall())

    def keeps(self, lexicon: str) -> bool:
        """Tell whether it is kept what the tables of a lexicon said."""
        sql = "SELECT EXISTS (SELECT 1 FROM lexicon_tables WHERE lexicon = ?)"
        [(kept,)] = self._db.execute(sql, [lexicon]).fetchall()
        return bool(kept)

    def know(self, lexicon: str) -> None:
        """Let articles be of a lexicon whose tables are not here; it was never loaded, so no other is older."""
        self._db.execute("INSERT OR IGNORE INTO lexicons (digest, loaded_at) VALUES (?, ?)", [lexicon, _NEVER])


def put_tables(db: Database, lexicon: str, said: Snapshot) -> None:
    """Keep what the tables say now, and of earlier ones those that an article was read with."""
    rows = [{"lexicon": lexicon, "name": name, "said": text} for name, text in said.items()]
    if rows:
        db.conn.executemany(upsert("lexicon_tables", rows[0], key=("lexicon", "name")), rows)
    gone = "lexicon <> ? AND lexicon NOT IN (SELECT lexicon_digest FROM articles WHERE lexicon_digest IS NOT NULL)"
    db.execute(f"DELETE FROM lexicon_tables WHERE {gone}", [lexicon])
