"""What every handler needs of the running server: the archive, and one hop to a worker thread."""

from collections.abc import Callable
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Request

from app.api.dear import is_dear
from app.api.desk import Desk
from app.api.head import HEADERS_ONLY
from app.wiring import Archive

Result = TypeVar("Result")


class Context:
    """One request's view of the server."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.archive: Archive = request.app.state.archive
        self._desk: Desk = request.app.state.desk

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do blocking work in a thread; raises `Overloaded` and `TimedOut`."""
        return await self._desk.answer(work, dear=is_dear(self._request.query_params))

    async def go_on(self, work: Callable[[], Result]) -> Result:
        """Do the next step of an answer that is being sent."""
        return await self._desk.go_on(work)

    @property
    def wants_headers_only(self) -> bool:
        """Whether this is a HEAD, of which nobody reads the body."""
        return bool(self._request.scope.get(HEADERS_ONLY))

    def header(self, name: str) -> str | None:
        return self._request.headers.get(name)

    @property
    def base(self) -> str:
        """The address under which clients reach this server, without a slash at its end."""
        return (self.archive.settings.public_url or str(self._request.base_url)).rstrip("/")

    def url_with(self, **changed: str) -> str:
        """This request's own address with parameters put in the place of its own and of `page` and `cursor`.

        What is empty is left out.
        """
        kept = [
            (name, value)
            for name, value in self._request.query_params.multi_items()
            if name not in ("page", "cursor", *changed)
        ]
        given = [(name, value) for name, value in (*kept, *changed.items()) if value]
        root = self._request.scope.get("root_path", "").rstrip("/")
        path = self._request.url.path.removeprefix(root)
        return f"{self.base}{path}?{urlencode(given)}"


async def _context(request: Request) -> Context:
    # FastAPI would take a thread to call the class.
    return Context(request)


RequestContext = Annotated[Context, Depends(_context)]
