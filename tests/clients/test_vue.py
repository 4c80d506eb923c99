"""Vue InstantSearch on the adapter."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.clients.sites import Site
from tests.faults.processes import Server

pytestmark = [pytest.mark.examples, pytest.mark.browser]


def test_its_widgets_work_unchanged(page: Page, site: Site, archive: Server, said: list[str]) -> None:
    html = Path(__file__).with_name("vue.html").read_text("utf-8")
    site.pages["/vue.html"] = html.replace("http://127.0.0.1:8000", archive.address)
    page.goto(f"{site.origin}/vue.html")
    stats = page.locator(".ais-Stats")
    expect(stats).to_contain_text("67 results")
    words = page.locator(".ais-SearchBox-input").first
    words.fill("moon")
    expect(stats).to_contain_text("3 results")
    expect(page.locator(".ais-Hits h2 mark").first).to_have_text(re.compile("moon", re.IGNORECASE))
    expect(page.locator(".ais-Hits p mark").first).to_be_visible()
    words.fill("")
    expect(stats).to_contain_text("67 results")

    page.get_by_role("link", name=re.compile("^science and technology")).click()
    expect(stats).to_contain_text("11 results")
    page.get_by_role("link", name=re.compile("^natural science")).click()
    expect(page.get_by_role("link", name=re.compile("^astronomy"))).to_be_visible()
    page.locator(".ais-ClearRefinements button").click()
    expect(stats).to_contain_text("67 results")

    authors = page.locator(".ais-RefinementList")
    authors.locator(".ais-SearchBox-input").fill("lind")
    expect(authors.locator("mark").first).to_have_text("Lind")
    authors.get_by_role("checkbox").first.check()
    expect(stats).to_contain_text("3 results")
    page.locator(".ais-ClearRefinements button").click()

    page.locator(".ais-RangeInput-input--min").fill("1960")
    page.locator(".ais-RangeInput-submit").click()
    expect(page.locator(".ais-CurrentRefinements")).to_contain_text("1960")
    first = page.locator(".ais-Hits h2").first
    before = first.inner_text()
    page.locator(".ais-SortBy select").select_option("articles:oldest")
    expect(first).not_to_have_text(before)
    assert said == []
