"""HTTP as uvicorn speaks it, with an end to how much a client may say before its request is whole."""

import json
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# The longest address that is answered, and as much again for headers.
LONGEST_HEAD = 64_000
_REFUSED = json.dumps(
    {
        "type": "about:blank",
        "title": HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.phrase,
        "status": HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "detail": f"Address and headers have more than {LONGEST_HEAD:,} bytes: send less.",
        "code": "headers_too_large",
        "errors": [],
    }
).encode()
_HEAD = (
    f"HTTP/1.1 431 {HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.phrase}\r\n"
    f"content-type: application/problem+json\r\ncontent-length: {len(_REFUSED)}\r\nconnection: close\r\n\r\n"
).encode()


class BoundedProtocol(HttpToolsProtocol):
    """Refuses a request whose address and headers come to more than `LONGEST_HEAD` bytes, and then hangs up.

    The parser keeps what it is given until a line is whole; without an end to that, one client could fill the memory.
    """

    _unfinished = 0

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        # Bytes since the last whole head: a body's among them, which no request of ours has.
        self._unfinished += len(data)
        super().data_received(data)
        if self._unfinished > LONGEST_HEAD and not self.transport.is_closing():
            self.transport.write(_HEAD + _REFUSED)
            self.transport.close()

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
        if self.cycle is not None:
            super().on_message_complete()
