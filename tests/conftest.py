"""What tests of every room share: the real articles, the browser, and settings that are nobody's own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# An example's time says nothing about the code: the first may build an index, and test machines are shared.
settings.register_profile("microfiche", settings(), deadline=None)
settings.load_profile("microfiche")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_REQUIRED = bool(os.environ.get("MICROFICHE_REQUIRE_BROWSER"))
# Their tests wait for servers and browsers; begun last, they would keep one process at work when all others are done.
_SLOWEST_FILES = ("tests/faults/", "tests/test_serving.py", "tests/browser/", "tests/contract/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(_SLOWEST_FILES))


@pytest.fixture(autouse=True, scope="session")
def _default_settings() -> Iterator[None]:
    """What a developer has set for their own archive reaches no test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("MICROFICHE_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real scraped articles that lies beside the checkout."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("../shared, the folder of real scraped articles, is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser that Playwright drives by `executable_path`."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return Path(found)
    reason = "no Chromium on the PATH; on Debian: apt-get install chromium"
    if BROWSER_REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)
