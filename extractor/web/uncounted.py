"""Large views are not counted unless the reader asks: a count would take longer than all else on their page."""

from extractor.web.asgi import App, Receive, Scope, Send

_LARGE = ("/data/facts_wide", "/data/claims_wide", "/data/mentions")


def uncounted(app: App) -> App:
    """Return `app` with `_nocount` in the addresses of large views, but for those that have `_count`."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        if (
            scope["type"] == "http"
            and scope["path"] in _LARGE
            and b"_count=" not in query
            and b"_nocount=" not in query
        ):
            scope = {**scope, "query_string": b"&".join(filter(None, (query, b"_nocount=1")))}
        await app(scope, receive, send)

    return wrapped
