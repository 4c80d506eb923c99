"""The service of a tutorial, of the same libraries that Microfiche stands on."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from benchmarks.processes import Running, free_port, serving
from benchmarks.serving.articles import size_of
from benchmarks.serving.load import Target
from benchmarks.serving.questions import Question
from benchmarks.serving.servers.server import Answer, Ingested, Place
from benchmarks.watching import timed

_MODULE = "benchmarks.serving.tutorial"


class Tutorial:
    name = "Tutorial (FastAPI, SQLModel, Whoosh)"
    remembers = True
    gives_bodies = False

    def ingest(self, place: Place) -> Ingested | None:
        run = timed([sys.executable, "-m", _MODULE, str(place.articles)], _environment(place))
        index = size_of((place.folder / "tutorial" / "index").rglob("*"))
        return Ingested(run.seconds, size_of((place.folder / "tutorial").rglob("*")), index)

    @contextmanager
    def running(self, place: Place) -> Iterator[Running]:
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", f"{_MODULE}:app", "--port", str(port), "--no-access-log"]
        log = place.folder / "tutorial.log"
        with serving(command, port, log, _environment(place), "/health") as running:
            yield running

    def target(self, question: Question) -> Target:
        if question.kind == "article":
            return Target(f"/articles/{quote(question.id)}")
        words = " ".join(question.words)
        parameters = {"q": f'"{words}"' if question.is_phrase else words}
        if question.kind == "faceted":
            parameters |= {"topic": question.topic, "start": question.start, "end": question.end}
            parameters["facets"] = "topics,source,year"
        return Target(f"/search?{urlencode(parameters)}")

    def read(self, question: Question, body: bytes) -> Answer | None:
        given = json.loads(body)
        if question.kind == "article":
            return Answer(1, (given["id"],))
        return Answer(
            given["total"],
            tuple(hit["id"] for hit in given["hits"]),
            sum(bool(hit["snippet"]) for hit in given["hits"]),
            sum(len(values) for values in given["facets"].values()),
        )


def _environment(place: Place) -> Mapping[str, str]:
    return {**place.environment, "TUTORIAL_FOLDER": str(place.folder / "tutorial")}
