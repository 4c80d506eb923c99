"""The docs page in a real browser, and what the pages' own policy forbids."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


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


def test_a_script_that_is_none_of_ours_does_not_run(page: Page, server: str, blocked: list[str]) -> None:
    page.goto(server)
    page.evaluate(
        "const made = document.createElement('script'); made.textContent = 'window.ran = true';"
        "document.body.append(made)"
    )
    assert page.evaluate("window.ran") is None
    assert blocked
