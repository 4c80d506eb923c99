"""What is told of each request: a line in the log, and figures for `/metrics`."""

import logging
import re
import time
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.conditional import FROM_CACHE
from app.api.figures import IN_PROGRESS, REQUESTS, SECONDS
from app.api.identified import REQUEST_ID
from app.api.logs import REQUEST_LOG

_log = logging.getLogger(REQUEST_LOG)
_UNEXPECTED = 500
_CACHE = {True: "hit", False: "miss", None: "none"}
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


class Routes:
    """Which route an address belongs to, by its template: figures by address would be without number."""

    def __init__(self, templates: Iterable[str]) -> None:
        all_of_them = list(templates)
        self._plain = {template for template in all_of_them if "{" not in template}
        self._patterns = [
            (re.compile(re.sub(r"\{\w+\}", "[^/]+", template)), template)
            for template in all_of_them
            if "{" in template
        ]

    def of(self, scope: Scope) -> str:
        """The route of a request; `none` where there is none."""
        return self.named(str(scope["path"]).removeprefix(scope.get("root_path", "").rstrip("/")))

    def named(self, path: str) -> str:
        if path in self._plain:
            return path
        if path.startswith("/static/"):
            return "/static"
        return next((template for pattern, template in self._patterns if pattern.fullmatch(path)), "none")


class ObserveMiddleware:
    def __init__(self, app: ASGIApp, routes: Routes) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Now, since whoever answers may change the scope.
        route = self._routes.of(scope)
        status = _UNEXPECTED
        begin = time.perf_counter()

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        IN_PROGRESS.inc()
        try:
            await self._app(scope, receive, send_noted)
        finally:
            IN_PROGRESS.dec()
            _tell(scope, route, status, time.perf_counter() - begin)


def _tell(scope: Scope, route: str, status: int, seconds: float) -> None:
    # A client may invent methods, too.
    method = scope["method"] if scope["method"] in METHODS else "other"
    REQUESTS.labels(route, method, status).inc()
    SECONDS.labels(route).observe(seconds)
    # What people search for is their own business: the route is told, the query is not.
    told = {
        "request_id": scope.get(REQUEST_ID, ""),
        "method": method,
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 2),
        "cache": _CACHE[scope.get(FROM_CACHE)],
    }
    if _log.isEnabledFor(logging.INFO):
        _log.info(
            "%(method)s %(route)s %(status)d in %(milliseconds).2f ms, cache %(cache)s, %(request_id)s",
            told,
            extra=told,
        )
