"""What a page of another origin may ask, and read, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.clients.sites import Site
from tests.faults.processes import Server

pytestmark = [pytest.mark.examples, pytest.mark.browser]

_PAGE = "<!doctype html><title>A page</title><link rel='icon' href='data:,'>"
_ASK = """
async ([address, options]) => {
  try {
    const answer = await fetch(address, options);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  } catch (error) {
    return { failed: String(error) };
  }
}
"""


def _ask(page: Page, site: Site, address: str, **options: Any) -> dict[str, Any]:
    site.pages["/page.html"] = _PAGE
    if not page.url.startswith(site.origin):
        page.goto(f"{site.origin}/page.html")
    answer: dict[str, Any] = page.evaluate(_ASK, [address, options])
    return answer


def test_scripts_of_other_sites_read_what_answers_say_in_headers(
    page: Page, site: Site, archive: Server
) -> None:
    answer = _ask(page, site, f"{archive.address}/v1/search?q=moon&limit=1")
    assert answer["status"] == 200
    assert {"etag", "server-timing", "link", "x-request-id"} <= answer["headers"].keys()
    table = _ask(page, site, f"{archive.address}/v1/search?q=moon&format=csv")
    assert table["headers"]["x-total-count"] == "3"
    assert "content-disposition" in table["headers"]


def test_a_browser_asks_again_by_itself_and_is_told_that_nothing_changed(
    page: Page, site: Site, archive: Server
) -> None:
    address = f"{archive.address}/v1/search?q=berlin"
    statuses: list[int] = []
    page.on("response", lambda one: statuses.append(one.status) if one.url == address else None)
    first = _ask(page, site, address)
    again = _ask(page, site, address)
    assert (again["status"], again["body"]) == (200, first["body"])
    told = _ask(page, site, address, headers={"If-None-Match": first["headers"]["etag"]}, cache="no-store")
    assert told["status"] == 304


def test_a_key_may_be_sent_after_the_browser_has_asked_whether_it_may(
    page: Page, site: Site, archive: Server
) -> None:
    for header in ("Authorization", "X-API-Key", "X-Request-Id"):
        answer = _ask(page, site, f"{archive.address}/v1/corpus", headers={header: "abc"})
        assert answer.get("status") == 200, header
    refused = _ask(page, site, f"{archive.address}/v1/corpus", headers={"X-Other": "abc"})
    assert "failed" in refused


def test_scripts_read_why_they_are_refused(page: Page, site: Site, archive: Server) -> None:
    answer = _ask(page, site, f"{archive.address}/v1/search?q=date%3Asomeday")
    assert answer["status"] == 422
    assert "bad_date" in answer["body"]
    assert _ask(page, site, f"{archive.address}/v1/nothing")["status"] == 404


def test_where_one_origin_is_allowed_another_is_not(
    page: Page, site: Site, stranger: Site, choosy: Server
) -> None:
    address = f"{choosy.address}/v1/search?q=moon"
    assert _ask(page, site, address)["status"] == 200
    assert _ask(page, site, address, headers={"X-API-Key": "abc"})["status"] == 200
    # Now from the other's page; what the browser kept of the first answer is of no help to it.
    assert "failed" in _ask(page, stranger, address)
    assert "failed" in _ask(page, stranger, address, headers={"X-API-Key": "abc"})
