"""OpenSearch over HTTP: a node that runs already, or one that a command starts."""

import json
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from benchmarks.processes import Running, ServerFailed, fetch, free_port, wait_for
from benchmarks.serving.articles import Article, read_articles
from benchmarks.serving.load import Target
from benchmarks.serving.questions import Question
from benchmarks.serving.servers.server import FACET_VALUES, PAGE, Answer, Ingested, Place

_INDEX = "microfiche-benchmark"
_BULK = 500
_OK = 200
_SECONDS_TO_STOP = 30.0
# Offsets in the index spare its highlighter the analysis of whole bodies.
_MAPPING = {
    "settings": {"number_of_shards": 1, "number_of_replicas": 0},
    "mappings": {
        "properties": {
            "title": {"type": "text", "analyzer": "english"},
            "body": {"type": "text", "analyzer": "english", "index_options": "offsets"},
            "date": {"type": "date", "format": "yyyy-MM-dd"},
            "source": {"type": "keyword"},
            "topics": {"type": "keyword"},
        }
    },
}


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """`node` gives the node when the articles are taken; it runs until `until` closes, its caches emptied between."""

    node: "NodeByUrl | NodeByCommand"
    until: ExitStack
    _running: list[Running] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "OpenSearch"

    @property
    def remembers(self) -> bool:
        return True

    @property
    def gives_bodies(self) -> bool:
        return False

    def ingest(self, place: Place) -> Ingested | None:
        running = self.until.enter_context(self.node.started(place.folder))
        self._running.append(running)
        _ask(running, f"/{_INDEX}", _MAPPING, "PUT")
        self.until.callback(fetch, running, f"/{_INDEX}", None, "DELETE")
        begin = time.perf_counter()
        articles = read_articles(place.articles)
        while some := list(islice(articles, _BULK)):
            answer = _ask(running, f"/{_INDEX}/_bulk", _bulk(some))
            if answer["errors"]:
                raise ServerFailed("it refused some of the articles")
        _ask(running, f"/{_INDEX}/_refresh", b"")
        _ask(running, f"/{_INDEX}/_flush", b"")
        seconds = time.perf_counter() - begin
        stats = _ask(running, f"/{_INDEX}/_stats/store")
        return Ingested(seconds, stats["_all"]["total"]["store"]["size_in_bytes"])

    @contextmanager
    def running(self, _: Place) -> Iterator[Running]:
        if not self._running:
            raise ServerFailed("no node")
        _ask(self._running[0], f"/{_INDEX}/_cache/clear", b"")
        yield self._running[0]

    def target(self, question: Question) -> Target:
        if question.kind == "article":
            return Target(f"/{_INDEX}/_doc/{quote(question.id)}")
        return Target(f"/{_INDEX}/_search", json.dumps(_search(question)).encode())

    def read(self, question: Question, body: bytes) -> Answer | None:
        given = json.loads(body)
        if question.kind == "article":
            return Answer(1, (given["_id"],))
        hits = given["hits"]["hits"]
        facets = given.get("aggregations", {}).values()
        return Answer(
            given["hits"]["total"]["value"],
            tuple(hit["_id"] for hit in hits),
            sum(bool(hit.get("highlight")) for hit in hits),
            sum(sum(bool(bucket["doc_count"]) for bucket in facet["buckets"]) for facet in facets),
        )


@dataclass(frozen=True, slots=True)
class NodeByUrl:
    url: str

    def started(self, _: Path) -> AbstractContextManager[Running]:
        return self._found()

    @contextmanager
    def _found(self) -> Iterator[Running]:
        where = urlsplit(self.url)
        running = Running(where.port or 9200, 0, where.hostname or "127.0.0.1")
        wait_for(running, "/_cluster/health")
        yield Running(running.port, _pid(running), running.host)


@dataclass(frozen=True, slots=True)
class NodeByCommand:
    """`{port}`, `{transport}` and `{data}` stand in the command for what it is to use; it may return or stay."""

    command: str

    def started(self, folder: Path) -> AbstractContextManager[Running]:
        return self._run(folder / "opensearch")

    @contextmanager
    def _run(self, folder: Path) -> Iterator[Running]:
        folder.mkdir()
        port = free_port()
        words = self.command.format(port=port, transport=free_port(), data=folder / "data")
        said = folder / "command.log"
        with said.open("wb") as written:
            process = subprocess.Popen(  # noqa: S603
                shlex.split(words), stdout=written, stderr=written, start_new_session=True
            )
        pid = 0
        try:
            wait_for(Running(port, 0), "/_cluster/health?wait_for_status=yellow&timeout=1s", process)
            pid = _pid(Running(port, 0))
            yield Running(port, pid)
        finally:
            _end(pid or _last_number(said))
            _end(process.pid)
            process.wait()


def _search(question: Question) -> dict[str, Any]:
    words = {"query": " ".join(question.words), "fields": ["title", "body"]}
    how = {"type": "phrase"} if question.is_phrase else {"type": "cross_fields", "operator": "and"}
    asked: dict[str, Any] = {"must": {"multi_match": words | how}}
    search: dict[str, Any] = {
        "size": PAGE,
        "track_total_hits": True,
        "_source": ["title", "date", "source"],
        "highlight": {"fields": {"title": {}, "body": {"number_of_fragments": 3, "fragment_size": 150}}},
    }
    if question.kind == "faceted":
        asked["filter"] = [
            {"term": {"topics": question.topic}},
            {"range": {"date": {"gte": question.start, "lte": question.end}}},
        ]
        search["aggs"] = {
            "topics": {"terms": {"field": "topics", "size": FACET_VALUES}},
            "sources": {"terms": {"field": "source", "size": FACET_VALUES}},
            "years": {"date_histogram": {"field": "date", "calendar_interval": "year"}},
        }
    return search | {"query": {"bool": asked}}


def _bulk(articles: Sequence[Article]) -> bytes:
    lines = []
    for one in articles:
        document = {"title": one.title, "body": one.body, "source": one.source, "topics": one.topics}
        lines += [{"index": {"_id": one.id}}, document | ({"date": one.date} if one.date else {})]
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def _ask(running: Running, path: str, body: object = None, method: str | None = None) -> Any:
    sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    status, answer = fetch(running, path, sent, method)
    if status != _OK:
        raise ServerFailed(f"{path} was answered {status}: {answer[:500].decode(errors='replace')}")
    return json.loads(answer)


def _pid(running: Running) -> int:
    """Of the node, where it runs on this machine; 0 where nobody here has that number."""
    nodes = _ask(running, "/_nodes/_local/process")["nodes"].values()
    pid = int(next(iter(nodes))["process"]["id"])
    return pid if running.host in {"127.0.0.1", "localhost"} and Path(f"/proc/{pid}").exists() else 0


def _last_number(file: Path) -> int:
    """A command that returns may have said which process it started."""
    words = file.read_text(encoding="utf-8", errors="replace").split()
    return int(words[-1]) if words and words[-1].isdigit() else 0


def _end(pid: int) -> None:
    """Kindly, and by force after a while."""
    if not pid:
        return
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + _SECONDS_TO_STOP
        while time.monotonic() < deadline and _runs(pid):
            time.sleep(0.1)
        os.kill(pid, signal.SIGKILL)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
