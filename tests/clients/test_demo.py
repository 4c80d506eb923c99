"""A page as InstantSearch's own introduction has it, every widget of it driven; its client alone is another."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.clients.sites import Site
from tests.faults.processes import Server

pytestmark = [pytest.mark.examples, pytest.mark.browser]

_DEMO = Path(__file__).with_name("demo.html")
_THEIRS = (
    "/docs/clients/node_modules/algoliasearch/dist/lite/builds/browser.umd.js",
    'const searchClient = algoliasearch("latency", "6be0576ff61c053d5f9a3225e2a90f76");',
)
_ALL = 67


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The addresses of searches."""
    addresses: list[str] = []
    page.on("request", lambda one: addresses.append(one.url) if "/v1/" in one.url else None)
    return addresses


@pytest.fixture
def opened(page: Page, site: Site, archive: Server, said: list[str], asked: list[str]) -> Callable[..., Page]:
    """Opens the page with our client in the place of theirs."""
    ours = (
        "/docs/clients/instantsearch/dist/microfiche-instantsearch.js",
        f'const {{ searchClient }} = microficheInstantSearch.instantMicrofiche("{archive.address}");',
    )
    html = _DEMO.read_text("utf-8")
    for their, our in zip(_THEIRS, ours, strict=True):
        assert html.count(their) == 1
        html = html.replace(their, our)
    site.pages["/demo.html"] = html

    def open_with(**parameters: str) -> Page:
        page.goto(f"{site.origin}/demo.html?{urlencode(parameters)}")
        expect(page.locator("#stats")).to_contain_text("found in")
        assert asked
        assert said == []
        return page

    return open_with


def _total(archive: Server, **parameters: Any) -> int:
    return int(archive.get(f"/v1/search?{urlencode(parameters | {'limit': 0}, doseq=True)}")["total"])


def _finds(page: Page, total: int) -> None:
    told = f"{total} results" if total != 1 else "1 result"
    expect(page.locator("#stats")).to_contain_text(re.compile(rf"^{told} found"))


def _item(page: Page, widget: str, label: str) -> Locator:
    return page.locator(f"{widget} li").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*\d+")).first


def test_a_search_box_finds_and_marks(opened: Callable[..., Page], archive: Server, asked: list[str]) -> None:
    page = opened()
    _finds(page, _ALL)
    assert len(asked) == 1
    page.locator("#searchbox input").fill("moon")
    _finds(page, _total(archive, q="moon"))
    expect(page.locator("#hits h2 mark").first).to_have_text(re.compile("moon", re.IGNORECASE))
    expect(page.locator("#hits .snippet mark").first).to_be_visible()
    page.locator("#searchbox input").fill("xyzzyx")
    expect(page.locator("#hits")).to_contain_text("No results")
    _finds_none(page)
    page.locator("#searchbox button[type=reset]").click()
    _finds(page, _ALL)


def _finds_none(page: Page) -> None:
    expect(page.locator("#stats")).to_contain_text("No results")


def test_lists_are_alternatives_and_their_values_can_be_searched(
    opened: Callable[..., Page], archive: Server, asked: list[str]
) -> None:
    page = opened()
    languages = page.locator("#languages li")
    expect(languages.first).to_contain_text("English")
    listed = languages.count()
    _item(page, "#languages", "French").locator("input").check()
    _finds(page, _total(archive, language="fr"))
    expect(languages).to_have_count(listed)
    asked.clear()
    _item(page, "#languages", "German").locator("input").check()
    _finds(page, _total(archive, language=["fr", "de"]))
    assert len(asked) == 1

    page.locator("#clear-refinements button").click()
    _finds(page, _ALL)
    page.locator("#authors input[type=search]").fill("lind")
    found = page.locator("#authors li").first
    expect(found).to_contain_text("Ada Lindqvist")
    expect(found.locator("mark")).to_have_text("Lind")
    found.locator("input").check()
    _finds(page, _total(archive, author="ada-lindqvist"))


def test_a_list_shows_more(opened: Callable[..., Page]) -> None:
    page = opened()
    expect(page.locator("#authors li")).to_have_count(3)
    page.get_by_role("button", name="Show more").first.click()
    expect(page.locator("#authors li").nth(5)).to_be_visible()


def test_a_list_of_which_all_must_hold_narrows_its_own_counts(
    opened: Callable[..., Page], archive: Server
) -> None:
    page = opened()
    expect(page.locator("#tags li").first).to_be_visible()
    _item(page, "#tags", "science and technology").locator("input").check()
    total = _total(archive, topic="medtop:13000000")
    _finds(page, total)
    expect(_item(page, "#tags", "science and technology")).to_contain_text(str(total))
    both = _item(page, "#tags", "astronomy")
    expected = int(both.locator(".ais-RefinementList-count").inner_text())
    both.locator("input").check()
    _finds(page, expected)


def test_a_menu_chooses_one(opened: Callable[..., Page], archive: Server) -> None:
    page = opened()
    label = archive.get("/v1/sources?limit=1")["values"][0]
    _item(page, "#source", label["label"]).locator("a").click()
    _finds(page, label["count"])
    expect(page.locator("#source li")).not_to_have_count(1)


