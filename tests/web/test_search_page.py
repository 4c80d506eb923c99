"""The search page as it is without any script: every state an address, every address what it says."""

import re

import pytest
from fastapi.testclient import TestClient
from lxml import html

from app.errors import IndexUnreadable
from app.search.service import SearchService
from tests.web.conftest import Page


def count(found: html.HtmlElement) -> int:
    (told,) = found.cssselect("h1.count")
    number = re.match(r"[\d,]+", told.text_content().strip())
    return int(number.group().replace(",", "")) if number else 0


def texts(found: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in found.cssselect(selector)]


def test_the_first_page_shows_all_and_what_to_choose_from(page: Page, client: TestClient) -> None:
    found = page("/")
    assert count(found) == client.get("/v1/search?limit=0").json()["total"]
    assert len(found.cssselect(".hits > li")) == 10
    assert texts(found, ".menu h2") == ["Topic", "Source", "Author", "Agency", "Language"]
    assert not found.cssselect('meta[name="robots"]')


@pytest.mark.parametrize("address", ["/?q=moon", "/?q=the", "/?topic=sport", "/?from=1969&to=1990"])
def test_each_choice_of_a_menu_finds_as_many_as_it_says(page: Page, address: str) -> None:
    for choice in page(address).cssselect(".menu li"):
        (link,) = choice.cssselect("a")
        told = int(choice.cssselect(".number")[0].text_content())
        if not link.get("aria-current"):
            chosen = page(link.get("href"))
            (menu,) = link.iterancestors("section")
            others = menu.cssselect('a[aria-current="true"]')
            # Values of one menu are alternatives: beside others that are chosen, more is found.
            assert count(chosen) == told if not others else count(chosen) >= told


def test_a_topic_opens_to_those_below_it_which_take_its_place(page: Page) -> None:
    sport = page("/?topic=sport")
    below = sport.cssselect(".menu .level1 a")
    assert below
    narrower = page(below[0].get("href"))
    assert count(narrower) <= count(sport)
    assert len(texts(narrower, ".chips .kind")) == 1


def test_a_chip_takes_its_filter_off(page: Page) -> None:
    found = page("/?q=moon&topic=science+and+technology&from=1969&to=1969")
    assert texts(found, ".chips a:not(.all) bdi") == ["science and technology", "1969"]
    without_topic, without_dates = (link.get("href") for link in found.cssselect(".chips a:not(.all)"))
    assert without_topic == "/?q=moon&from=1969&to=1969"
    assert without_dates == "/?q=moon&topic=science+and+technology"


def test_what_a_form_does_not_show_it_carries_along(page: Page) -> None:
    found = page("/?q=moon&topic=sport&sort=oldest&from=1969")
    ask = {one.get("name"): one.get("value") for one in found.cssselect('input[form="ask"]')}
    dates = {one.get("name"): one.get("value") for one in found.cssselect("#dates input")}
    assert ask == {"topic": "sport", "sort": "oldest"}
    assert dates == {"q": "moon", "topic": "sport", "sort": "oldest", "from": "1969", "to": ""}


def test_the_bars_of_the_timeline_lead_to_what_they_stand_for(page: Page) -> None:
    bars = page("/?q=the").cssselect(".timeline a")
    told = {bar.get("href"): int(bar.cssselect("title")[0].text.rpartition(": ")[2]) for bar in bars}
    some = {address: number for address, number in told.items() if number}
    assert len(some) > 3
    assert all(count(page(address)) == number for address, number in list(some.items())[:5])


def test_the_pages_show_each_article_once_to_the_last(page: Page) -> None:
    seen: list[str] = []
    address: str | None = "/?copies=all"
    while address:
        found = page(address)
        seen += [link.get("href") for link in found.cssselect("a.hit")]
        following = found.cssselect('.pages a[rel="next"]')
        address = following[0].get("href") if following else None
    assert len(seen) == len(set(seen)) == count(page("/"))


def test_a_date_says_how_it_is_known(page: Page) -> None:
    known = texts(page("/?q=moon"), ".hits .known")
    assert any(re.search(r"Known to the day, from .*: .*1969", one) for one in known)
    assert any(one.startswith("undated No date was found") for one in known)


