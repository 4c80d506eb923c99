"""`sort=random`, `added_from` and the pages of both, over HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient


def walk(client: TestClient, url: str | None) -> Iterator[dict[str, Any]]:
    while url:
        answer = client.get(url).json()
        yield answer
        url = answer["next"]


def ids(client: TestClient, url: str) -> list[str]:
    return [hit["id"] for answer in walk(client, url) for hit in answer["hits"]]


def test_a_seed_gives_one_order_in_pages_of_any_size(client: TestClient) -> None:
    whole = ids(client, "/v1/search?q=the&sort=random&seed=7&limit=100")
    assert len(whole) == len(set(whole)) == client.get("/v1/search?q=the&limit=0").json()["total"]
    assert ids(client, "/v1/search?q=the&sort=random&seed=7&limit=9") == whole
    assert ids(client, "/v1/search?q=the&sort=random&seed=eight&limit=100") != whole
    page = client.get("/v1/search?q=the&sort=random&seed=7&limit=9&page=2").json()
    assert [hit["id"] for hit in page["hits"]] == whole[9:18]
    assert {hit["score"] for hit in page["hits"]} == {None}


def test_without_a_seed_one_is_drawn_and_given_back(client: TestClient) -> None:
    first, again = (client.get("/v1/search?sort=random&limit=20").json() for _ in range(2))
    assert first["hits"] != again["hits"]
    seed = first["query"]["seed"]
    assert f"seed={seed}" in first["next"]
    repeated = client.get(f"/v1/search?sort=random&limit=20&seed={seed}").json()
    assert repeated["hits"] == first["hits"]
    assert "seed" not in client.get("/v1/search?q=moon").json()["query"]


def test_a_bare_cursor_goes_on_with_the_seed_it_was_drawn_with(client: TestClient) -> None:
    first = client.get("/v1/search?sort=random&limit=10").json()
    by_url = client.get(first["next"]).json()
    params = {"sort": "random", "limit": 10, "cursor": first["next_cursor"]}
    assert client.get("/v1/search", params=params).json()["hits"] == by_url["hits"]
    response = client.get("/v1/search", params=params | {"seed": "another"})
    assert response.status_code == 422
    assert response.json()["code"] == "bad_cursor"


def test_the_longest_seed_leads_to_the_next_page(client: TestClient) -> None:
    first = client.get("/v1/search", params={"sort": "random", "seed": "🌊" * 50, "limit": 20}).json()
    assert client.get(first["next"]).json()["page"] == 2
    assert client.get("/v1/search", params={"sort": "random", "seed": "🌊" * 51}).status_code == 422


def test_a_seed_of_another_order_is_told_to_have_no_effect(client: TestClient) -> None:
    notes = client.get("/v1/search?q=moon&seed=1").json()["query"]["notes"]
    assert [(note["code"], note["param"]) for note in notes] == [("seed_without_effect", "seed")]


def test_what_was_added_since_is_found_and_the_filter_echoed(client: TestClient) -> None:
    everything = client.get("/v1/search?limit=0").json()["total"]
    today = datetime.now(UTC)
    for since in ("2020", "2020-02", "2020-02-29", "2020-02-29T12:00:00Z", "2020-02-29T12:00:00+05:00"):
        answer = client.get("/v1/search", params={"limit": 0, "added_from": since}).json()
        assert answer["total"] == everything
        assert answer["query"]["filters"] == {"added_from": since}
    assert client.get("/v1/search", params={"added_from": f"{today.year + 1}"}).json()["total"] == 0


@pytest.mark.parametrize("value", ["soon", "2021-02-30", "2021-02-03T04:05:06"])
def test_what_is_no_time_is_refused(client: TestClient, value: str) -> None:
    response = client.get("/v1/search", params={"added_from": value})
    assert response.status_code == 422
    assert response.json()["errors"][0]["param"] == "added_from"
