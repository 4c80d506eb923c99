"""`collapse=` over HTTP: one of a copied story, with how many it stands for, in every format."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.archives import archive_at, ingest, write_lines
from tests.copied import copied_articles
from tests.walks import walked


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("papers")
    with archive_at(folder / "data") as archive:
        ingest(archive, write_lines(folder / "papers.jsonl", copied_articles()))
    with TestClient(create_app(Settings(data=folder / "data"))) as made:
        yield made


def test_a_collapsed_hit_says_which_copies_it_stands_for(papers: TestClient) -> None:
    query = "q=bridge&sort=newest&collapse=copies"
    hits = walked(papers, f"{query}&limit=4")
    shown = {hit["id"] for hit in hits}
    hidden = [i for hit in hits for i in hit["collapsed"]["ids"]]
    assert papers.get(f"/v1/search?{query}").json()["total"] == len(hits) + len(hidden)
    assert not shown & set(hidden)
    for hit in hits:
        assert hit["collapsed"]["count"] == len(hit["collapsed"]["ids"])
        near = {copy["id"] for copy in papers.get(f"/v1/articles/{hit['id']}").json()["copies"]}
        assert set(hit["collapsed"]["ids"]) == near
    assert any(hit["collapsed"]["count"] == 3 for hit in hits)


def test_without_collapse_no_hit_has_the_key(papers: TestClient) -> None:
    assert all("collapsed" not in hit for hit in walked(papers, "q=bridge"))


def test_lines_and_tables_say_it_too(papers: TestClient) -> None:
    hits = walked(papers, "q=bridge&collapse=copies&fields=title")
    lines = papers.get("/v1/search?q=bridge&collapse=copies&fields=title&format=ndjson").text
    assert [json.loads(line) for line in lines.splitlines()] == hits
    text = papers.get("/v1/search?q=bridge&collapse=copies&fields=title&format=csv").text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["collapsed"] for row in rows] == [str(hit["collapsed"]["count"]) for hit in hits]
    assert [row["collapsed_ids"] for row in rows] == ["; ".join(hit["collapsed"]["ids"]) for hit in hits]


def test_a_collapsed_feed_has_each_copied_story_once(papers: TestClient) -> None:
    hits = walked(papers, "q=bridge&collapse=copies&sort=newest&limit=50")
    told = papers.get("/v1/search?q=bridge&collapse=copies&limit=50&format=jsonfeed").json()
    assert [item["title"] for item in told["items"]] == [hit["title"] for hit in hits]


def test_stories_collapse_as_copies_with_a_note(papers: TestClient) -> None:
    answer = papers.get("/v1/search?q=bridge&collapse=story").json()
    assert [(note["code"], note["param"]) for note in answer["query"]["notes"]] == [
        ("no_stories", "collapse")
    ]


def test_a_later_page_has_to_be_walked_to(papers: TestClient) -> None:
    answer = papers.get("/v1/search?q=bridge&collapse=copies&page=2")
    assert answer.status_code == 422
    assert [(error["code"], error["param"]) for error in answer.json()["errors"]] == [
        ("page_and_collapse", "page")
    ]
