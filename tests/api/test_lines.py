"""`format=ndjson` and `format=csv`: the whole result or a page of it."""

import csv
import io
import json
from contextlib import suppress
from itertools import count
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from app.api.desk import Desk
from app.errors import StoreError
from app.search import dressing, service
from tests.walks import walked


@pytest.fixture
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_WINDOW", 20)
    monkeypatch.setattr(service, "_STREAMED", 7)


def lines(text: str) -> list[dict[str, Any]]:
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


@pytest.mark.usefixtures("_small_steps")
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("shape", ["", "&highlight=html", "&fields=title,body,copies", "&collapse=copies"])
def test_lines_are_the_hits_of_all_pages(client: TestClient, sort: str, shape: str) -> None:
    query = f"q=the&sort={sort}{shape}"
    answer = client.get(f"/v1/search?{query}&format=ndjson")
    assert lines(answer.text) == walked(client, query + "&limit=9")
    assert "content-length" not in answer.headers


def test_headers_say_what_lines_have_no_room_for(client: TestClient) -> None:
    plain = client.get("/v1/search?q=moon AND&source=nobody&match=all&limit=0").json()
    answer = client.get("/v1/search?q=moon AND&source=nobody&match=all&format=ndjson")
    assert answer.headers["x-total-count"] == str(plain["total"])
    assert answer.headers["x-corpus-revision"] == str(plain["corpus"]["revision"])
    assert plain["query"]["notes"]
    assert json.loads(answer.headers["x-notes"]) == plain["query"]["notes"]


def test_the_seed_of_a_random_order_is_told_and_gives_it_again(client: TestClient) -> None:
    drawn = client.get("/v1/search?q=the&sort=random&format=ndjson")
    seed = drawn.headers["x-seed"]
    assert client.get(f"/v1/search?q=the&sort=random&seed={seed}&format=ndjson").content == drawn.content
    url, ids = "/v1/search?q=the&sort=random&limit=9&format=csv&seed=" + seed, list[str]()
    while url:
        answer = client.get(url)
        ids += [row["id"] for row in table(answer.content)]
        url = answer.links.get("next", {}).get("url", "")
    assert ids == [line["id"] for line in lines(drawn.text)]


def test_more_notes_than_a_header_holds_are_counted(client: TestClient) -> None:
    query = "q=" + "nofield:a " * 60 + "&limit=1"
    all_notes = client.get(f"/v1/search?{query}").json()["query"]["notes"]
    header = client.get(f"/v1/search?{query}&format=csv").headers["x-notes"]
    told = json.loads(header)
    assert len(header) < 5_000
    assert told[:-1] == all_notes[: len(told) - 1]
    assert told[-1]["message"].startswith(f"{len(all_notes) - len(told) + 1} more")


def test_facets_have_no_place_and_the_notes_say_so(client: TestClient) -> None:
    for name in ("ndjson", "csv", "rss"):
        answer = client.get(f"/v1/search?q=moon&facets=topic&format={name}")
        assert [note["code"] for note in json.loads(answer.headers["x-notes"])] == ["facets_without_place"]


@pytest.mark.parametrize("name", ["ndjson", "csv"])
def test_a_limit_asks_for_a_page_and_next_leads_on(client: TestClient, name: str) -> None:
    read = table if name == "csv" else lambda content: lines(content.decode())
    ids: list[str] = []
    url: str | None = f"/v1/search?q=the&limit=20&format={name}"
    pages = 0
    while url:
        answer = client.get(url)
        ids += [str(hit["id"]) for hit in read(answer.content)]
        url, pages = answer.links.get("next", {}).get("url"), pages + 1
    assert pages > 1
    assert ids == [hit["id"] for hit in walked(client, "q=the&limit=20")]


@pytest.mark.parametrize("page", ["page=2", "limit=0", "limit=3"])
def test_a_page_is_as_long_as_asked(client: TestClient, page: str) -> None:
    wanted = len(client.get(f"/v1/search?q=the&{page}").json()["hits"])
    assert len(lines(client.get(f"/v1/search?q=the&{page}&format=ndjson").text)) == wanted


@pytest.mark.usefixtures("_small_steps")
def test_a_table_has_the_hits_of_all_pages_in_plain_columns(client: TestClient) -> None:
    answer = client.get("/v1/search?q=the&format=csv")
    rows, hits = table(answer.content), walked(client, "q=the&limit=50")
    assert not answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.endswith(b"\r\n")
    assert [row["id"] for row in rows] == [hit["id"] for hit in hits]
    for row, hit in zip(rows, hits, strict=True):
        published = hit["published"] or {}
        assert row["title"] == hit["title"]
        assert row["source"] == (hit["source"] or {}).get("label", "")
        assert row["source_id"] == (hit["source"] or {}).get("id", "")
        assert row["authors"] == "; ".join(author["label"] for author in hit["authors"])
        assert row["topic_ids"] == "; ".join(topic["id"] for topic in hit["topics"])
        assert row["published"] == published.get("date", "")
        assert row["published_at"] == (published.get("at") or "")
        assert float(row["score"]) == hit["score"]
        assert "snippets" not in row


