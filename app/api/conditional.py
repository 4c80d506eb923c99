"""ETags of what the corpus and the request alone decide: who has it already is told so before anything is searched.

Whoever has it not gets it as it was made the last time, where it is still kept.
"""

import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.formats import accepted
from app.kept import Kept
from app.wiring import Archive

_APP = Path(__file__).parents[1]
REVALIDATE = "no-cache"
"""Clients keep what they get and always ask whether it still holds, which costs next to nothing."""
NEVER_THE_SAME = {"Cache-Control": "no-store"}
"""The header of an answer that is another one next time: it gets no ETag."""
FROM_CACHE = "microfiche.from_cache"
"""Where the scope says whether the answer was kept from an earlier request; absent where none is ever kept."""
# Of an answer's headers and its place, in bytes.
_OVERHEAD = 2_000


class KeptAnswer(NamedTuple):
    """A whole answer 200, compressed where it was asked so."""

    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body) + _OVERHEAD


class _Tag(NamedTuple):
    """The tag of an answer to come, and the state of the archive that it stands for."""

    text: str
    state: tuple[object, ...]


class ConditionalMiddleware:
    """Gives answers that are made of the corpus strong ETags, and answers 304 to those who have them.

    A tag stands for a state of the archive and a request, the encodings that it takes included: so this stands outside
    of what compresses. An answer gets one where the state was the same before and after it was made; one that has a tag
    of its own, or says `no-store`, is left as it is.
    """

    def __init__(self, app: ASGIApp, kept: Kept[KeptAnswer]) -> None:
        self._app = app
        self._kept = kept
        self._program = _program()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_tagged(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        tag, asked = self._tag(scope, headers), headers.get("if-none-match", "")
        if tag and asked and tag.text in _tags(asked):
            await _not_modified(tag.text, scope)(scope, receive, send)
            return
        kept = self._kept.get(tag.text) if tag else None
        scope[FROM_CACHE] = kept is not None
        if kept is None:
            await self._app(scope, receive, self._tagging(scope, receive, send, tag))
        elif tag and asked.strip() == "*":
            await _not_modified(tag.text, scope)(scope, receive, send)
        else:
            told = [*kept.headers, (b"server-timing", b"cache;desc=hit")]
            await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": told})
            await send({"type": "http.response.body", "body": kept.body})

    def _tagging(self, scope: Scope, receive: Receive, send: Send, tag: _Tag | None) -> Send:
        """Send with what is told of an answer, and keep one that has our tag."""
        unless = Headers(scope=scope).get("if-none-match", "").strip() == "*"
        dropped, made = False, list[bytes]()
        told: MutableHeaders | None = None

        async def send_tagged(message: Message) -> None:
            nonlocal dropped, told
            if message["type"] == "http.response.start":
                found = MutableHeaders(raw=message["headers"])
                if message["status"] == HTTPStatus.OK:
                    if tag and "etag" not in found and "cache-control" not in found:
                        told = _tagged(found, scope, tag)
                    if unless and "etag" in found:
                        dropped = True
                        await _not_modified(found["etag"], scope)(scope, receive, send)
                        return
                found.setdefault("Cache-Control", _cached(message["status"]))
            elif tag and told is not None and not dropped:
                made.append(message.get("body", b""))
                if not message.get("more_body"):
                    self._keep(tag.text, told, b"".join(made))
            if not dropped:
                await send(message)

        return send_tagged

    def _keep(self, tag: str, told: MutableHeaders, body: bytes) -> None:
        headers = [(name, value) for name, value in told.raw if name not in _OF_ONE_REQUEST]
        answer = KeptAnswer(headers, body)
        self._kept.keep(tag, answer, answer.size)

    def _tag(self, scope: Scope, headers: Headers) -> _Tag | None:
        archive, state = _archive(scope), _state(scope)
        if archive is None or state is None:
            return None
        # Links in the answer begin with the address that the client used.
        own = archive.settings.public_url or (scope["scheme"], headers.get("host"), scope.get("root_path"))
        shape = accepted(headers.get("accept")) if _is_search(scope) else None
        asked = (scope["path"], scope["query_string"], shape, headers.get("accept-encoding"))
        made = hashlib.sha256(repr((self._program, state, own, asked)).encode("utf-8", "surrogatepass"))
        return _Tag(f'"{made.hexdigest()[:32]}"', state)


def _archive(scope: Scope) -> Archive | None:
    return getattr(scope["app"].state, "archive", None)


def _state(scope: Scope) -> tuple[object, ...] | None:
    archive = _archive(scope)
    return archive.state if archive else None


def _tagged(found: MutableHeaders, scope: Scope, tag: _Tag) -> MutableHeaders | None:
    """The headers with their tag; None where the archive changed while the answer was made."""
    if _state(scope) != tag.state:
        return None
    found["ETag"] = tag.text
    if "accept-encoding" not in found.get("vary", "").lower():
        found.add_vary_header("Accept-Encoding")
    return found


_OF_ONE_REQUEST = frozenset({b"server-timing"})
# Others are not made of the corpus, and bring tags of their own where they have any.
_TAGGED_PATHS = frozenset({"/", "/sitemap.xml", "/llms.txt"})
_TAGGED = ("/v1/", "/articles/", "/sitemaps/", "/opensearch/")


def _is_tagged(scope: Scope) -> bool:
    path = str(scope["path"]).removeprefix(scope.get("root_path", "").rstrip("/"))
    return path in _TAGGED_PATHS or path.startswith(_TAGGED)


def _is_search(scope: Scope) -> bool:
    return bool(scope["path"].endswith("/v1/search"))


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Whether a client that sends this `If-None-Match` has the answer of this tag."""
    known = _tags(if_none_match or "")
    return tag in known or known == ["*"]


def _tags(if_none_match: str) -> list[str]:
    return [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]


def _cached(status: int) -> str:
    """A redirect or an answer may be kept and asked about; an error holds for the moment."""
    return REVALIDATE if status < HTTPStatus.BAD_REQUEST else NEVER_THE_SAME["Cache-Control"]


def _not_modified(tag: str, scope: Scope) -> Response:
    vary = "Accept, Accept-Encoding" if _is_search(scope) else "Accept-Encoding"
    headers = {"ETag": tag, "Cache-Control": REVALIDATE, "Vary": vary}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)


def _program() -> str:
    """A digest of this program: another version may give another answer of the same state."""
    made = hashlib.sha256()
    for file in sorted(_APP.rglob("*")):
        if file.suffix in (".py", ".html", ".toml", ".tsv", ".gz"):
            made.update(file.read_bytes())
    return made.hexdigest()
