"""Which shape an answer takes: by `format`, else by `Accept`, else JSON."""

import json

import pytest
from fastapi.testclient import TestClient

from app.api.formats import MEDIA_TYPES, accepted

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "json"),
        ("*/*", "json"),
        (BROWSER, "json"),
        ("image/png", "json"),
        ("application/json, text/plain, */*", "json"),
        ("text/csv", "csv"),
        ("Text/CSV; charset=utf-8", "csv"),
        ("text/*", "csv"),
        ("application/*", "json"),
        ("text/csv, */*", "csv"),
        ("text/csv;q=0.5, application/x-ndjson", "ndjson"),
        ("text/csv;q=0, */*;q=0.1", "json"),
        ("application/json;q=0, */*", "ndjson"),
        ("application/rss+xml, application/atom+xml;q=0.9", "rss"),
        ("application/atom+xml;q=1.0, application/rss+xml;q=0.9", "atom"),
        ("application/feed+json, application/json;q=0.9", "jsonfeed"),
        ("text/csv;q=most, application/x-ndjson;q=0.1", "ndjson"),
        (",;,", "json"),
    ],
)
def test_the_format_that_a_client_likes_best_is_chosen(header: str | None, chosen: str) -> None:
    assert accepted(header) == chosen


@pytest.mark.parametrize(("name", "media"), MEDIA_TYPES.items())
def test_accept_and_format_bring_the_same_and_say_what_it_is(
    client: TestClient, name: str, media: str
) -> None:
    by_name = client.get(f"/v1/search?q=moon&format={name}")
    by_header = client.get("/v1/search?q=moon", headers={"Accept": media})
    assert by_name.content == by_header.content
    for answer in (by_name, by_header):
        assert answer.headers["content-type"].partition(";")[0] == media
        assert "Accept" in answer.headers["vary"]


def test_format_wins_over_accept(client: TestClient) -> None:
    answer = client.get("/v1/search?q=moon&format=json", headers={"Accept": "text/csv"})
    assert answer.json()["total"] == 3


@pytest.mark.parametrize("name", MEDIA_TYPES)
@pytest.mark.parametrize(
    "query", ["q=date:someday", "colour=red", "cursor=abc", "fields=colour", "limit=ten"]
)
def test_what_cannot_be_answered_is_a_problem_in_every_format(
    client: TestClient, name: str, query: str
) -> None:
    answer = client.get(f"/v1/search?{query}&format={name}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_unknown_format_is_refused_with_those_there_are(client: TestClient) -> None:
    message = client.get("/v1/search?format=xls").json()["detail"]
    assert all(f"'{name}'" in message for name in MEDIA_TYPES)


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_head_has_the_headers_and_no_body(client: TestClient, name: str) -> None:
    url = f"/v1/search?q=moon&format={name}"
    got, head = client.get(url), client.head(url)
    unlike = {"server-timing", "x-request-id"}
    assert head.content == b""
    assert {k: v for k, v in head.headers.items() if k not in unlike} == {
        k: v for k, v in got.headers.items() if k not in unlike
    }


def test_an_explanation_has_its_place_in_lines_and_in_no_table(client: TestClient) -> None:
    asked = {"q": "moon", "explain": "true", "limit": "1"}
    line = client.get("/v1/search", params=asked | {"format": "ndjson"})
    assert json.loads(line.text)["explanation"][0]["text"] == "moon"
    assert "X-Notes" not in line.headers
    table = client.get("/v1/search", params=asked | {"format": "csv"})
    assert "explanation" not in table.text
    assert "explanation_without_place" in table.headers["X-Notes"]
