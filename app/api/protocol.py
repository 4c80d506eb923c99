"""HTTP as uvicorn speaks it, with an end to what a client may say, how long it may take, and how many there may be."""

import asyncio
import json
import resource
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.api.shapes.problems import title_of

# The longest address that is answered, and as much again for headers.
LONGEST_HEAD = 64_000
# From the first byte of a request to its last, and from the connection to the first request. A head is one packet or a
# few; a client that needs longer for it means no good, or is gone.
REQUEST_SECONDS = 10.0
# With which a client must take up what lies ready for it: at the worst a megabyte and a half, as much as the system
# keeps beside our own 64 KB. That is 12 KB a second.
READING_SECONDS = 120.0
# Files that are kept for store, index and locks.
_KEPT_FILES = 256


def _refusal(status: HTTPStatus, code: str, detail: str, *more: str) -> bytes:
    body = {
        "type": "about:blank",
        "title": title_of(status),
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [],
    }
    content = json.dumps(body).encode()
    head = (
        f"HTTP/1.1 {status} {title_of(status)}",
        "content-type: application/problem+json",
        f"content-length: {len(content)}",
        "cache-control: no-store",
        "connection: close",
        *more,
    )
    return "\r\n".join((*head, "\r\n")).encode() + content


_TOO_LARGE = _refusal(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "headers_too_large",
    f"Address and headers have more than {LONGEST_HEAD:,} bytes: send less.",
)
_TOO_SLOW = _refusal(
    HTTPStatus.REQUEST_TIMEOUT, "request_timeout", "This request was too long in coming: send it at once."
)
_TOO_MANY = _refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "overloaded",
    "More clients are connected to this server than it can hold. Try again in a moment.",
    "retry-after: 2",
)


class BoundedProtocol(HttpToolsProtocol):
    """Refuses what is too much of one client, and then hangs up.

    The parser keeps what it is given until a line is whole; without an end to that, one client could fill the memory,
    and without one to the time that it takes, many could take all files that this process may open.
    """

    _unfinished = 0
    _is_whole = True
    _coming: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > most_connections():
            transport.write(_TOO_MANY)
            transport.close()
        else:
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_no_more()
        self._let_take()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        # Bytes since the last whole head: a body's among them, which no request of ours has.
        self._unfinished += len(data)
        super().data_received(data)
        if self._unfinished > LONGEST_HEAD and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()
        if self._is_whole or self.transport.is_closing():
            self._expect_no_more()
        elif self._coming is None:
            self._expect()

    def on_message_begin(self) -> None:
        self._is_whole = False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        head = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if head > LONGEST_HEAD:
            # Not begun; `data_received` refuses it.
            self._unfinished = head
            return
        self._unfinished = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unfinished = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_whole = True
        if self.cycle is not None:
            super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._taking is None:
            self._taking = self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        self._let_take()
        super().resume_writing()

    def _expect(self) -> None:
        self._coming = self.loop.call_later(REQUEST_SECONDS, self._hang_up)

    def _expect_no_more(self) -> None:
        if self._coming is not None:
            self._coming.cancel()
            self._coming = None

    def _let_take(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    @property
    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _hang_up(self) -> None:
        self._coming = None
        if self.transport.is_closing():
            return
        if self._is_answering:
            # The answer to the request before is being sent.
            self._expect()
            return
        if not self._is_whole and self._unfinished:
            self.transport.write(_TOO_SLOW)
        self.transport.close()


def most_connections() -> int:
    """How many clients fit in beside the files that this process needs."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(files // 2, files - _KEPT_FILES)


def allow_most_connections() -> None:
    """Take as many open files as the system grants; processes that are started from here have as many."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
