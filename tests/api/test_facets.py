"""`GET /v1/facets/{name}`: the values of a facet, searched and counted."""

from typing import Any

import pytest
from fastapi.testclient import TestClient


def values(client: TestClient, name: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/v1/facets/{name}", params=parameters)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["values"]
    return found


@pytest.mark.parametrize("name", ["topic", "source", "author", "agency", "language", "year", "month"])
def test_each_count_is_what_the_value_finds(client: TestClient, name: str) -> None:
    within = "the OR la OR die OR в"
    selection = {"source": ["The Harbour Courier", "Copperline Wire"], "undated": "include"}
    found = values(client, name, within=within, **selection)
    assert found
    for one in found:
        click = (
            {name: one["value"]}
            if name not in ("year", "month")
            else {"from": one["value"], "to": one["value"]}
        )
        dated = {} if name in ("year", "month") else {"undated": "include"}
        asked = {"q": within, "limit": 0, "source": selection["source"], **dated, **click}
        assert client.get("/v1/search", params=asked).json()["total"] == one["count"], one


@pytest.mark.parametrize(
    ("name", "q", "label"),
    [
        ("author", "ott", "Ottoline Brackwater"),
        ("author", "BRACKwater otto", "Ottoline Brackwater"),
        ("source", "cour harb", "The Harbour Courier"),
        ("language", "fre", "French"),
        ("month", "nov 1989", "November 1989"),
        ("year", "198", "1989"),
    ],
)
def test_values_are_found_by_the_beginnings_of_their_words(
    client: TestClient, name: str, q: str, label: str
) -> None:
    found = [one["label"] for one in values(client, name, q=q)]
    assert label in found
    assert len(found) < len(values(client, name))


def test_an_accent_makes_no_difference(client: TestClient) -> None:
    assert values(client, "author", q="é") == values(client, "author", q="e")


def test_every_value_is_found_by_its_own_label(client: TestClient) -> None:
    for name in ("topic", "source", "author", "agency"):
        for one in values(client, name):
            assert one in values(client, name, q=one["label"]), one


def test_pages_show_each_value_once(client: TestClient) -> None:
    whole = values(client, "author", limit=1000)
    url, walked = "/v1/facets/author?limit=7", []
    while url:
        answer = client.get(url).json()
        assert answer["total"] == len(whole)
        walked += answer["values"]
        url = answer["next"]
    assert walked == whole


def test_a_facet_that_is_none_is_refused_by_name(client: TestClient) -> None:
    refused = client.get("/v1/facets/colour")
    assert refused.status_code == 422
    assert "'topic'" in refused.json()["detail"]


def test_what_is_wrong_with_the_words_to_count_within_is_told(client: TestClient) -> None:
    refused = client.get('/v1/facets/topic?strict=true&within="unclosed')
    assert (refused.status_code, refused.json()["code"]) == (422, "syntax")
    assert refused.json()["errors"][0]["param"] == "within"


def test_labels_are_searched_and_shown_in_the_language_that_is_asked_for(client: TestClient) -> None:
    found = values(client, "language", q="fran", labels="de")
    assert [(one["value"], one["label"]) for one in found] == [("fr", "Französisch")]
    topics = client.get("/v1/topics?labels=fr&limit=1000").json()["values"]
    assert "Sport" in {topic["label"] for topic in topics}
    refused = client.get("/v1/facets/topic?labels=tlh")
    assert (refused.status_code, refused.json()["errors"][0]["param"]) == (422, "labels")
