"""The search page in a real browser: as one types, by keys alone, without scripts, and without asking anyone else."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

pytestmark = pytest.mark.browser

_SMALL = 60_000
# Faster than the page's pause, as people write.
_BETWEEN_LETTERS_MS = 40
_TYPED = """
(word) => {
  const box = document.activeElement;
  for (const letter of word) {
    box.value += letter;
    box.dispatchEvent(new InputEvent("input", { bubbles: true, data: letter }));
  }
}
"""
_SHIFTS = """
() => new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (sum += one.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 300);
})
"""
_RECEIVED = """
() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, one) => sum + one.transferSize, 0)
"""


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The addresses that scripts of the page ask for, without the server's name."""
    told: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type == "fetch":
            told.append(request.url.split("/", 3)[3])

    page.on("request", note)
    return told


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in which no script runs."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 1000})
    yield context.new_page()
    context.close()


def test_eight_letters_ask_for_one_answer_and_one_list_of_suggestions(
    page: Page, server: str, asked: list[str], strangers: list[str], blocked: list[str]
) -> None:
    page.goto(server)
    expect(page.get_by_role("combobox")).to_be_focused()
    # At once: on a busy machine keys may come further apart than the page's pause, and more would be right.
    page.evaluate(_TYPED, "astronau")
    expect(page.locator(".count")).to_contain_text(re.compile(r"^\s*\d+ articles?\s*$"))
    assert sorted(asked) == ["?q=astronau&typing=on", "v1/suggest?q=astronau&limit=8"]
    assert page.url == f"{server}/?q=astronau"
    assert (strangers, blocked) == ([], [])


def test_an_answer_that_comes_late_is_not_shown(page: Page, server: str) -> None:
    page.goto(server)

    def late(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    page.route(re.compile(r"q=moon&"), late)
    box = page.get_by_label("Search the archive")
    box.press_sequentially("moon", delay=_BETWEEN_LETTERS_MS)
    page.wait_for_timeout(400)
    box.press_sequentially(" landing", delay=_BETWEEN_LETTERS_MS)
    expect(page.locator(".note code")).to_have_text("moon AND landing")
    found = page.locator("a.hit").all_inner_texts()
    page.wait_for_timeout(1_500)
    assert page.locator("a.hit").all_inner_texts() == found
    assert page.url.endswith("?q=moon+landing")


def test_typing_is_one_step_back_and_a_filter_another(page: Page, server: str) -> None:
    page.goto(server)
    page.keyboard.type("moon", delay=_BETWEEN_LETTERS_MS)
    expect(page).to_have_url(f"{server}/?q=moon")
    page.keyboard.type(" landing", delay=_BETWEEN_LETTERS_MS)
    expect(page).to_have_url(f"{server}/?q=moon+landing")
    page.keyboard.press("Enter")
    page.locator(".menu a").first.click()
    expect(page).to_have_url(re.compile("topic="))
    expect(page.locator(".chips li")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chips li")).to_have_count(0)
    expect(page.get_by_label("Search the archive")).to_have_value("moon landing")
    page.go_back()
    expect(page.locator(".count")).to_contain_text("the newest first")
    expect(page.get_by_label("Search the archive")).to_have_value("")


def test_all_of_it_works_by_keys_alone(page: Page, server: str) -> None:
    page.goto(f"{server}/?q=the")
    page.keyboard.press("/")
    expect(page.get_by_label("Search the archive")).to_be_focused()
    page.keyboard.type("brath", delay=_BETWEEN_LETTERS_MS)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("author=lucian-brathwaite"))
    expect(page.locator(".chips")).to_contain_text("Lucian Brathwaite")
    # From the results into the menus and on to the next hit.
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.hit").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.hit").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Search the archive")).to_be_focused()
    page.keyboard.type("zzqx", delay=_BETWEEN_LETTERS_MS)
    expect(page.locator("h1")).to_contain_text("Nothing was found")
    page.keyboard.press("Escape")
    expect(page.locator("a.hit").first).to_be_visible()
    expect(page.get_by_label("Search the archive")).to_have_value("")


def test_a_filter_that_is_chosen_by_keys_keeps_the_focus(page: Page, server: str) -> None:
    page.goto(server)
    chosen = page.locator(".menu a").first
    chosen.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("topic="))
    expect(page.locator('.menu a[aria-current="true"]').first).to_be_focused()


def test_a_stretch_of_the_timeline_can_be_drawn(page: Page, server: str) -> None:
    page.goto(server)
    box = page.locator(".timeline svg").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.5 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], middle, steps=5)
    expect(page.locator(".timeline .reading")).to_have_text(re.compile(r"^\d{4} – \d{4}$"))
    first, last = page.locator(".timeline .reading").inner_text().split(" – ")
    page.mouse.up()
    expect(page).to_have_url(f"{server}/?from={first}&to={last}")
    expect(page.locator(".chips")).to_contain_text(f"{first} – {last}")


def test_what_fails_is_told_and_can_be_tried_again(page: Page, server: str) -> None:
    page.goto(server)
    page.route(re.compile(r"q=moon"), lambda route: route.abort())
    page.keyboard.type("moon", delay=_BETWEEN_LETTERS_MS)
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    assert page.locator("a.hit").count() == 10
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("mark").first).to_be_visible()


def test_on_a_phone_the_menus_open_over_the_results(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/?q=the")
    menus = page.get_by_role("complementary", name="Narrow the search")
    expect(menus).to_be_hidden()
    page.get_by_role("button", name="Narrow").click()
    menus.locator("a").first.click()
    expect(page).to_have_url(re.compile("topic="))
    expect(menus).to_be_visible()
    page.keyboard.press("Escape")
    expect(menus).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_search_filter_and_pages_work_without_scripts(plain: Page, server: str) -> None:
    plain.goto(server)
    plain.get_by_label("Search the archive").fill("the")
    plain.get_by_role("button", name="Search").click()
    expect(plain.locator(".count")).to_contain_text("articles")
    plain.locator(".menu a").first.click()
    expect(plain.locator(".chips li")).to_have_count(1)
    plain.get_by_role("link", name="Take off").click()
    first = plain.locator("a.hit").all_inner_texts()
    plain.get_by_role("link", name="Next page").click()
    expect(plain.locator(".count")).to_contain_text("page 2")
    assert not set(first) & set(plain.locator("a.hit").all_inner_texts())
    plain.get_by_label("from").fill("1969")
    plain.get_by_label("to", exact=True).fill("1990")
    plain.get_by_role("button", name="Set").click()
    expect(plain.locator(".chips")).to_contain_text("1969 – 1990")
    title = plain.locator("a.hit").first.inner_text()
    plain.locator("a.hit").first.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text(title)


def test_the_first_page_of_results_is_small_and_stands_still(page: Page, server: str) -> None:
    page.goto(f"{server}/?q=the")
    assert page.evaluate(_SHIFTS) == 0
    assert 0 < page.evaluate(_RECEIVED) < _SMALL
