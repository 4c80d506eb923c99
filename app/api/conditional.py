"""ETags of what the corpus and the request alone decide: who has it already is told so before anything is searched."""

import hashlib
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.formats import accepted
from app.wiring import Archive

_APP = Path(__file__).parents[1]
# Clients keep what they get and always ask whether it still holds, which costs next to nothing.
_REVALIDATE = "no-cache"
NEVER_THE_SAME = {"Cache-Control": "no-store"}
"""The header of an answer that is another one next time: it gets no ETag."""


class ConditionalMiddleware:
    """Gives answers of the API and of the search page strong ETags, and answers 304 to those who have them.

    A tag stands for a state of the archive and a request. An answer gets one where the state was the same before and
    after it was made; one that has a tag of its own, or says `no-store`, is left as it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._program = _program()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_tagged(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = headers.get("if-none-match")
        tag = self._tag(scope, headers)
        vary = "Accept" if scope["path"].endswith("/v1/search") else None
        if tag and asked and tag in _tags(asked):
            await _not_modified(tag, vary)(scope, receive, send)
            return
        unless = asked is not None and asked.strip() == "*"
        dropped = False

        async def send_tagged(message: Message) -> None:
            nonlocal dropped
            if message["type"] == "http.response.start":
                told = MutableHeaders(raw=message["headers"])
                if message["status"] == HTTPStatus.OK:
                    if "etag" not in told and "cache-control" not in told and tag:
                        self._add(told, scope, headers, tag)
                    if unless and "etag" in told:
                        dropped = True
                        await _not_modified(told["etag"], vary)(scope, receive, send)
                        return
                told.setdefault("Cache-Control", _cached(message["status"]))
            if not dropped:
                await send(message)

        await self._app(scope, receive, send_tagged)

    def _add(self, told: MutableHeaders, scope: Scope, headers: Headers, tag: str) -> None:
        if self._tag(scope, headers) == tag:
            told["ETag"] = tag

    def _tag(self, scope: Scope, headers: Headers) -> str | None:
        archive: Archive | None = getattr(scope["app"].state, "archive", None)
        state = archive.state if archive else None
        if archive is None or state is None:
            return None
        # Links in the answer begin with the address that the client used.
        own = archive.settings.public_url or (scope["scheme"], headers.get("host"), scope.get("root_path"))
        shape = accepted(headers.get("accept")) if scope["path"].endswith("/v1/search") else None
        asked = (scope["path"], scope["query_string"], shape)
        made = hashlib.sha256(repr((self._program, state, own, asked)).encode("utf-8", "surrogatepass"))
        return f'"{made.hexdigest()[:32]}"'


def _is_tagged(scope: Scope) -> bool:
    path = str(scope["path"]).removeprefix(scope.get("root_path", "").rstrip("/"))
    return path == "/" or path.startswith("/v1/")


def _tags(if_none_match: str) -> list[str]:
    return [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]


def _cached(status: int) -> str:
    """A redirect or an answer may be kept and asked about; an error holds for the moment."""
    return _REVALIDATE if status < HTTPStatus.BAD_REQUEST else NEVER_THE_SAME["Cache-Control"]


def _not_modified(tag: str, vary: str | None) -> Response:
    headers = {"ETag": tag, "Cache-Control": _REVALIDATE} | ({"Vary": vary} if vary else {})
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)


def _program() -> str:
    """A digest of this program: another version may give another answer of the same state."""
    made = hashlib.sha256()
    for file in sorted(_APP.rglob("*")):
        if file.suffix in (".py", ".html", ".toml", ".tsv", ".gz"):
            made.update(file.read_bytes())
    return made.hexdigest()
