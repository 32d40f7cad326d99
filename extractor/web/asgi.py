"""What ASGI passes: the types of an application and of what it is given; who may ask, and that we are never told."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def only_read(app: App) -> App:
    """Return `app` without methods that would write."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            return await app(scope, receive, send)
        headers = [(b"allow", b"GET, HEAD"), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 405, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return None

    return wrapped


def only_for(app: App, host: str) -> App:
    """Return `app` for who asks by the name it is served under: a page elsewhere may point a name of its own here.

    Served on every address of this machine (`0.0.0.0`, `::`), it has names that it can't know, and answers everybody.
    """
    if host in _EVERY:
        return app
    names = _OWN | {host.lower(), f"[{host.lower()}]"}

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        asked = next((value for name, value in scope.get("headers", ()) if name == b"host"), b"").decode("latin-1")
        if scope["type"] != "http" or _PORT.sub("", asked).lower() in names:
            return await app(scope, receive, send)
        await send({"type": "http.response.start", "status": 421, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})
        return None

    return wrapped


_EVERY = ("", "0.0.0.0", "::")
_OWN = frozenset(("127.0.0.1", "localhost", "[::1]", "::1"))
_PORT = re.compile(r":\d{1,5}\Z")
