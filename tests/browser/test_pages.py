"""The docs page and the search page in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


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


def test_the_docs_page_works_without_a_network_and_runs_an_example(
    page: Page, server: str, strangers: list[str], blocked: list[str]
) -> None:
    page.goto(f"{server}/docs")
    search = page.locator(".opblock", has_text="Find articles")
    search.locator(".opblock-summary-control").click()
    search.get_by_role("button", name="Execute").click()
    answer = search.locator(".live-responses-table")
    expect(answer).to_contain_text("200")
    expect(answer).to_contain_text('"understood": "moon AND landing"')
    assert (strangers, blocked) == ([], [])


def test_the_search_page_finds_and_leads_on(
    page: Page, server: str, strangers: list[str], blocked: list[str]
) -> None:
    page.goto(server)
    page.get_by_label("Search the archive").fill("the")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".count")).to_contain_text("found for the")
    expect(page.locator("mark").first).to_be_visible()
    first = page.locator("h2").all_inner_texts()
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile("cursor="))
    expect(page.locator(".count")).to_contain_text("page 2")
    assert not set(first) & set(page.locator("h2").all_inner_texts())
    assert (strangers, blocked) == ([], [])


def test_a_script_that_is_none_of_ours_does_not_run(page: Page, server: str, blocked: list[str]) -> None:
    page.goto(server)
    page.evaluate(
        "const made = document.createElement('script'); made.textContent = 'window.ran = true';"
        "document.body.append(made)"
    )
    assert page.evaluate("window.ran") is None
    assert blocked


def test_the_search_page_tells_kindly_what_it_could_not_read(page: Page, server: str) -> None:
    page.goto(f"{server}/?q=%22unclosed")
    expect(page.locator(".note").first).to_be_visible()
    page.goto(f"{server}/?q=date%3Asomeday")
    expect(page.get_by_role("alert")).to_be_visible()
