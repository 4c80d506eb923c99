"""HEAD for every GET: the same answer without its body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What tells a handler, to which it comes as a GET.
HEADERS_ONLY = "microfiche.headers_only"


class HeadMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET", HEADERS_ONLY: True}, receive, send_headers)
