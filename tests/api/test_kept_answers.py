"""An answer that was made is given again to whoever asks the same, until the corpus changes."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.search.service import SearchService
from app.settings import Settings
from tests.api.test_manners import raw
from tests.archives import archive_at, write_lines
from tests.ingest.ingests import line, run
from tests.waiting import until

ASKED = "/v1/search?q=story&facets=topic"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with archive_at(tmp_path / "data") as archive:
        run(archive, write_lines(tmp_path / "a.jsonl", [line(1), line(2)]))
    with TestClient(create_app(Settings(data=tmp_path / "data"))) as made:
        until(lambda: "etag" in made.get("/v1/corpus").headers, 60)
        yield made


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    made: list[object] = []
    searched = SearchService.search

    def counted(service: SearchService, request: object) -> object:
        made.append(request)
        return searched(service, request)  # type: ignore[arg-type]

    monkeypatch.setattr(SearchService, "search", counted)
    return made


def test_the_same_question_is_answered_once(client: TestClient, searches: list[object]) -> None:
    first, second = client.get(ASKED), client.get(ASKED)
    assert len(searches) == 1
    assert second.content == first.content
    timing, request_id = "server-timing", "x-request-id"
    assert second.headers[timing] == "cache;desc=hit"
    assert second.headers[request_id] != first.headers[request_id]
    unlike = {timing, request_id}
    assert {k: v for k, v in second.headers.items() if k not in unlike} == {
        k: v for k, v in first.headers.items() if k not in unlike
    }


def test_head_and_conditions_are_answered_from_what_is_kept(
    client: TestClient, searches: list[object]
) -> None:
    tag = client.get(ASKED).headers["etag"]
    head = client.head(ASKED)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    for condition, status in (("*", 304), (tag, 304), ('"other"', 200)):
        answer = client.get(ASKED, headers={"If-None-Match": condition})
        assert (answer.status_code, answer.headers["etag"]) == (status, tag)
    assert len(searches) == 1


def test_each_encoding_has_bytes_and_a_tag_of_its_own(client: TestClient) -> None:
    asked = {name: {"Accept-Encoding": name} for name in ("identity", "gzip", "zstd")}
    first = {name: raw(client, ASKED, **headers) for name, headers in asked.items()}
    again = {name: raw(client, ASKED, **headers) for name, headers in asked.items()}
    assert len({headers["etag"] for _, headers in first.values()}) == len(asked)
    for name, (body, headers) in again.items():
        assert headers.get("content-encoding", "identity") == name
        assert body == first[name][0]
        assert headers["vary"].lower().count("accept-encoding") == 1


def test_a_compressed_answer_is_kept_compressed(client: TestClient) -> None:
    for _ in range(2):
        with client.stream("GET", ASKED, headers={"Accept-Encoding": "gzip"}) as answer:
            assert gzip.decompress(b"".join(answer.iter_raw())).startswith(b"{")


def test_a_change_of_the_corpus_is_seen_at_once(client: TestClient, tmp_path: Path) -> None:
    assert client.get(ASKED).json()["total"] == 2
    with archive_at(tmp_path / "data") as other:
        run(other, write_lines(tmp_path / "b.jsonl", [line(3)]))
    until(lambda: client.get(ASKED).json()["total"] == 3, 60)


@pytest.mark.parametrize(
    "path", ["/v1/search?sort=random", "/v1/search?format=ndjson", "/v1/search?nonsense=1"]
)
def test_what_is_another_answer_next_time_is_not_kept(client: TestClient, path: str) -> None:
    for _ in range(2):
        assert client.get(path).headers.get("server-timing") != "cache;desc=hit"


def test_nothing_is_kept_where_there_is_no_room(tmp_path: Path, searches: list[object]) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data", cache_size=0))) as client:
        until(lambda: client.get(ASKED).status_code == 200, 60)
        searches.clear()
        assert client.get(ASKED).content == client.get(ASKED).content
        assert len(searches) == 2


def test_what_the_caches_were_asked_is_told(client: TestClient) -> None:
    def lookups(cache: str, result: str) -> float:
        told = client.get("/metrics").text
        name = f'microfiche_cache_lookups_total{{cache="{cache}",result="{result}"}} '
        return next((float(line[len(name) :]) for line in told.splitlines() if line.startswith(name)), 0.0)

    before = {
        (cache, result): lookups(cache, result)
        for cache in ("answers", "texts")
        for result in ("hit", "miss")
    }
    client.get(ASKED)
    client.get(ASKED)
    client.get("/v1/search?q=story&limit=1")
    risen = {key: lookups(*key) - value for key, value in before.items()}
    assert risen == {
        ("answers", "hit"): 1,
        ("answers", "miss"): 2,
        ("texts", "hit"): 1,
        ("texts", "miss"): 2,
    }
    assert 'microfiche_cache_bytes{cache="answers"}' in client.get("/metrics").text
