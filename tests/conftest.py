"""Fixtures that are dear to build: once a run."""

import pytest

from extractor.pipeline import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Return the extractor on the tables of this checkout."""
    return Extractor()