def test_a_table_holds_whole_texts_where_they_are_asked_for(client: TestClient) -> None:
    content = client.get(
        "/v1/search?q=the&format=csv&fields=body,copies,origin,paragraphs,links,snippets"
    ).content
    for row in table(content)[:5]:
        article = client.get(f"/v1/articles/{row['id']}").json()
        assert row["body"] == article["body"]
        assert json.loads(row["origin"]) == article["origin"]
        assert json.loads(row["paragraphs"]) == article["paragraphs"]
        assert row["copies"] == "; ".join(copy["id"] for copy in article["copies"])
        assert (row["link"], row["original_link"]) == (article["links"]["self"], article["links"]["original"])
        assert row["snippets"]


def test_a_file_is_named_after_what_was_asked(client: TestClient) -> None:
    def named(q: str, name: str = "csv") -> str:
        answer = client.get("/v1/search", params={"q": q, "format": name})
        return answer.headers["content-disposition"]

    assert named("Moon landing!") == 'attachment; filename="microfiche-moon-landing-r1.csv"'
    assert named("", "ndjson") == 'attachment; filename="microfiche-r1.ndjson"'
    assert "filename*=UTF-8''microfiche-%E5%A5%A5" in named("奥运会")


class Slow:
    """An ASGI client that takes lines at its own pace and may go away."""

    def __init__(self, client: TestClient, leaves_after: int | None = None) -> None:
        self.bodies: list[bytes] = []
        self.threads: list[int] = []
        self.is_whole = False
        self._desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
        self._leaves_after = leaves_after
        self._left = anyio.Event()

    async def receive(self) -> Message:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] != "http.response.body":
            return
        self.is_whole = not message["more_body"]
        if not message["body"]:
            return
        await anyio.sleep(0.01)
        self.threads.append(self._desk.taken)
        self.bodies.append(message["body"])
        if len(self.bodies) == self._leaves_after:
            self._left.set()
            await anyio.sleep(0.2)


def asked(client: TestClient, query: str, leaves_after: int | None = None) -> Slow:
    async def ask() -> Slow:
        slow = Slow(client, leaves_after)
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
            "method": "GET", "scheme": "http", "path": "/v1/search", "raw_path": b"/v1/search",
            "query_string": query.encode(), "root_path": "", "headers": [(b"host", b"testserver")],
            "client": ("testclient", 1), "server": ("testserver", 80), "state": {},
        }  # fmt: skip
        with suppress(RuntimeError):
            await client.app(scope, slow.receive, slow.send)
        return slow

    assert client.portal is not None
    return client.portal.call(ask)


@pytest.mark.usefixtures("_small_steps")
def test_a_slow_reader_gets_whole_lines_and_holds_no_thread(client: TestClient) -> None:
    slow = asked(client, "q=the&format=ndjson")
    assert len(slow.bodies) > 3
    assert all(body.endswith(b"\n") and lines(body.decode()) for body in slow.bodies)
    assert set(slow.threads) == {0}
    assert slow.is_whole


@pytest.mark.usefixtures("_small_steps")
def test_a_stream_that_fails_breaks_off_after_a_whole_line_and_does_not_look_whole(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = dressing.dressed
    steps = count()

    def failing(*given: Any) -> Any:
        if next(steps) == 2:
            raise StoreError("The disk is gone.")
        return read(*given)

    monkeypatch.setattr(service, "dressed", failing)
    slow = asked(client, "q=the&format=ndjson")
    assert len(slow.bodies) == 2
    assert all(lines(body.decode()) for body in slow.bodies)
    assert not slow.is_whole


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many hits each step of a stream read."""
    made: list[int] = []
    dressed = dressing.dressed

    def counted(*given: Any) -> Any:
        hits = dressed(*given)
        made.append(len(hits))
        return hits

    monkeypatch.setattr(service, "dressed", counted)
    return made


@pytest.mark.usefixtures("_small_steps")
def test_a_client_that_goes_away_ends_the_work(client: TestClient, steps: list[int]) -> None:
    asked(client, "q=the&format=ndjson")
    whole = len(steps)
    steps.clear()
    slow = asked(client, "q=the&format=ndjson", leaves_after=2)
    assert len(slow.bodies) == 2
    assert len(steps) <= 3 < whole


@pytest.mark.usefixtures("_small_steps")
def test_head_reads_no_hits(client: TestClient, steps: list[int]) -> None:
    answer = client.head("/v1/search?format=csv")
    assert int(answer.headers["x-total-count"]) > 20
    assert steps == []
