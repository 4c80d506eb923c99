"""The reading page in a real browser: by keyboard, and without a script."""

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

MOON = "/articles/they-are-on-the-moon-bhrovb7xnok4gkun"
_MOST_STEPS = 60


def test_the_keyboard_reaches_and_opens_where_each_fact_was_read(
    page: Page, server: str, strangers: list[str], blocked: list[str]
) -> None:
    page.goto(f"{server}{MOON}")
    expect(page.locator("#fact-published")).to_be_hidden()
    for _ in range(_MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "summary":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#fact-published")).to_contain_text("known to the second")
    assert (strangers, blocked) == ([], [])


def test_the_date_leads_to_where_it_was_read(page: Page, server: str) -> None:
    page.goto(f"{server}{MOON}")
    page.get_by_role("link", name="21 July 1969").press("Enter")
    expect(page.locator("#fact-published")).to_be_in_viewport()


def test_without_a_script_what_was_read_is_one_link_away_and_so_is_the_way_back(
    browser: Browser, server: str
) -> None:
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(f"{server}{MOON}?q=moon")
    plain.get_by_role("link", name="Show what was read").click()
    expect(plain.locator("del").first).to_contain_text("We use cookies")
    expect(plain.locator(".tally")).to_contain_text("caption of a picture")
    plain.get_by_role("link", name="To the reading view").click()
    expect(plain.locator("article h1")).to_have_text("They are on the moon")
    plain.get_by_role("link", name="Back to the search").click()
    expect(plain).to_have_url(f"{server}/?q=moon")
    plain.close()
