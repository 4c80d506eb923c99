"""The servers that can be had without another program answer, and are understood."""

import json
import os
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from benchmarks.processes import fetch
from benchmarks.serving.articles import Article
from benchmarks.serving.bare import Bare
from benchmarks.serving.empty import Replies, fastapi_app, raw_app
from benchmarks.serving.questions import Question
from benchmarks.serving.servers.datasette import Datasette
from benchmarks.serving.servers.microfiche import address
from benchmarks.serving.servers.opensearch import NodeByUrl, OpenSearch
from benchmarks.serving.servers.server import Answer, Place
from benchmarks.serving.servers.tutorial import Tutorial

WORD = Question("one word", ("ferries",))
PHRASE = Question("phrase", ("ferries", "crossed"))
NO_PHRASE = Question("phrase", ("crossed", "ferries"))
FACETED = Question("faceted", ("harbour",), "medtop:11000000", "2019-01-01", "2020-12-31")
ARTICLE = Question("article", id="article7")


@pytest.fixture
def place(articles: list[Article], articles_file: Path, tmp_path: Path) -> Place:
    articles_file.write_text("".join(f"{json.dumps(asdict(one))}\n" for one in articles), encoding="utf-8")
    return Place(articles_file, tmp_path, dict(os.environ))


def test_the_service_of_a_tutorial_takes_the_articles_and_answers_each_kind(place: Place) -> None:
    server = Tutorial()
    ingested = server.ingest(place)
    assert ingested is not None
    assert ingested.disk > (ingested.index or 0) > 0
    answers: dict[Question, Answer | None] = {}
    with server.running(place) as running:
        for question in (WORD, PHRASE, NO_PHRASE, FACETED, ARTICLE):
            status, body = fetch(running, server.target(question).path)
            assert status == 200
            answers[question] = server.read(question, body)
        assert running.memory
    check(answers)


def test_bare_tantivy_answers_each_kind(place: Place) -> None:
    folder = place.folder / "bare"
    folder.mkdir()
    bare = Bare(folder)
    bare.fill(place.articles)
    check({question: bare.answer(question) for question in (WORD, PHRASE, NO_PHRASE, FACETED, ARTICLE)})


def check(answers: dict[Question, Answer | None]) -> None:
    word, phrase, none, faceted, article = answers.values()
    assert word is not None
    assert phrase is not None
    assert (word.total, len(word.ids), word.snippets) == (30, 10, 10)
    assert (phrase.total, phrase.snippets) == (30, 10)
    assert none is not None
    assert none.total == 0
    assert faceted is not None
    assert (faceted.total, faceted.facets) == (10, 3)
    assert article is not None
    assert article.ids == ("article7",)


def test_datasette_is_given_a_query_that_finds_phrases_and_words(place: Place) -> None:
    server = Datasette(Path("datasette"))
    server.ingest(place)
    metadata = json.loads((place.folder / "metadata.json").read_text(encoding="utf-8"))
    find = metadata["databases"]["news"]["queries"]["find"]["sql"]
    with closing(sqlite3.connect(place.folder / "news.db")) as store:
        store.row_factory = sqlite3.Row
        found = {}
        for question in (WORD, PHRASE, NO_PHRASE):
            q = parse_qs(urlsplit(server.target(question).path).query)["q"][0]
            rows = [dict(row) for row in store.execute(find, {"q": q})]
            found[question] = server.read(question, json.dumps({"rows": rows}).encode())
    totals = [(answer.total, len(answer.ids), answer.snippets) for answer in found.values() if answer]
    assert totals == [(30, 10, 10), (30, 10, 10), (0, 0, 0)]


def test_opensearch_is_asked_for_all_that_the_others_are() -> None:
    server = OpenSearch(NodeByUrl("http://127.0.0.1:9200"), ExitStack())
    asked = json.loads(server.target(FACETED).body or b"")
    assert asked["query"]["bool"]["filter"][0] == {"term": {"topics": "medtop:11000000"}}
    assert set(asked["aggs"]) == {"topics", "sources", "years"}
    assert asked["track_total_hits"] is True
    answer = server.read(
        FACETED,
        json.dumps(
            {
                "hits": {"total": {"value": 3}, "hits": [{"_id": "a", "highlight": {"body": ["x"]}}]},
                "aggregations": {"years": {"buckets": [{"doc_count": 2}, {"doc_count": 0}]}},
            }
        ).encode(),
    )
    assert answer == Answer(3, ("a",), 1, 1)


def test_the_floors_answer_with_the_bytes_of_the_same_request(tmp_path: Path) -> None:
    file = tmp_path / "replies.json"
    bodies = {address(question): f'{{"of": "{question.kind}"}}' for question in (FACETED, PHRASE, ARTICLE)}
    file.write_text(json.dumps(bodies), encoding="utf-8")
    replies = Replies(file)
    for app in (fastapi_app(replies), raw_app(replies)):
        client = TestClient(app)
        assert {path: client.get(path).text for path in bodies} == bodies
        assert client.get(address(WORD)).text in bodies.values()


def test_the_empty_route_checks_parameters_as_microfiche_does(tmp_path: Path) -> None:
    file = tmp_path / "replies.json"
    file.write_text("{}", encoding="utf-8")
    assert TestClient(fastapi_app(Replies(file))).get("/v1/search?limit=1000").status_code == 422
