"""A real server on the sample articles and a real browser that reaches nothing else."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.archives import CORPUS, archive_at, ingest

# Without these a headless Chromium looks for its maker's servers at every start.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_START_SECONDS = 60


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own process."""
    data = tmp_path_factory.mktemp("browsed")
    with archive_at(data) as archive:
        ingest(archive, CORPUS)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from app.cli import run; run()", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, "MICROFICHE_DATA": str(data)})
    address = f"http://127.0.0.1:{port}"
    try:
        _await(f"{address}/health/ready")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


# Not for all modules: as long as Playwright runs, its event loop runs in this thread, where other tests have their own.
@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that knows nothing of the tests before."""
    opened = browser.new_page(viewport={"width": 1280, "height": 1000})
    yield opened
    opened.close()


@pytest.fixture
def strangers(page: Page, server: str) -> list[str]:
    """The addresses outside the server that a page asked for; none is let through."""
    asked: list[str] = []

    def refuse(url: str) -> bool:
        if url.startswith((server, "data:")):
            return False
        asked.append(url)
        return True

    page.route(refuse, lambda route: route.abort())
    return asked


@pytest.fixture
def blocked(page: Page) -> list[str]:
    """What the browser says that the pages' own policy forbade."""
    told: list[str] = []
    page.on(
        "console",
        lambda message: told.append(message.text) if "Content Security Policy" in message.text else None,
    )
    return told


def _await(address: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx2.get(address).status_code == httpx2.codes.OK:
                return
        except httpx2.TransportError:
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer within {_START_SECONDS} s")
