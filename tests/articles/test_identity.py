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
    ],
)
def test_the_ways_to_write_one_address_have_one_key(url: str) -> None:
    assert url_key(url) == url_key("https://example.org/news/1")


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
