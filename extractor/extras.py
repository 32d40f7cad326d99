"""Libraries that only some commands need: extras of the package, imported when they are used."""

from collections.abc import Iterator
from contextlib import contextmanager

from extractor.errors import MissingLibrary


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Raise MissingLibrary, with the command that installs the extra, where an import in the block finds nothing."""
    try:
        yield
    except ModuleNotFoundError as error:
        cure = f'install it: pip install "mattran[{name}]"'
        raise MissingLibrary(str(error.name).partition(".")[0], "this library is not installed", cure=cure) from error
