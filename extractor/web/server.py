"""Serving the pages on this machine until someone stops it."""

import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from extractor.errors import StoreError
from extractor.web.app import application
from extractor.web.asgi import only_for


def serve(path: Path, *, host: str, port: int, started: Callable[[str], None], browse: bool = False) -> None:
    """Serve the database until interrupted; `started` is told the address once it answers, port 0 takes a free one.

    Raises StoreError where the address can't be had.
    """
    with _listening(path, host, port) as listening:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"

        def answers() -> None:
            started(address)
            if browse:
                webbrowser.open(address)

        config = uvicorn.Config(
            only_for(application(path), host), log_level="warning", lifespan="off", access_log=False
        )
        with suppress(KeyboardInterrupt):  # that is how it ends
            _Server(config, answers).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says when it answers; from then on it ends well at a signal."""

    def __init__(self, config: uvicorn.Config, answers: Callable[[], None]) -> None:
        super().__init__(config)
        self._answers = answers

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._answers()


def _listening(path: Path, host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio leaves a delay of 40 ms on
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        what = f"can't be served on {host}:{port}: {error}"
        raise StoreError(str(path), what, cure="choose another port with --port") from error
    return listening
