"""Keys: every alias, and which of two wins."""

from typing import Any

import pytest

from app.ingest.json_fields import FIELD_KEYS, claims_of
from tests.ingest.making import PARAGRAPH, json_source, read_json, reading

SAMPLES: dict[str, Any] = {
    "id": "n-1",
    "title": "Another title",
    "subtitle": "No boat has left since Monday.",
    "body": "Another body, which is long enough.",
    "url": "https://courier.example/harbour",
    "source": "The Harbour Courier",
    "source_url": "courier.example",
    "authors": "Ada Lindqvist",
    "agency": "Reuters",
    "language": "de",
    "topics": ["sport"],
    "sections": "sport",
    "published": "2021-04-07",
    "modified": "2021-04-08",
    "crawled": "2021-04-09",
}
ALIASES = [(name, key) for name, keys in FIELD_KEYS.items() for key in keys]


def test_every_field_has_a_sample() -> None:
    assert SAMPLES.keys() == FIELD_KEYS.keys()


@pytest.mark.parametrize(("name", "key"), ALIASES, ids=[f"{name}-{key}" for name, key in ALIASES])
def test_each_key_fills_its_field_and_the_origin_names_it(name: str, key: str) -> None:
    base = {"title": "Harbour closed", "body": PARAGRAPH}
    base.pop(name, None)
    article = reading(json_source({**base, key: SAMPLES[name]})).article
    stored = {"id": "given_id", "sections": "topics", "source_url": "source"}.get(name, name)
    where = f"json:{key}:host" if name == "source_url" else f"json:{key}"
    assert article.origin[stored] == where


@pytest.mark.parametrize("key", ["DATEPUBLISHED", "date_published", "date-published", "Date Published"])
def test_case_and_joints_make_no_difference(key: str) -> None:
    assert claims_of({key: "2021"}, "json")["published"][0].value == "2021"


def test_canonical_keys_win_over_aliases_wherever_they_stand() -> None:
    article = read_json(headline="An alias", date="2020-01-01", published="2021-04-07").article
    assert article.title == "Harbour closed"
    assert article.published is not None
    assert article.published.date == "2021-04-07"


def test_an_empty_canonical_key_leaves_the_word_to_its_alias() -> None:
    article = read_json(
        published=None, date="2021-04-07", source="", outlet="Aaj", authors=[], author="Ada Lindqvist"
    ).article
    assert article.published is not None
    assert article.published.method == "json:date"
    assert article.origin["source"] == "json:outlet"
    assert article.origin["authors"] == "json:author"


def test_a_canonical_value_that_says_nothing_leaves_the_word_to_its_alias() -> None:
    article = read_json(published="soon", date="2021-04-07").article
    assert article.published is not None
    assert article.published.method == "json:date"


def test_topics_of_all_keys_are_gathered() -> None:
    article = read_json(topics=["politics"], tags="harbours, storms", section="Sports").article
    assert [(topic.id, topic.method) for topic in article.topics] == [
        ("medtop:11000000", "given"),
        ("corpus:harbours", "given"),
        ("corpus:storms", "given"),
        ("medtop:15000000", "section"),
    ]


def test_objects_that_wrap_a_value_are_opened() -> None:
    fields = {
        "title": {"rendered": "Harbour closed"},
        "content": {"rendered": f"<p>{PARAGRAPH}</p>"},
        "date": {"$date": "2021-04-07T00:00:00Z"},
        "source": {"id": "courier", "name": "The Harbour Courier"},
    }
    article = reading(json_source(fields)).article
    assert (article.title, article.body) == ("Harbour closed", PARAGRAPH)
    assert article.published is not None
    assert article.source is not None
    assert article.source.label == "The Harbour Courier"


def test_a_search_hit_is_opened() -> None:
    source = {"_id": "1", "_source": {"title": "Harbour closed", "body": PARAGRAPH}}
    assert reading(json_source(source)).article.title == "Harbour closed"


def test_a_graph_s_references_are_followed() -> None:
    graph = [
        {"@type": "Person", "@id": "#ada", "name": "Ada Lindqvist"},
        {
            "@type": ["NewsArticle"],
            "headline": "Harbour closed",
            "articleBody": PARAGRAPH,
            "author": [{"@id": "#ada"}],
        },
    ]
    article = reading(json_source({"@context": "https://schema.org", "@graph": graph})).article
    assert [author.label for author in article.authors] == ["Ada Lindqvist"]
