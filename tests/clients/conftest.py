"""An archive, a site of another origin whose pages ask it, and the browser in between."""

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.clients.description import CLIENTS
from tests.faults.processes import ROOT, Commands, Server, served

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_COMPLAINTS = ("error", "warning")


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


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample articles."""
    folder = tmp_path_factory.mktemp("clients")
    ended = Commands(folder).run("ingest", str(ROOT / "corpus"))
    assert ended.status == 0, ended.said
    return folder


@pytest.fixture(scope="session")
def archive(data: Path) -> Iterator[Server]:
    """A server that any site may ask."""
    with served(Commands(data)) as server:
        yield server


@contextmanager
def _site() -> Iterator[Site]:
    pages: dict[str, str] = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, pages=pages)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{server.server_port}", pages)
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The origin of the examples."""
    with _site() as site:
        yield site


@pytest.fixture(scope="session")
def stranger() -> Iterator[Site]:
    """Another origin yet."""
    with _site() as site:
        yield site


@pytest.fixture(scope="session")
def choosy(data: Path, site: Site) -> Iterator[Server]:
    """A server that only `site` may ask."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MICROFICHE_CORS_ORIGINS", f'["{site.origin}"]')
        with served(Commands(data)) as server:
            yield server


@pytest.fixture(scope="session")
def node() -> str:
    """Where the clients are built: `make clients` does it."""
    found = shutil.which("node")
    if not found or not (CLIENTS / "instantsearch" / "dist" / "index.js").is_file():
        pytest.fail("the clients are not built: run make clients")
    return found


@pytest.fixture
def said() -> list[str]:
    """What a page complains of."""
    return []


@pytest.fixture(scope="session")
def browser(chromium: Path, node: str) -> Iterator[Browser]:
    assert node
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, said: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    opened = context.new_page()
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("console", lambda told: said.append(told.text) if told.type in _COMPLAINTS else None)
    yield opened
    context.close()
