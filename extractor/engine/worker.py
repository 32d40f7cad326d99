"""What runs in a worker process: the extractor, loaded once; an article in, plain rows out."""

import pickle
import select
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, TypeVar

from extractor.engine.garbage import collect_seldom
from extractor.errors import Defect, MattranError, WorkerLost

if TYPE_CHECKING:
    from extractor.pipeline import Extraction
    from extractor.store.rows import ArticleRows

R = TypeVar("R")
Record = dict[str, Any]
Answer = tuple[Literal["ready", "done", "fatal"], Any]
"""What a worker sends: once `ready`, then `done` with what was found or why nothing was; `fatal` ends the run."""

PIECE = getattr(select, "PIPE_BUF", 4096) - 4  # its length goes with it
"""Bytes of each piece of an answer but the last, which is shorter."""

_FIRST = "Năm 2023, xã Hòa Bình trao 5 căn nhà."  # loads the models, at no article's cost


class Article(Protocol):
    """What is asked of an article; `day` is when it was published."""

    @property
    def document(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def home(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Task:
    """What the extraction of one article is told; `document` is its path or address."""

    document: str
    text: str
    published: date | None = None
    home: str | None = None

    @classmethod
    def of(cls, article: Article) -> Self:
        """Return what the extraction of `article` is told."""
        return cls(article.document, article.text, article.day, article.home)


def rows_reader() -> "Callable[[Task], ArticleRows]":
    """Load the extractor; return what reads an article into the rows of the store."""
    return partial(as_rows, _extractor())


def record_reader() -> Callable[[Task], Record]:
    """Load the extractor; return what reads an article into its object of the output contract."""
    return partial(_as_record, _extractor())


def as_rows(extractor: "Callable[..., Extraction]", task: Task) -> "ArticleRows":
    """Return the rows of what `extractor` finds in an article."""
    from extractor.store.rows import article_rows

    return article_rows(extractor(task.text, published=task.published, home=task.home))


def attempt(read: Callable[[Task], R], task: Task) -> R | MattranError:
    """Return what is read, or the error that costs this article; raises MattranError for one that ends the run."""
    try:
        return read(task)
    except MattranError:
        raise
    except MemoryError:
        return WorkerLost(task.document, "it needs more memory than there is", cure="split it, or use fewer --jobs")
    except Exception as error:
        return Defect.of(error, where=task.document)


def serve(make: Callable[[], Callable[[Task], R]], tasks: "Connection", answers: "Connection") -> None:
    """Make a reader, then answer the tasks one after the other, until the other side is gone."""
    with suppress(EOFError, BrokenPipeError):
        try:
            read = make()
            collect_seldom()
            _send(answers, ("ready", None))
            while True:
                _send(answers, ("done", attempt(read, tasks.recv())))
        except MattranError as error:
            _send(answers, ("fatal", error))
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:
            _send(answers, ("fatal", Defect.of(error, where="a worker process")))


def _send(answers: "Connection", answer: Answer) -> None:
    """Send pieces that are in the pipe whole or not at all: who reads one never waits for a worker that was stopped."""
    data = memoryview(pickle.dumps(answer))
    for first in range(0, len(data) + 1, PIECE):
        answers.send_bytes(data[first : first + PIECE])


def _extractor() -> "Callable[..., Extraction]":
    from extractor.pipeline import Extractor

    extractor = Extractor()
    extractor(_FIRST)
    return extractor


def _as_record(extractor: "Callable[..., Extraction]", task: Task) -> Record:
    from extractor.contract import as_record

    return as_record(extractor(task.text, published=task.published, home=task.home), task.document)
