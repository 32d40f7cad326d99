"""The language of a request, and what every answer tells the browser.

`?lang=en` switches, and is taken out of the address before anyone else reads it; a cookie that holds the two letters
and nothing else remembers the choice.
"""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from extractor.web.asgi import App, Message, Receive, Scope, Send

LANGUAGES = ("vi", "en")
DEFAULT = "vi"
_COOKIE = "lang={}; Path=/; Max-Age=31536000; SameSite=Lax"
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)


def in_language(app: App) -> App:
    """Return `app` with the language of each request in its scope, as `lang`."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        query, asked = _taken_out(scope.get("query_string", b""))

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = [(b"set-cookie", _COOKIE.format(asked).encode())] if asked else []
                message = {**message, "headers": [*message.get("headers", []), *_ALWAYS, *cookie]}
            await send(message)

        lang = asked or _remembered(scope) or DEFAULT
        await app({**scope, "query_string": query, "lang": lang}, receive, sent)
        return None

    return wrapped


def language(scope: Scope | None) -> str:
    """Return the language of a request; where there is none, the default."""
    return str((scope or {}).get("lang", DEFAULT))


def _taken_out(query: bytes) -> tuple[bytes, str | None]:
    """Return the query string without `lang`, and the language that it asked for."""
    if b"lang=" not in query:
        return query, None
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    asked = next((value for name, value in pairs if name == "lang" and value in LANGUAGES), None)
    return urlencode([pair for pair in pairs if pair[0] != "lang"]).encode(), asked


def _remembered(scope: Scope) -> str | None:
    for name, value in scope.get("headers", []):
        if name == b"cookie":
            try:
                cookie = SimpleCookie(value.decode("latin-1")).get("lang")
            except CookieError:
                return None
            if cookie and cookie.value in LANGUAGES:
                return str(cookie.value)
    return None
