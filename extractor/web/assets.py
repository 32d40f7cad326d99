"""The style sheet of all pages: one look with the explanation and the report."""

from functools import cache
from hashlib import sha1
from pathlib import Path

from datasette.utils.asgi import Response

_HERE = Path(__file__).parent
_SHEETS = (_HERE.parent / "webpage.css", _HERE.parent / "charts" / "chart.css", _HERE / "static" / "app.css")


@cache
def _sheet() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in _SHEETS)


@cache
def sheet(package: str) -> str:
    """Return the style sheet of the pages that `explain` or `health` write, for a page that holds their markup."""
    return (_HERE.parent / package / "page.css").read_text(encoding="utf-8")


@cache
def version() -> str:
    """Return what changes with the sheets, for their address."""
    return sha1(_sheet().encode(), usedforsecurity=False).hexdigest()[:8]


async def stylesheet() -> Response:
    """Serve the sheets as one."""
    return Response(
        _sheet(), content_type="text/css; charset=utf-8", headers={"cache-control": "max-age=31536000, immutable"}
    )