def test_a_hierarchical_menu_opens_level_by_level(opened: Callable[..., Page], archive: Server) -> None:
    page = opened()
    menu = page.locator("#categories")
    roots = menu.locator("> div > ul > li")
    expect(roots.nth(3)).to_be_visible()
    count = roots.count()
    for topic, label in (
        ("medtop:13000000", "science and technology"),
        ("medtop:20000717", "natural science"),
        ("medtop:20000718", "astronomy"),
    ):
        menu.get_by_role("link", name=re.compile(rf"^{label}")).first.click()
        _finds(page, _total(archive, topic=topic))
    expect(roots).to_have_count(count)
    expect(menu.get_by_role("link", name=re.compile("^scientific research"))).to_be_visible()
    expect(page.locator("#breadcrumb")).to_contain_text("natural science")
    expect(page).to_have_url(re.compile("astronomy"))
    page.reload()
    _finds(page, _total(archive, topic="medtop:20000718"))
    page.locator("#breadcrumb").get_by_role("link", name="science and technology").click()
    _finds(page, _total(archive, topic="medtop:13000000"))


def test_years_are_a_range_to_type_and_to_slide(opened: Callable[..., Page], archive: Server) -> None:
    page = opened()
    lowest = page.locator("#year-input input").first
    expect(lowest).to_have_attribute("placeholder", "1920")
    lowest.fill("1960")
    page.locator("#year-input input").last.fill("1989")
    page.locator("#year-input button").click()
    total = _total(archive, **{"from": 1960, "to": 1989})
    _finds(page, total)
    handle = page.locator("#year-slider .rheostat-handle-lower")
    expect(handle).to_have_attribute("aria-valuenow", "1960")
    expect(handle).to_have_attribute("aria-valuemin", "1920")
    handle.focus()
    handle.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuenow", "1961")
    _finds(page, _total(archive, **{"from": 1961, "to": 1989}))


def test_a_numeric_menu_of_dates_chooses_days(opened: Callable[..., Page], archive: Server) -> None:
    page = opened()
    page.get_by_label("The sixties").check()
    _finds(page, _total(archive, **{"from": "1960-01-01", "to": "1969-12-31"}))
    page.get_by_label("Since 2000").check()
    _finds(page, _total(archive, **{"from": "2000-01-01"}))


def test_a_switch_turns_a_filter_on(opened: Callable[..., Page], archive: Server) -> None:
    page = opened()
    page.locator("#english input").check()
    _finds(page, _total(archive, language="en"))
    page.locator("#english input").uncheck()
    _finds(page, _ALL)


def test_pages_turn_and_their_size_changes(opened: Callable[..., Page]) -> None:
    page = opened()
    hits = page.locator("#hits h2")
    expect(hits).to_have_count(6)
    first = hits.all_inner_texts()
    page.locator("#pagination").get_by_role("link", name="Next Page").click()
    expect(hits.first).not_to_have_text(first[0])
    assert not set(first) & set(hits.all_inner_texts())
    page.locator("#pagination").get_by_role("link", name="Last Page").click()
    expect(hits).to_have_count(_ALL % 6)
    expect(page).to_have_url(re.compile("page"))
    page.locator("#hits-per-page select").select_option("12")
    expect(hits).to_have_count(12)
    expect(page).to_have_url(re.compile("hitsPerPage"))
    page.go_back()
    expect(hits).to_have_count(_ALL % 6)


def test_orders_are_chosen(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#sort-by select").select_option("articles:oldest")
    first = page.locator("#hits time").first
    expect(first).to_have_text("1920-08-18")
    page.locator("#sort-by select").select_option("articles:newest")
    expect(first).to_have_text("2025-05-08")


def test_choices_are_listed_and_cleared(opened: Callable[..., Page], archive: Server) -> None:
    page = opened()
    _item(page, "#languages", "French").locator("input").check()
    _item(page, "#languages", "German").locator("input").check()
    current = page.locator("#current-refinements")
    expect(current).to_contain_text("French")
    current.locator(".ais-CurrentRefinements-category", has_text="French").locator("button").click()
    _finds(page, _total(archive, language="de"))
    page.locator("#clear-refinements button").click()
    _finds(page, _ALL)


def test_endless_hits_go_on(opened: Callable[..., Page]) -> None:
    page = opened(endless="1")
    hits = page.locator("#infinite h2")
    expect(hits).to_have_count(6)
    page.get_by_role("button", name="Show more results").click()
    expect(hits).to_have_count(12)
    texts = hits.all_inner_texts()
    assert len(set(texts)) == len(texts)


def test_a_title_is_text_and_never_markup(
    opened: Callable[..., Page], page: Page, archive: Server, said: list[str]
) -> None:
    evil = '<img src=x onerror="document.title = 1"><b>bold</b> __ais-highlight__'

    def poisoned(route: Route) -> None:
        answer = route.fetch().json()
        hit = answer["hits"][0]
        hit["title"] = hit["summary"] = evil
        hit["source"] = {"id": "evil", "label": evil}
        hit["snippets"] = [
            {
                "field": field,
                "parts": [{"text": evil[:20], "match": True}, {"text": evil[20:], "match": False}],
            }
            for field in ("title", "body")
        ]
        answer["facets"]["author"]["values"][0]["label"] = evil
        route.fulfill(body=json.dumps(answer), headers={"Access-Control-Allow-Origin": "*"})

    page.route(re.compile(re.escape(f"{archive.address}/v1/search")), poisoned)
    opened()
    title = page.locator("#hits h2").first
    expect(title).to_contain_text("<b>bold</b>")
    expect(title.locator("mark")).to_have_count(1)
    assert page.locator("#hits img, #hits b, #authors img, #source img").count() == 0
    assert page.title() == "InstantSearch"
    assert said == []
