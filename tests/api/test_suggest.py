"""`GET /v1/suggest`: what may be meant by what is typed so far."""

from typing import Any

import pytest
from fastapi.testclient import TestClient


def suggested(client: TestClient, q: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get("/v1/suggest", params={"q": q, **parameters})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["suggestions"]
    return found


def test_the_answer_has_its_shape(client: TestClient) -> None:
    answer = client.get("/v1/suggest?q=ber").json()
    assert answer.keys() == {"q", "suggestions", "corpus"}
    assert answer["suggestions"]
    for one in answer["suggestions"]:
        assert one.keys() == {"kind", "value", "label", "count", "parts"}
        assert "".join(part["text"] for part in one["parts"]) == one["label"]
        assert any(part["match"] for part in one["parts"])


@pytest.mark.parametrize(
    ("q", "kind", "label"),
    [
        ("sp", "topic", "sport"),
        ("SPO", "topic", "sport"),
        ("courier har", "source", "The Harbour Courier"),
        ("ott", "author", "Ottoline Brackwater"),
        ("brackw", "author", "Ottoline Brackwater"),
        ("berliners cross", "title", "Border guards step aside as Berliners cross the Wall"),
        ("wall bord", "title", "Border guards step aside as Berliners cross the Wall"),
    ],
)
def test_each_word_typed_begins_one_of_the_label(client: TestClient, q: str, kind: str, label: str) -> None:
    assert (kind, label) in [(one["kind"], one["label"]) for one in suggested(client, q, limit=50)]


def test_whole_words_before_the_last_are_no_beginnings_in_a_title(client: TestClient) -> None:
    titles = [one["label"] for one in suggested(client, "bord wall", kinds="title")]
    assert "Border guards step aside as Berliners cross the Wall" not in titles


def test_a_count_is_what_the_search_for_the_value_finds(client: TestClient) -> None:
    for letter in "abcdfghmnopst":
        for one in suggested(client, letter, kinds="topic,source,author"):
            found = client.get("/v1/search", params={one["kind"]: one["value"], "limit": 0}).json()
            assert found["total"] == one["count"], one


def test_a_title_leads_to_its_article(client: TestClient) -> None:
    for one in suggested(client, "the", kinds="title"):
        assert client.get(f"/v1/articles/{one['value']}").json()["title"] == one["label"]


def test_titles_come_once_each_the_newest_first(client: TestClient) -> None:
    titles = suggested(client, "the", kinds="title", limit=50)
    days = [client.get(f"/v1/articles/{one['value']}").json()["published"] or {"date": ""} for one in titles]
    assert len({one["label"] for one in titles}) == len(titles) > 3
    known = [day["date"] for day in days if len(day["date"]) == len("2021-04-07")]
    assert known == sorted(known, reverse=True)


@pytest.mark.parametrize("q", ["", " ", "***", "((((", '"', "\u200d"])
def test_where_no_word_is_typed_nothing_is_suggested(client: TestClient, q: str) -> None:
    assert suggested(client, q) == []


def test_kinds_and_limit_are_kept(client: TestClient) -> None:
    assert len(suggested(client, "t", limit=1)) == 1
    assert {one["kind"] for one in suggested(client, "s", kinds="topic")} == {"topic"}
    refused = client.get("/v1/suggest?q=a&kinds=weather")
    assert (refused.status_code, refused.json()["errors"][0]["param"]) == (422, "kinds")


def test_writing_without_spaces_is_suggested_by_its_first_word(client: TestClient) -> None:
    assert "title" in {one["kind"] for one in suggested(client, "奥运")}
