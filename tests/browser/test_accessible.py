"""Every page in both themes, looked through by axe, which comes with the clients' packages: `make examples`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.examples]

AXE = Path(__file__).resolve().parents[2] / "docs" / "clients" / "node_modules" / "axe-core" / "axe.min.js"
# Of each kind of page one, and of the search page each state that looks otherwise.
PAGES = {
    "all articles": "/",
    "results with chips and menus open": "/?q=the&topic=sport&from=1950",
    "nothing found": "/?q=moon&topic=sport",
    "a query that is refused": "/?q=date:someday",
    "notes": "/?q=%22moon&foo=1",
    "no such article": "/articles/none",
    "the first steps": "/docs/start",
    "the query language": "/docs/query",
    "the API": "/docs",
}


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page in one theme; axe is put into it past the page's own policy, which lets no such script in."""
    scheme: Literal["light", "dark"] = request.param
    context = browser.new_context(
        color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


def test_no_page_violates_a_rule(themed: Page, server: str) -> None:
    found = {}
    for name, address in PAGES.items():
        themed.goto(server + address, wait_until="networkidle")
        found[name] = violations(themed)
    themed.goto(f"{server}/?q=moon")
    themed.locator("a.hit").first.click()
    article = themed.url.partition("?")[0]
    for name, address in {"an article": article, "what was read of it": f"{article}?view=source"}.items():
        themed.goto(address)
        themed.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found[name] = violations(themed)
    assert found == {name: [] for name in found}


def test_what_opens_violates_none_either(themed: Page, server: str) -> None:
    themed.set_viewport_size({"width": 390, "height": 844})
    themed.goto(server)
    themed.locator(".known summary").first.click()
    themed.get_by_label("Search the archive").press_sequentially("bra", delay=40)
    themed.get_by_role("option").first.wait_for()
    themed.keyboard.press("ArrowDown")
    assert violations(themed) == []
    themed.goto(f"{server}/?q=the")
    themed.get_by_role("button", name="Narrow").click()
    assert violations(themed) == []
