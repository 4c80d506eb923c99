"""`/v1/changes` over HTTP: a client that follows it holds the corpus."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.articles import reads
from app.ingest.pipeline import IngestRequest
from app.main import create_app
from app.settings import Settings
from tests.archives import CORPUS, archive_at, write_lines


def line(number: int, title: str) -> dict[str, object]:
    return {"id": f"n{number}", "title": f"{title} {number}", "body": f"{title}, as told in part {number}."}


class Follower:
    def __init__(self, client: TestClient) -> None:
        self.titles: dict[str, str] = {}
        self.revision = 0
        self._client = client

    def follow(self, limit: int) -> int:
        """Go to the end; returns the number of pages."""
        url, pages = f"/v1/changes?since={self.revision}&limit={limit}", 0
        while url:
            response = self._client.get(url)
            told = response.json()
            assert told.keys() == {"since", "revision", "changed", "removed", "next"}
            assert len(told["changed"]) + len(told["removed"]) <= limit
            for article_id in told["changed"]:
                self.titles[article_id] = self._client.get(f"/v1/articles/{article_id}").json()["title"]
            for article_id in told["removed"]:
                self.titles.pop(article_id, None)
            url, pages = told["next"], pages + 1
            assert response.headers.get("link") == (f'<{url}>; rel="next"' if url else None)
            self.revision = told["revision"]
        return pages


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path / "data"))) as client:
        yield client


def held(client: TestClient) -> dict[str, str]:
    hits = client.get("/v1/search?limit=100").json()["hits"]
    return {hit["id"]: hit["title"] for hit in hits}


def test_the_sample_articles_are_told_from_the_beginning(client: TestClient) -> None:
    follower = Follower(client)
    assert follower.follow(limit=7) > 5
    assert follower.titles == held(client)
    assert follower.revision == client.get("/v1/corpus").json()["revision"]
    assert follower.follow(limit=7) == 1


def test_the_readme_shows_a_real_page(client: TestClient) -> None:
    readme = (CORPUS.parent / "README.md").read_text(encoding="utf-8")
    _, _, part = readme.partition("### Keeping a copy")
    query = part.split("/v1/changes?since=0&limit=2'")
    assert len(query) == 2
    shown = json.loads(part.split("```json")[1].split("```")[0])
    told = client.get("/v1/changes?since=0&limit=2", headers={"host": "127.0.0.1:8000"}).json()
    assert told == shown


def test_a_client_that_follows_holds_the_corpus_through_updates_and_removals(
    changing: TestClient, tmp_path: Path
) -> None:
    follower = Follower(changing)
    assert follower.follow(limit=3) == 1
    states = [
        [line(n, "Story") for n in range(9)],
        [line(n, "Story" if n % 2 else "News") for n in range(9)],
        [line(n, "News") for n in range(3, 12)],
        [],
        [line(5, "Again")],
    ]
    with archive_at(tmp_path / "data") as archive:
        for lines in states:
            archive.ingest.run(IngestRequest((write_lines(tmp_path / "feed.jsonl", lines),)))
            follower.follow(limit=3)
            # The store is compared, not a search: the changes are the store's, and the index may be a moment behind.
            with archive.store.read() as connection:
                stored = {article.id: article.title for article in reads.articles(connection)}
            assert follower.titles == stored
            assert len(stored) == len(lines)


def test_a_revision_that_the_corpus_has_not_reached_is_refused(client: TestClient) -> None:
    response = client.get("/v1/changes?since=999999999999999999999999")
    assert response.status_code == 422
    assert (response.json()["code"], response.json()["errors"][0]["param"]) == ("revision_ahead", "since")
    assert "since=0" in response.json()["detail"]


@pytest.mark.parametrize(
    "query", ["since=-1", "since=x", "limit=0", "limit=10001", "since=1&since=2", "page=1"]
)
def test_parameters_that_make_no_sense_are_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/changes?{query}").status_code == 422


def test_an_id_that_is_none_is_only_a_place(client: TestClient) -> None:
    assert client.get("/v1/changes", params={"after": "\u2603 zzz"}).status_code == 200
