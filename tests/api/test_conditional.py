"""What a client has already is not made and sent again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.search.service import SearchService
from app.settings import Settings
from tests.archives import archive_at, write_lines
from tests.ingest.ingests import line, run
from tests.waiting import until

PATHS = (
    "/",
    "/v1/search?q=story&facets=topic",
    "/v1/search?q=story&format=csv&limit=1",
    "/v1/search?sort=random&seed=7",
    "/v1/articles/{id}",
    "/v1/articles/{id}/original",
    "/v1/articles/{id}/related",
    "/v1/articles?ids={id}",
    "/v1/topics",
    "/v1/sources",
    "/v1/facets/author",
    "/v1/timeline",
    "/v1/suggest?q=st",
    "/v1/corpus",
    "/v1/changes",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("conditional")
    with archive_at(folder / "data") as archive:
        run(archive, write_lines(folder / "a.jsonl", [line(1), line(2)]))
    return folder / "data"


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=data))) as made:
        yield made


@pytest.fixture(scope="module")
def article(client: TestClient) -> str:
    return str(client.get("/v1/search").json()["hits"][0]["id"])


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_has_a_strong_tag_and_is_not_sent_to_who_has_it(
    client: TestClient, article: str, path: str
) -> None:
    first = client.get(path.format(id=article))
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert first.headers["cache-control"] == "no-cache"
    for known in (tag, f'"other", W/{tag}'):
        again = client.get(path.format(id=article), headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for known, status in (("*", 304), ('"other"', 200)):
        assert client.get(path.format(id=article), headers={"If-None-Match": known}).status_code == status


def test_a_client_that_has_the_answer_costs_no_search(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get("/v1/search?q=story").headers["etag"]

    def fail(*_: object) -> None:
        raise AssertionError("searched")

    monkeypatch.setattr(SearchService, "search", fail)
    assert client.get("/v1/search?q=story", headers={"If-None-Match": tag}).status_code == 304


def test_other_questions_addresses_and_shapes_have_other_tags(client: TestClient) -> None:
    asked = [
        client.get("/v1/search"),
        client.get("/v1/search?q=story"),
        client.get("/v1/search?limit=5"),
        client.get("/v1/search?limit=5", headers={"Accept": "text/csv"}),
        client.get("/v1/search", headers={"Host": "news.example"}),
    ]
    assert len({answer.headers["etag"] for answer in asked}) == len(asked)


@pytest.mark.parametrize(
    "path",
    ["/v1/search?sort=random", "/v1/search?format=ndjson", "/v1/search?format=csv&sort=random&limit=1"],
)
def test_what_is_another_answer_next_time_has_no_tag(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_errors_are_not_kept(client: TestClient) -> None:
    for path in ("/v1/search?nonsense=1", "/v1/articles/none"):
        answer = client.get(path, headers={"If-None-Match": "*"})
        assert answer.status_code in {404, 422}
        assert (answer.headers["cache-control"], "etag" in answer.headers) == ("no-store", False)


def test_head_gives_the_tag_and_is_answered_304_too(client: TestClient) -> None:
    tag = client.get("/v1/corpus").headers["etag"]
    assert client.head("/v1/corpus").headers["etag"] == tag
    assert client.head("/v1/corpus", headers={"If-None-Match": tag}).status_code == 304


def test_a_change_of_the_corpus_changes_the_tag(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data"))) as client:
        until(lambda: "etag" in client.get("/v1/search").headers, 60)
        tag = client.get("/v1/search").headers["etag"]
        with archive_at(tmp_path / "data") as other:
            run(other, write_lines(tmp_path / "a.jsonl", [line(1)]))
        answer = client.get("/v1/search", headers={"If-None-Match": tag})
        assert (answer.status_code, answer.json()["total"]) == (200, 1)
        until(lambda: client.get("/v1/search").headers.get("etag", tag) != tag, 60)


def test_an_answer_made_while_the_corpus_changed_has_no_tag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = SearchService.search

    def meanwhile(*asked: object) -> object:
        answer = searched(*asked)  # type: ignore[arg-type]
        with archive_at(tmp_path / "data") as other:
            run(other, write_lines(tmp_path / "a.jsonl", [line(1)]))
        return answer

    with TestClient(create_app(Settings(data=tmp_path / "data"))) as client:
        until(lambda: "etag" in client.get("/v1/search").headers, 60)
        monkeypatch.setattr(SearchService, "search", meanwhile)
        assert "etag" not in client.get("/v1/search?limit=5").headers
