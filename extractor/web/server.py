"""Serving the pages on this machine until someone stops it."""

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from extractor.errors import StoreError
from extractor.web.app import application


def serve(path: Path, *, host: str, port: int, started: Callable[[str], None], browse: bool = False) -> None:
    """Serve the database until interrupted; `started` is told the address once it answers, port 0 takes a free one.

    Raises StoreError where the address can't be had.
    """
    listening = _listening(path, host, port)
    address = f"http://{host if ':' not in host else f'[{host}]'}:{listening.getsockname()[1]}/"
    config = uvicorn.Config(application(path).app(), log_level="warning", lifespan="off", access_log=False)
    with listening:
        started(address)
        if browse:
            webbrowser.open(address)
        uvicorn.Server(config).run(sockets=[listening])


def _listening(path: Path, host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        raise StoreError(
            str(path), f"can't be served on {host}:{port}: {error}", cure="choose another port with --port"
        ) from error
    return listening
