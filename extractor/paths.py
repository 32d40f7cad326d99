"""Where the data tables lie: in the checkout's `data/`, or inside the installed wheel."""

from pathlib import Path

_HERE = Path(__file__).parent


def data_dir() -> Path:
    """Return the folder of the data tables that belong to this installation."""
    packed = _HERE / "_data"
    return packed if packed.is_dir() else _HERE.parent / "data"
