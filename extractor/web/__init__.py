"""The database in a browser: Datasette on the file, read-only, with pages of our own."""

from extractor.web.app import application
from extractor.web.server import serve

__all__ = ["application", "serve"]
