"""`/v1/timeline` over HTTP, on the sample articles."""

import json

import pytest
from fastapi.testclient import TestClient

from tests.archives import CORPUS


def test_a_timeline_has_the_shape_that_clients_build_on(client: TestClient) -> None:
    answer = client.get("/v1/timeline?q=moon&interval=year").json()
    assert answer.keys() == {"interval", "buckets", "undated", "coarser", "query", "total", "corpus"}
    assert answer["buckets"][0].keys() == {"from", "to", "count", "total", "share", "flag", "partial"}
    assert answer["query"] == {"q": "moon", "understood": "moon", "filters": {}, "notes": []}
    assert answer["corpus"]["revision"] >= 1


def test_the_timeline_of_the_readme_is_answered_as_it_says(client: TestClient) -> None:
    told = (CORPUS.parent / "README.md").read_text(encoding="utf-8").split("/v1/timeline?")[1]
    query = told.split("'")[0]
    answer = client.get(f"/v1/timeline?{query}").json()
    shown = json.loads(told.split("```json")[1].split("```")[0])
    assert {key: answer[key] for key in shown} == shown


@pytest.mark.parametrize("interval", ["", "day", "week", "month", "year"])
@pytest.mark.parametrize(
    "selection",
    [
        {"q": "the OR la", "from": "1985", "to": "1990"},
        {"topic": ["sport", "politics"], "from": "1996-02-02", "to": "2002-07"},
        {"language": "en", "from": "1989-11-09", "to": "1998", "undated": "include"},
    ],
)
def test_each_count_is_the_total_of_its_bucket(
    client: TestClient, interval: str, selection: dict[str, str]
) -> None:
    answer = client.get("/v1/timeline", params=selection | {"interval": interval}).json()
    full = [bucket for bucket in answer["buckets"] if bucket["count"]]
    assert full
    for bucket in full:
        click = selection | {"from": bucket["from"], "to": bucket["to"], "undated": "exclude", "limit": "0"}
        assert bucket["partial"] or client.get("/v1/search", params=click).json()["total"] == bucket["count"]
        assert bucket["share"] == bucket["count"] / bucket["total"]


def test_a_bucket_of_dates_that_are_often_wrong_is_flagged(client: TestClient) -> None:
    month = {"from": "1954-05", "to": "1954-05"}
    [bucket] = client.get("/v1/timeline", params=month | {"interval": "month"}).json()["buckets"]
    assert (bucket["count"], bucket["flag"]) == (1, "low_confidence")
    [hit] = client.get("/v1/search", params=month).json()["hits"]
    assert hit["published"]["confidence"] < 0.95


def test_too_many_buckets_are_a_problem_that_names_the_way_out(client: TestClient) -> None:
    response = client.get("/v1/timeline?interval=day")
    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert (error["code"], error["param"]) == ("too_many_buckets", "interval")
    assert "`interval=" in error["message"]


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ("interval=decade", "malformed_parameter", "interval"),
        ("interval=day&interval=week", "repeated_parameter", "interval"),
        ("sort=newest", "unknown_parameter", "sort"),
        ("from=1990&to=1980", "bad_date", "from"),
        ("added_from=soon", "bad_date", "added_from"),
    ],
)
def test_a_bad_parameter_is_named(client: TestClient, query: str, code: str, param: str) -> None:
    response = client.get(f"/v1/timeline?{query}")
    assert response.status_code == 422
    assert (code, param) in [(error["code"], error["param"]) for error in response.json()["errors"]]


def test_kind_readings_are_told_as_a_search_tells_them(client: TestClient) -> None:
    query = "q=moon+OR&from=1960&source=nobody&source=none&undated=include"
    told = [client.get(f"/v1/{path}?{query}").json()["query"]["notes"] for path in ("timeline", "search")]
    assert told[0] == told[1] != []
