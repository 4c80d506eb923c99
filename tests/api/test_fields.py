"""`fields=`: a hit's or an article's values, picked by name, in every format."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.shapes.articles import ArticleShape
from app.api.shapes.fields import FIELD_NAMES
from app.api.shapes.search import HitShape
from app.search.views import View

ALL = sorted({*HitShape.model_fields, *ArticleShape.model_fields})


def hits(client: TestClient, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/v1/search?{query}").json()["hits"]
    return found


def test_every_field_of_hits_and_articles_can_be_asked_for() -> None:
    assert sorted(FIELD_NAMES) == ALL


@pytest.mark.parametrize("name", ALL)
def test_a_field_is_what_the_whole_hit_or_article_says(client: TestClient, name: str) -> None:
    picked, whole = hits(client, f"q=the&fields={name}"), hits(client, "q=the")
    assert [hit["id"] for hit in picked] == [hit["id"] for hit in whole]
    for hit, full in zip(picked, whole, strict=True):
        assert hit.keys() == {"id", name}
        known = client.get(f"/v1/articles/{hit['id']}").json() | full
        assert hit[name] == known[name]


def test_fields_repeat_and_take_commas(client: TestClient) -> None:
    (hit,) = hits(client, "q=moon&limit=1&fields=title,%20url&fields=body&fields=title")
    assert list(hit) == ["id", "title", "url", "body"]


def test_an_answer_with_picked_fields_is_otherwise_the_same(client: TestClient) -> None:
    plain = client.get("/v1/search?q=the AND&facets=topic&limit=2")
    picked = client.get("/v1/search?q=the AND&facets=topic&limit=2&fields=title")
    assert picked.headers["content-type"] == plain.headers["content-type"]
    assert "link" in picked.headers
    assert "server-timing" in picked.headers
    unlike = {"hits", "next"}
    assert {k: v for k, v in picked.json().items() if k not in unlike} == {
        k: v for k, v in plain.json().items() if k not in unlike
    }
    assert "fields=title" in picked.json()["next"]


def test_snippets_and_texts_that_are_not_asked_for_are_not_loaded(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwanted(*_: object) -> None:
        raise AssertionError("not asked for")

    monkeypatch.setattr(View, "texts", unwanted)
    assert hits(client, "q=moon&fields=title,word_count")
    assert client.get("/v1/search?q=moon&format=csv").status_code == 200


def test_picked_snippets_are_those_of_the_highlight_that_was_asked(client: TestClient) -> None:
    plain = hits(client, "q=moon&highlight=html")
    picked = hits(client, "q=moon&highlight=html&fields=snippets")
    assert [hit["snippets"] for hit in picked] == [hit["snippets"] for hit in plain]


@pytest.mark.parametrize("name", ["json", "ndjson", "csv", "rss"])
def test_an_unknown_field_is_refused_with_those_there_are(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/search?q=moon&fields=title,colour&format={name}")
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["param"] == "fields"
    assert all(f"'{field}'" in error["message"] for field in FIELD_NAMES)


def test_lines_and_tables_have_the_picked_fields(client: TestClient) -> None:
    text = client.get("/v1/search?q=moon&fields=word_count,title&format=ndjson").text
    assert [json.loads(line) for line in text.splitlines()] == hits(client, "q=moon&fields=title,word_count")
    header = client.get("/v1/search?q=moon&fields=word_count,title&format=csv").text.splitlines()[0]
    assert header == "id,title,word_count"
