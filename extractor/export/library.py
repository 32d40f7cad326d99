"""The libraries that only some formats need: an extra, loaded when it is asked for."""

from importlib import import_module
from typing import Any

from extractor.errors import MissingLibrary


def library(name: str) -> Any:
    """Return a module of the extra `export`; raises MissingLibrary, with the command that installs it."""
    try:
        return import_module(name)
    except ImportError as error:
        cure = 'install it: pip install "mattran[export]"'
        raise MissingLibrary(name.partition(".")[0], "a library that this format needs is missing", cure=cure) from error
