"""The checkout as a web site of its own, whose pages ask an archive elsewhere."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.faults.processes import ROOT


@dataclass(frozen=True, slots=True)
class Site:
    """The checkout as a web site, and pages made up by tests, by their paths."""

    origin: str
    pages: dict[str, str]


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, pages: Mapping[str, str]) -> None:
        self._pages = pages
        super().__init__(*arguments, directory=str(ROOT))

    def do_GET(self) -> None:
        page = self._pages.get(self.path.partition("?")[0])
        if page is None:
            super().do_GET()
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@contextmanager
def served_site() -> Iterator[Site]:
    pages: dict[str, str] = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, pages=pages)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{server.server_port}", pages)
        finally:
            server.shutdown()
            thread.join()
