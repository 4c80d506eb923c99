"""What every answer carries besides its content: the request's id, and what browsers may do with it."""

import re
import secrets
from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem

REQUEST_ID = "microfiche.request_id"
"""Where the scope has the id of its request."""
ID_HEADER = "X-Request-Id"
# Whatever a proxy in front may give; nothing that could break a line of a log.
_WELL_FORMED = re.compile(r"[A-Za-z0-9._:/+=-]{1,100}", re.ASCII)
# A query of 2,000 characters takes 24 KB where each is percent-encoded from four bytes.
LONGEST_TARGET = 32_000

_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
NOT_INDEXED = {"X-Robots-Tag": "noindex"}
"""The header by which search engines leave an answer out, whoever links to it."""
_POLICY_HEADER = "Content-Security-Policy"
_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""What a page may load that says nothing of it: nothing. Data loads nothing either."""


def page_policy(*, scripts: str = "'none'", styles: str = "'self'") -> dict[str, str]:
    """The policy of a page of ours: its own styles and pictures, its own server, and these scripts."""
    rules = (
        "default-src 'none'",
        f"script-src {scripts}",
        f"style-src {styles}",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return {_POLICY_HEADER: "; ".join(rules)}


class IdentifyMiddleware:
    """Gives each request an id, its own where it brings one, and each answer the headers that all have."""

    def __init__(self, app: ASGIApp, told: Mapping[str, str]) -> None:
        """`told` are headers besides, the same for all answers."""
        self._app = app
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(ID_HEADER, "")
        # In place, so that who is outside of this, the handler of what nobody foresaw, knows it too.
        scope[REQUEST_ID] = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in {**_common_headers(scope), **self._told}.items():
                    headers.setdefault(name, value)
                if message["status"] == HTTPStatus.NOT_MODIFIED and headers[_POLICY_HEADER] == _POLICY:
                    # A browser would put it in the place of the policy that the page came with.
                    del headers[_POLICY_HEADER]
            await send(message)

        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
            detail = f"The address has more than {LONGEST_TARGET:,} bytes: ask for less at once."
            await problem(HTTPStatus.REQUEST_URI_TOO_LONG, "address_too_long", detail)(
                scope, receive, send_with
            )
            return
        await self._app(scope, receive, send_with)


async def on_unexpected(request: Request, _: Exception) -> Response:
    """The answer to what nobody foresaw. It is made outside of all middleware."""
    detail = (
        "Something went wrong on this side; the server's log says what, under this answer's `X-Request-Id`."
    )
    response = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", detail)
    response.headers.update(_common_headers(request.scope))
    return response


def _common_headers(scope: Scope) -> dict[str, str]:
    return {ID_HEADER: scope.get(REQUEST_ID, ""), _POLICY_HEADER: _POLICY, **_SAFE}
