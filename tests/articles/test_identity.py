"""Ids that hang on keys, and the two signs by which an article read twice is known again."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles.identity import article_id, article_key, content_key, url_key
from tests.articles.making import article


def test_the_key_is_the_collection_and_the_id_that_the_source_gave() -> None:
    assert article_key("dailies", "a/b.json", 3, "42") == article_key("dailies", "other.txt", None, "42")


def test_without_a_given_id_the_key_is_the_place_below_the_root() -> None:
    keys = {
        article_key("dailies", "a/b.json", None, None),
        article_key("dailies", "a/b.json", 0, None),
        article_key("dailies", "a/b.json", 1, None),
        article_key("dailies", "a/c.json", None, None),
        article_key("weeklies", "a/b.json", None, None),
        article_key("dailies", "x", None, "a/b.json"),
    }
    assert len(keys) == 6


def test_an_id_is_the_beginning_of_the_key_s_hash_in_base32() -> None:
    expected = base64.b32encode(hashlib.sha256(b"wire#42").digest()).decode()[:16].lower()
    assert article_id("wire#42") == expected


@given(st.text())
def test_every_key_has_an_id_that_fits_an_address(key: str) -> None:
    made = article_id(key)
    assert len(made) == 16
    assert made.isascii()
    assert made.isalnum()
    assert made == made.lower()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/1",
        "http://example.org/news/1",
        "https://www.example.org/news/1/",
        "https://EXAMPLE.org/news/1#comments",
        "https://example.org/news/1?utm_source=feed&utm_medium=rss",
        "https://example.org:443/news/1",
        "https://example.org/news/1/?fbclid=IwAR0&gclid=x&mc_cid=1&_ga=2",
        "https://example.org/news/1?hp&WT.nav=top&intcmp=hpbt1&__twitter_impression=true&feedType=RSS",
        "https://example.org/news/1/amp",
        "https://example.org/news/1/amp/",
        "https://example.org/amp/news/1",
        "https://example.org/news/amp/1",
        "https://amp.example.org/news/1",
        "https://www.example.org/news/1.amp",
        "https://example.org/news/1?amp",
        "https://example.org/news/1?amp=1&amp_js_v=0.1",
        "https://example.org/news/1?outputType=amp",
        "https://www.google.com/amp/s/www.example.org/news/1",
        "https://www.google.co.uk/amp/example.org/news/1/amp/",
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/1?usqp=mq331AQ",
        "https://www-example-org.cdn.ampproject.org/v/s/example.org/news/1/?amp_js_v=0.1",
        "https://example.org/news/1/print",
        "https://example.org/news/1/print/",
        "https://example.org/news/1/print.html",
        "https://example.org/news/1/printer-friendly",
        "https://example.org/print/news/1",
        "https://example.org/news/1?print=1",
        "https://example.org/news/1?printable=yes",
        "https://example.org/news/1?view=print",
        "https://example.org/news/1?format=printable&utm_campaign=x",
        "https://example.org/news/1?pagewanted=all",
        " https://example.org/news/1 ",
    ],
)
def test_the_ways_to_write_one_address_have_one_key(url: str) -> None:
    assert url_key(url) == url_key("https://example.org/news/1")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/story.html?id=7",
        "https://example.org/story.amp.html?id=7",
        "https://example.org/story.print.html?id=7",
        "https://example.org/story.html?print=true&id=7",
        "https://example.org/story.html?id=7&action=print",
    ],
)
def test_the_views_of_a_page_that_a_parameter_names_have_one_key(url: str) -> None:
    assert url_key(url) == "example.org/story.html?id=7"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/amp",
        "https://example.org/print",
        "https://example.org/news/print-is-dead",
        "https://example.org/news/amplifiers",
        "https://example.org/fingerprint/news",
        "https://amp.dev/news",
        "https://example.org/news?view=gallery",
        "https://example.org/news?type=2",
        "https://example.org/news?mod=2",
        "https://example.org/news?hpx=2",
        "https://example.org/news?amperes=3",
        "https://www.google.com/amplitude/example.org/news",
    ],
)
def test_what_only_resembles_a_print_view_or_an_amp_page_keeps_its_address(url: str) -> None:
    assert url_key(url) == url.removeprefix("https://").removeprefix("www.")


@pytest.mark.parametrize(
    "url", ["https://example.org/news/2", "https://example.org/news/1?id=2", "https://m.org/news/1"]
)
def test_other_addresses_have_other_keys(url: str) -> None:
    assert url_key(url) not in (None, url_key("https://example.org/news/1"))


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://example.org",
        "https://example.org/",
        "not an address",
        "http://[",
        "/news/1",
        "http://",
    ],
)
def test_what_names_no_single_article_has_no_key(url: str | None) -> None:
    assert url_key(url) is None


@given(st.text())
def test_no_text_of_an_address_is_too_odd_for_a_key(url: str) -> None:
    url_key(url)
    url_key(f"https://{url}")
    url_key(f"https://example.org/{url}")


def test_the_same_source_title_and_body_are_the_same_content() -> None:
    first = article("The  Title", "One.\n\nTwo.", source="The Courier", date="2021")
    second = article("the title", "One.\n\nTwo.", source="the courier", url="https://example.org/1")
    assert content_key(first) == content_key(second)


def test_another_source_title_or_body_is_another_content() -> None:
    first = article("Title", "One.", source="Courier")
    others = [
        article("Title", "One.", source="Gazette"),
        article("Title", "One."),
        article("Titles", "One.", source="Courier"),
        article("Title", "Two.", source="Courier"),
    ]
    assert content_key(first) not in {content_key(other) for other in others}
