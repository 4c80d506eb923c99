"""Microfiche as it is served, with one worker or more."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.processes import Running, free_port, serving
from benchmarks.serving.articles import exported, size_of
from benchmarks.serving.load import Target
from benchmarks.serving.questions import Question
from benchmarks.serving.servers.server import FACET_VALUES, PAGE, Answer, Ingested, Place
from benchmarks.watching import timed

PROGRAM = str(Path(sys.executable).with_name("microfiche"))

OURS = "Microfiche, 1 worker"


@dataclass(frozen=True, slots=True)
class Microfiche:
    """All of these share one data folder, filled by `fill` before any server is measured."""

    workers: int
    ingested: Ingested

    @property
    def name(self) -> str:
        return OURS if self.workers == 1 else f"Microfiche, {self.workers} workers"

    @property
    def remembers(self) -> bool:
        return True

    @property
    def gives_bodies(self) -> bool:
        return self.workers == 1

    def ingest(self, _: Place) -> Ingested | None:
        return self.ingested if self.workers == 1 else None

    @contextmanager
    def running(self, place: Place) -> Iterator[Running]:
        port = free_port()
        command = [PROGRAM, "serve", "--port", str(port), "--workers", str(self.workers)]
        log = place.folder / f"microfiche-{self.workers}.log"
        with serving(command, port, log, place.environment, "/health/ready") as running:
            yield running

    def target(self, question: Question) -> Target:
        return Target(address(question))

    def read(self, question: Question, body: bytes) -> Answer | None:
        given = json.loads(body)
        if question.kind == "article":
            return Answer(1, (given["id"],))
        return Answer(
            given["total"],
            tuple(hit["id"] for hit in given["hits"]),
            sum(bool(hit["snippets"]) for hit in given["hits"]),
            sum(len(facet["values"]) for facet in (given.get("facets") or {}).values()),
        )


def address(question: Question) -> str:
    if question.kind == "article":
        return f"/v1/articles/{quote(question.id)}"
    words = " ".join(question.words)
    parameters = {"q": f'"{words}"' if question.is_phrase else words, "limit": PAGE}
    if question.kind == "given":
        # The others would not look for any of the words where there is no article with all.
        parameters["match"] = "all"
    if question.kind == "faceted":
        parameters |= {"topic": question.topic, "from": question.start, "to": question.end}
        parameters |= {"facets": "topic,source,year", "facet_limit": FACET_VALUES}
    return f"/v1/search?{urlencode(parameters)}"


def fill(corpus: Path, place: Place) -> Ingested:
    """Ingest the corpus, and write what came of it as the articles of all others."""
    run = timed([PROGRAM, "ingest", str(corpus), "--quiet"], place.environment)
    data = Path(place.environment["MICROFICHE_DATA"])
    index = size_of((data / "index").rglob("*"))
    exported([PROGRAM, "export"], place.environment, place.articles)
    return Ingested(run.seconds, index + size_of(data.glob("store.db*")), index)