def test_words_that_match_are_marked_and_markup_in_them_is_text(page: Page) -> None:
    assert "moon" in {mark.lower() for mark in texts(page("/?q=moon"), ".hits mark")}
    found = page('/?q="><script>alert(1)</script>')
    assert [one for one in found.cssselect("script") if not one.get("src")] == []
    assert found.cssselect("#q")[0].get("value") == '"><script>alert(1)</script>'


def test_how_a_query_was_read_is_told(page: Page) -> None:
    assert texts(page("/?q=moon+landing"), ".note code") == ["moon AND landing"]
    assert any("quotation" in note for note in texts(page("/?q=%22unclosed+moon"), ".note"))
    assert any("foo" in note for note in texts(page("/?q=moon&foo=1"), ".note"))


def test_a_slip_of_the_pen_is_answered_with_what_may_be_meant(page: Page) -> None:
    found = page("/?q=lnading")
    (meant,) = found.cssselect(".note a")
    assert meant.get("href") == "/?q=landing"


def test_where_nothing_is_found_the_page_says_what_to_leave_out(page: Page) -> None:
    found = page("/?q=moon&topic=sport")
    assert texts(found, "h1") == ["Nothing was found"]
    ways = {link.get("href"): link.getparent().text_content() for link in found.cssselect(".empty li a")}
    for address, told in ways.items():
        assert f": {count(page(address))} article" in told
    assert "/?q=moon" in ways


def test_what_cannot_be_asked_is_refused_on_the_page_with_its_place(page: Page) -> None:
    found = page("/?q=moon+date:someday", 422)
    assert texts(found, '[role="alert"] mark') == ["someday"]
    assert found.cssselect("#q")[0].get("value") == "moon date:someday"
    assert texts(page("/?sort=best", 422), '[role="alert"] code')[0] == "sort"


def test_an_archive_that_cannot_answer_says_so_on_the_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise IndexUnreadable("/secret/index cannot be read")

    monkeypatch.setattr(SearchService, "search", unreadable)
    answer = client.get("/?q=moon&sort=oldest&cursor=c")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "secret" not in answer.text
    (again,) = html.document_fromstring(answer.text).cssselect('[role="alert"] a')
    assert again.get("href") == "/?q=moon&sort=oldest"


def test_a_word_that_is_still_written_finds_what_it_begins(page: Page) -> None:
    assert count(page("/?q=moo")) == 0
    begun = page("/?q=moo&typing=on")
    assert count(begun) == count(page("/?q=moo*"))
    assert texts(begun, ".note code") == ["moo*"]
    assert count(page("/?q=moon&typing=on")) == count(page("/?q=moon"))


def test_a_copy_is_shown_with_the_article_and_by_itself_on_demand(page: Page) -> None:
    found = page("/?q=the")
    folded = [link for link in found.cssselect(".facts > a") if "cop" in link.text_content()]
    addresses = {link.get("href") for link in folded}
    assert addresses <= {"/?q=the&copies=all"}


def test_the_first_page_is_small(client: TestClient) -> None:
    page = client.get("/").text
    own = re.findall(r'(?:href|src)="(/static/page/[^"]+)"', page)
    scripts = ["/static/page/suggestions.js", "/static/page/brush.js"]
    sizes = [len(client.get(address).content) for address in {*own, *scripts}]
    assert len(page.encode()) + sum(sizes) < 90_000
    zipped = client.get("/", headers={"Accept-Encoding": "gzip"}).headers["content-length"]
    assert int(zipped) < 15_000


def test_a_search_can_be_followed_and_taken_along(page: Page, client: TestClient) -> None:
    found = page("/?q=moon&topic=science+and+technology&sort=oldest")
    feeds = [link.get("href") for link in found.cssselect('link[rel="alternate"]')]
    taken = [link.get("href") for link in found.cssselect(".also a")]
    assert len(feeds) == 3
    assert taken[0] == feeds[0]
    for address in (*feeds, *taken):
        assert client.get(address).status_code == 200, address
    titles = [hit["title"] for hit in client.get(taken[-1]).json()["hits"]]
    assert titles == texts(found, "a.hit")
