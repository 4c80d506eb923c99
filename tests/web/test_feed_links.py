"""The feeds of a search, as its page names them."""

import pytest
from fastapi.testclient import TestClient
from jinja2 import Environment, FileSystemLoader

from app.api.formats import FEEDS, MEDIA_TYPES
from app.web.feed_links import feed_links
from app.web.pages import STATIC


def test_a_search_without_words_has_feeds_of_the_newest() -> None:
    atom, rss, json_feed = feed_links("", [])
    assert (atom.type, atom.href) == ("application/atom+xml", "/v1/search?format=atom")
    assert rss.title == "Microfiche: newest articles (RSS)"
    assert json_feed.href == "/v1/search?format=jsonfeed"


def test_words_and_filters_go_along_and_places_do_not() -> None:
    asked = [
        ("q", "moon & mars"),
        ("topic", "sport"),
        ("topic", "health"),
        ("from", "1969"),
        ("language", ""),
    ]
    elsewhere = [
        ("page", "3"),
        ("cursor", "x"),
        ("sort", "oldest"),
        ("format", "csv"),
        ("utm_source", "letter"),
    ]
    first = feed_links("/api", [*asked, *elsewhere])[0]
    assert first.href == "/api/v1/search?q=moon+%26+mars&topic=sport&topic=health&from=1969&format=atom"
    assert first.title == "Microfiche: moon & mars, topic sport, topic health, from 1969 (Atom)"


@pytest.mark.parametrize(
    "asked", [[("q", "berlin")], [("q", "x"), ("match", "any"), ("collapse", "copies")], []]
)
def test_each_feed_answers_in_its_type(client: TestClient, asked: list[tuple[str, str]]) -> None:
    links = feed_links("", asked)
    assert {link.type for link in links} == {MEDIA_TYPES[name] for name in FEEDS}
    for link in links:
        assert client.get(link.href).headers["Content-Type"].partition(";")[0] == link.type


def test_the_links_are_written_into_a_head_escaped() -> None:
    template = Environment(autoescape=True, loader=FileSystemLoader(STATIC.parent / "templates")).from_string(
        '{% from "_feeds.html" import feeds %}{{ feeds(links) }}'
    )
    written = template.render(links=feed_links("", [("q", '"<b>"')]))
    assert 'rel="alternate" type="application/atom+xml"' in written
    assert "<b>" not in written
    assert "/v1/search?q=%22%3Cb%3E%22&amp;format=rss" in written
