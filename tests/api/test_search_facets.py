"""Facets over HTTP, on both engines: every count is what the click returns, in whatever is selected."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.topics.tree import topic_tree
from tests.archives import CORPUS, archive_at, ingest

SELECTIONS = 25
LISTS = ("topic", "source", "author", "agency", "language")
NAMES = (*LISTS, "year", "month")
WORDS = (
    "",
    "",
    "the",
    "moon OR berlin",
    "war -peace",
    "title:day",
    "la OR der",
    "date:[1940 TO 1999]",
    "absentword",
)
SPORT = "medtop:15000000"


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    data = tmp_path_factory.mktemp(str(request.param))
    with archive_at(data, request.param) as archive:
        ingest(archive, CORPUS)
    with TestClient(create_app(Settings(data=data, engine=request.param))) as client:
        yield client


def answered(client: TestClient, **params: Any) -> Any:
    response = client.get("/v1/search", params=params)
    assert response.status_code == 200, response.text
    return response.json()


def facet(client: TestClient, name: str, **params: Any) -> Any:
    return answered(client, limit=0, facets=name, **params)["facets"][name]


def drawn_selection(random: Random, values: dict[str, list[str]]) -> dict[str, Any]:
    selection: dict[str, Any] = {"q": random.choice(WORDS), "match": random.choice(("auto", "all", "any"))}
    for name in random.sample(LISTS, random.choice((0, 1, 1, 2))):
        selection[name] = random.sample([*values[name], "none", "nobody"], random.choice((1, 1, 2)))
    dates = sorted(random.sample(values["month"], 2))
    selection |= random.choice(
        ({}, {}, {"from": dates[0]}, {"to": dates[1]}, {"from": dates[0], "to": dates[1]})
    )
    selection |= random.choice(({}, {}, {"from": dates[0][:4], "to": dates[0][:4]}))
    return selection | random.choice(({}, {}, {"undated": random.choice(("include", "exclude", "only"))}))


def clicked(selection: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    if name in LISTS:
        return selection | {name: value}
    kept = {key: given for key, given in selection.items() if key not in ("from", "to", "undated")}
    return kept | {"from": value, "to": value}


def test_every_count_is_what_the_click_returns(served: TestClient) -> None:
    random = Random(1969)
    everything = answered(served, limit=0, facets=list(NAMES), facet_limit=1_000)["facets"]
    values = {name: [value["value"] for value in everything[name]["values"]] for name in NAMES}
    for _ in range(SELECTIONS):
        selection = drawn_selection(random, values)
        name, limit = random.choice(NAMES), random.choice((1, 3, 8))
        found = facet(served, name, facet_limit=limit, **selection)
        assert (
            sum(not value["selected"] for value in found["values"])
            <= limit + len(topic_tree().narrower(SPORT)) + 9
        )
        for value in found["values"]:
            click = clicked(selection, name, value["value"])
            assert answered(served, limit=0, **click)["total"] == value["count"], (name, value, selection)


def test_as_many_values_are_listed_as_are_asked_for(served: TestClient) -> None:
    everything = facet(served, "topic", facet_limit=1_000)
    assert not everything["more"]
    assert len(everything["values"]) == everything["distinct"] > 20
    assert len(facet(served, "topic")["values"]) == 20
    three = facet(served, "topic", facet_limit=3)
    assert three["values"] == everything["values"][:3]
    assert three["more"]
    assert three["distinct"] == everything["distinct"]


def test_years_and_months_run_by_the_calendar_with_the_selected_one(served: TestClient) -> None:
    years = [value["value"] for value in facet(served, "year")["values"]]
    assert years == sorted(years)
    few = facet(served, "year", facet_limit=2, **{"from": "1989", "to": "1989"})["values"]
    assert [value["value"] for value in few] == sorted(value["value"] for value in few)
    assert [value["selected"] for value in few if value["value"] == "1989"] == [True]


@pytest.mark.parametrize("name", LISTS)
def test_what_lacks_a_value_is_listed_when_selected(served: TestClient, name: str) -> None:
    total = answered(served, limit=0, **{name: "none"})["total"]
    found = facet(served, name, **{name: ["none", "nobody"]})
    assert found["values"][-1] | {"broader": None} == {
        "value": "none", "label": "none", "count": total, "selected": True, "broader": None,
    }  # fmt: skip
    assert "none" not in [value["value"] for value in facet(served, name)["values"]]


def test_a_topic_says_which_is_above_it(served: TestClient) -> None:
    values = {value["value"]: value for value in facet(served, "topic", facet_limit=1_000)["values"]}
    for value in values.values():
        assert value["broader"] == topic_tree().broader(value["value"])
        if value["broader"]:
            assert values[value["broader"]]["count"] >= value["count"]
    assert values[SPORT]["broader"] is None
    assert "broader" not in facet(served, "year")["values"][0]


def test_a_selected_topic_shows_those_below_and_above_it_however_rare(served: TestClient) -> None:
    everything = {value["value"] for value in facet(served, "topic", facet_limit=1_000)["values"]}
    below = {topic for topic in topic_tree().narrower(SPORT) if topic in everything}
    assert below
    opened = {value["value"] for value in facet(served, "topic", facet_limit=1, topic="sport")["values"]}
    assert below < opened
    deepest = max(everything, key=lambda topic: (len(topic_tree().with_broader([topic])), topic))
    opened = {value["value"] for value in facet(served, "topic", facet_limit=1, topic=deepest)["values"]}
    assert set(topic_tree().with_broader([deepest])) <= opened


def test_labels_come_in_the_language_that_is_asked_for(served: TestClient) -> None:
    params: dict[str, Any] = {"topic": "sport", "facets": ["topic", "language", "month"], "limit": 5}
    answer = answered(served, labels="fr", **params)
    labels = {value["value"]: value["label"] for value in answer["facets"]["topic"]["values"]}
    assert labels[SPORT] == topic_tree().label(SPORT, "fr") == "Sport"
    assert labels["medtop:01000000"] == topic_tree().label("medtop:01000000", "fr")
    assert {"value": "en", "label": "anglais"}.items() <= answer["facets"]["language"]["values"][0].items()
    first = answer["facets"]["month"]["values"][0]
    assert first["label"].split()[0] in (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
    )
    for hit in answer["hits"]:
        for topic in hit["topics"]:
            if topic["id"].startswith("medtop:"):
                assert topic["label"] == topic_tree().label(topic["id"], "fr")


def test_labels_are_english_unless_asked_for_otherwise(served: TestClient) -> None:
    params: dict[str, Any] = {"facets": list(NAMES), "q": "the"}
    bare, asked = answered(served, **params), answered(served, labels="en", **params)
    assert (bare["facets"], bare["hits"]) == (asked["facets"], asked["hits"])


def test_a_language_without_labels_is_refused_with_those_there_are(served: TestClient) -> None:
    response = served.get("/v1/search?labels=tlh")
    assert response.status_code == 422
    assert "'pt-BR'" in response.json()["errors"][0]["message"]
