"""The floor under any such server: nothing but the bytes that Microfiche answered with.

`python -m benchmarks.serving.empty fastapi|raw REPLIES PORT`. As `fastapi`, the routes declare the parameters of
Microfiche's own and have them read and checked; `raw` is an ASGI application without any framework. Both run as
Microfiche does.
"""

import json
import sys
from pathlib import Path
from statistics import median_low
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Query, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.articles import ArticleId
from app.api.logs import log_config
from app.api.parameters import Parameters
from app.api.protocol import BoundedProtocol
from app.api.search_parameters import SearchParameters

JSON = "application/json"


class Replies:
    """Bodies by path and query; for a question that was never put to Microfiche, the body of middle length."""

    def __init__(self, file: Path) -> None:
        given: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        self._bodies = {address.encode(): body.encode() for address, body in given.items()}
        lengths = {len(body): body for body in self._bodies.values()}
        self._middle = lengths[median_low(lengths)] if lengths else b"{}"

    def of(self, scope: Scope) -> bytes:
        query: bytes = scope["query_string"]
        path: bytes = scope["raw_path"]
        return self._bodies.get(path + b"?" + query if query else path, self._middle)


def fastapi_app(replies: Replies) -> FastAPI:
    app = FastAPI()

    @app.get("/v1/search")
    async def search(_: Annotated[SearchParameters, Query()], request: Request) -> Response:
        return Response(replies.of(request.scope), media_type=JSON)

    @app.get("/v1/articles/{id}")
    async def article(id: ArticleId, _: Annotated[Parameters, Query()], request: Request) -> Response:  # noqa: ARG001
        return Response(replies.of(request.scope), media_type=JSON)

    return app


def raw_app(replies: Replies) -> ASGIApp:
    async def app(scope: Scope, _: Receive, send: Send) -> None:
        body = replies.of(scope)
        headers = [(b"content-type", JSON.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


def main() -> None:
    kind, file, port = sys.argv[1:]
    replies = Replies(Path(file))
    app: Any = fastapi_app(replies) if kind == "fastapi" else raw_app(replies)
    uvicorn.run(
        app,
        port=int(port),
        loop="uvloop",
        http=BoundedProtocol,
        lifespan="off",
        proxy_headers=False,
        log_config=log_config("quiet"),
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main()
