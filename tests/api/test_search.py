"""`/v1/search` over HTTP, on the sample articles."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from tests.archives import CORPUS

HIT_KEYS = {
    "id", "given_id", "title", "summary", "url", "source", "authors", "language", "topics", "published", "score",
    "snippets",
}  # fmt: skip


def test_an_answer_has_the_shape_that_clients_build_on(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "moon", "facets": "topic,year"}).json()
    assert answer.keys() == {"query", "total", "hits", "facets", "page", "next", "next_cursor", "corpus"}
    assert answer["query"].keys() == {"q", "understood", "filters", "did_you_mean", "without", "notes"}
    assert answer["hits"][0].keys() == HIT_KEYS
    assert answer["facets"].keys() == {"topic", "year"}
    assert answer["facets"]["topic"].keys() == {"values", "distinct", "more"}
    assert answer["corpus"]["revision"] >= 1


def test_the_first_query_of_the_readme_is_answered_as_it_says(client: TestClient) -> None:
    readme = (CORPUS.parent / "README.md").read_text(encoding="utf-8")
    shown = json.loads(readme.split("```json")[1].split("```")[0])
    query = urlsplit(readme.split("curl '")[1].split("'")[0]).query
    answer = client.get(f"/v1/search?{query}").json()
    hit = answer["hits"][0]
    assert answer["query"] == shown["query"]
    assert answer["total"] == shown["total"]
    assert shown["hits"][0]["snippets"][0] in hit["snippets"]
    for key in shown["hits"][0].keys() - {"snippets"}:
        assert hit[key] == shown["hits"][0][key]


def test_a_date_has_its_precision_and_its_evidence(client: TestClient) -> None:
    hits = client.get("/v1/search", params={"from": "1989-11", "to": "1989-11", "limit": 50}).json()["hits"]
    assert hits
    for hit in hits:
        published = hit["published"]
        assert published.keys() == {"date", "precision", "at", "method", "confidence", "evidence"}
        assert published["date"].startswith("1989-11")


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("limit", [1, 7, 100])
def test_next_leads_through_every_hit_once(client: TestClient, sort: str, limit: int) -> None:
    url = f"/v1/search?q=the&sort={sort}&limit={limit}"
    walked: list[str] = []
    total = 0
    while url:
        response = client.get(url)
        answer = response.json()
        walked += [hit["id"] for hit in answer["hits"]]
        url, total = answer["next"], answer["total"]
        assert (f'<{url}>; rel="next"' == response.headers.get("link")) == bool(url)
    assert len(walked) == len(set(walked)) == total > 20


def test_every_facet_count_is_what_its_click_returns(client: TestClient) -> None:
    names = ("topic", "source", "author", "agency", "language")
    params: dict[str, Any] = {"q": "the OR la OR der", "limit": 0, "facets": list(names)}
    facets = client.get("/v1/search", params=params).json()["facets"]
    for name in names:
        assert facets[name]["values"]
        for value in facets[name]["values"]:
            click = client.get("/v1/search", params=params | {name: value["value"]}).json()
            assert click["total"] == value["count"], value


def test_highlights_are_parts_html_or_none(client: TestClient) -> None:
    params: dict[str, Any] = {"q": "moon", "limit": 1}
    parts = client.get("/v1/search", params=params).json()["hits"][0]["snippets"]
    html = client.get("/v1/search", params=params | {"highlight": "html"}).json()["hits"][0]["snippets"]
    none = client.get("/v1/search", params=params | {"highlight": "none"}).json()["hits"][0]["snippets"]
    assert any(part["match"] for part in parts[0]["parts"])
    assert html[0]["html"].lower().count("<mark>moon</mark>") >= 1
    assert none == []


def test_empty_parameters_are_absent(client: TestClient) -> None:
    bare = client.get("/v1/search?q=moon").json()
    assert client.get("/v1/search?q=moon&from=&to=&topic=&sort=&page=&limit=").json() == bare


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ("colour=red", "unknown_parameter", "colour"),
        ("q=a&q=b", "repeated_parameter", "q"),
        ("limit=1&limit=", "repeated_parameter", "limit"),
        ("limit=101", "malformed_parameter", "limit"),
        ("limit=ten", "malformed_parameter", "limit"),
        ("sort=best", "malformed_parameter", "sort"),
        ("facets=topic,colour", "malformed_parameter", "facets"),
        ("from=2021-13", "bad_date", "from"),
        ("from=1990&to=1980", "bad_date", "from"),
        ("page=2&cursor=abc", "page_and_cursor", "cursor"),
        ("cursor=abc", "bad_cursor", "cursor"),
        ("page=10002", "page_too_deep", "page"),
        ("page=1002&limit=100", "page_too_deep", "page"),
        ("page=" + "9" * 40 + "&limit=0", "page_too_deep", "page"),
        ("q=date:someday", "bad_date", "q"),
        ("q=" + "a" * 2001, "too_long", "q"),
        ("q=" + "(" * 60 + "a" + ")" * 60, "too_deep", "q"),
    ],
)
def test_a_bad_parameter_is_named(client: TestClient, query: str, code: str, param: str) -> None:
    response = client.get(f"/v1/search?{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    found = [(error["code"], error["param"]) for error in response.json()["errors"]]
    assert (code, param) in found


@pytest.mark.parametrize("path", ["/nothing", "/v1/articles/nosuchid", "/v1/articles/nosuchid/original"])
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"


def test_other_methods_are_refused_as_a_problem(client: TestClient) -> None:
    response = client.post("/v1/search")
    assert response.status_code == 405
    assert response.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("path", ["/v1/search?q=moon", "/health/live", "/docs", "/v1/articles/nosuchid"])
def test_head_answers_as_get_does_without_a_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.content == b""


def test_next_respects_the_public_address(client: TestClient) -> None:
    url = client.get("/v1/search?q=the&limit=1&topic=a&topic=none").json()["next"]
    parts = urlsplit(url) if url else None
    if parts:
        assert parse_qs(parts.query)["topic"] == ["a", "none"]
    response = client.get("/v1/search?limit=1", headers={"host": "archive.example"})
    assert response.json()["next"].startswith("http://archive.example/v1/search?limit=1&cursor=")


def test_browsers_of_other_sites_may_read(client: TestClient) -> None:
    response = client.get("/v1/search?limit=0", headers={"origin": "https://paper.example"})
    assert response.headers["access-control-allow-origin"] == "*"


def test_timing_is_in_a_header_and_not_in_the_body(client: TestClient) -> None:
    response = client.get("/v1/search?q=moon&limit=11")
    assert "engine;dur=" in response.headers["server-timing"]
    assert client.get("/v1/search?q=moon&limit=11").content == response.content


def test_a_score_is_explained_in_the_words_of_the_query(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "moon landing^2", "explain": "true"}).json()
    for hit in answer["hits"]:
        assert {share["text"] for share in hit["explanation"]} <= {"moon", "landing"}
        assert sum(share["score"] for share in hit["explanation"]) == pytest.approx(hit["score"], rel=1e-4)
