# ruff: noqa: N818
"""Everything that the caller of the extractor can put right.

MattranError                (a `where`, `what` went wrong, and the `cure`; it ends a command with its `exit_code`)
├── TableError              a data table or gold folder is wrong: fatal, nothing starts
├── InputError              a document can't be read: refused, the others go on
│   ├── NotText             binary, empty, or in no known encoding
│   ├── NotVietnamese       text of another language
│   ├── NoText              a page without an article
│   ├── TooSlow             an article that takes longer than its time
│   └── WorkerLost          an article whose worker process died
├── StoreError              the database can't be opened or written, or is of another program or a later version
│   ├── Outdated            it is of an older version, and was opened only to be read
│   └── Folder              it is a folder: exit code 2
├── WrongUsage              what was asked for can't be: exit code 2
│   ├── FilterError         a filter: no such value, or of a column that is not there
│   ├── ColumnError         a column that is not there
│   ├── QueryError          a search that asks for nothing, or for too much
│   └── Overwriting         an output where a database or what is read stands
├── OutputError             a file can't be written, or there is nothing to write
├── EngineError             the machines that share an extraction can't do it
├── MissingLibrary          a library of one of mattran's extras is not installed
├── Defect                  a mistake of mattran's own, met on one page or site
├── GivenUp                 a page did not come in many nights
├── Occupied                another run is at work on the database
├── Abandoned               an earlier run did not come to its end: its work is taken up
└── SiteAlarm               a site yields less than it should
    ├── Mute                no new article for longer than its site file expects
    ├── FieldsMissing       a field that its articles had is missing from the newest
    └── ClockDates          what is read as publication date is a clock
"""

import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar, Self


class MattranError(Exception):
    """Something at `where` (a path or `path:line`) is wrong; `str()` is one line that ends with the cure."""

    exit_code: ClassVar[int] = 1

    def __init__(self, where: str, what: str, *, cure: str) -> None:
        super().__init__(where, what, cure)
        self.where = where
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        """One line: where, what, cure."""
        return " ".join(f"{self.where}: {self.what}; {self.cure}".split())

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[str, str]]:
        """Go from process to process; pickle knows nothing of keywords."""
        return partial(type(self), cure=self.cure), (self.where, self.what)


class TableError(MattranError):
    """A data table is wrong; `where` is `file:line`."""


class InputError(MattranError):
    """A document is refused."""


class NotText(InputError):
    """Binary, empty, or in no known encoding."""


class NotVietnamese(InputError):
    """Text of another language."""


class NoText(InputError):
    """A page that holds no article."""


class TooSlow(InputError):
    """An article that takes longer than its time."""


class WorkerLost(InputError):
    """An article whose worker process died; where none can begin, `where` names the processes."""


class StoreError(MattranError):
    """The database can't be used."""


class Outdated(StoreError):
    """The database is of an older version, and was opened only to be read."""


class Folder(StoreError):
    """A folder where a database is wanted."""

    exit_code = 2


class WrongUsage(MattranError):
    """What was asked for can't be."""

    exit_code = 2


class FilterError(WrongUsage):
    """A filter that can't be; `where` is its name, `cure` lists what can, or the nearest names."""


class ColumnError(WrongUsage):
    """A column that is not there; `cure` lists those that are."""


class QueryError(WrongUsage):
    """A search that asks for nothing, or for too much."""


class Overwriting(WrongUsage):
    """An output that would take the place of a database, or of what the command reads."""


class OutputError(MattranError):
    """A file can't be written, or there is nothing to write."""


class EngineError(MattranError):
    """The machines that share an extraction can't do it; `where` is the engine, or what they can't use."""


class MissingLibrary(MattranError):
    """A library of one of the extras is not installed; `where` is what needs it."""


class Defect(MattranError):
    """A mistake of mattran's own, met on one page or site: the others go on, and the run ends with exit code 1."""

    @classmethod
    def of(cls, error: Exception, *, where: str) -> Self:
        """Say which error it is, and where in the code it was raised."""
        *_, frame = traceback.extract_tb(error.__traceback__)
        what = f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"
        return cls(where, what, cure="a mistake of mattran: please report it, with the address")


class GivenUp(MattranError):
    """A page did not come in many nights and is not asked for again."""


class Occupied(MattranError):
    """Another run is at work on the database."""


class Abandoned(MattranError):
    """An earlier run did not come to its end."""


class SiteAlarm(MattranError):
    """A site yields less than it should; `where` is its slug."""


class Mute(SiteAlarm):
    """No new article came for longer than the site file expects."""


class FieldsMissing(SiteAlarm):
    """A field that the site's articles had is missing from the newest."""


class ClockDates(SiteAlarm):
    """What is read as publication date is a clock."""
