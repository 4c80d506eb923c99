"""An archive, a site of another origin whose pages ask it, and the browser in between."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.clients.description import CLIENTS
from tests.clients.sites import Site, served_site
from tests.faults.processes import ROOT, Commands, Server, served

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_COMPLAINTS = ("error", "warning")


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


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The origin of the examples."""
    with served_site() as site:
        yield site


@pytest.fixture(scope="session")
def stranger() -> Iterator[Site]:
    """Another origin yet."""
    with served_site() as site:
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
    """Where the clients are built: `make examples` does it."""
    found = shutil.which("node")
    if not found or not (CLIENTS / "instantsearch" / "dist" / "index.js").is_file():
        pytest.fail("the clients are not built: run make examples")
    return found


@pytest.fixture
def said() -> list[str]:
    """What a page complains of."""
    return []


# While Playwright is at work its event loop runs in this thread, and other modules' tests want their own.
@pytest.fixture(scope="module")
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
