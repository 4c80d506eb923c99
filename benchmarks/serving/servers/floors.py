"""The empty FastAPI route and the raw ASGI reply, asked as Microfiche is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.processes import Running, free_port, serving
from benchmarks.serving.load import Target
from benchmarks.serving.questions import Question
from benchmarks.serving.servers.microfiche import address
from benchmarks.serving.servers.server import Answer, Ingested, Place

EMPTY = "Empty FastAPI route"


@dataclass(frozen=True, slots=True)
class Floor:
    """`replies` is written once Microfiche has answered; what is read of it are its own words, and not compared."""

    kind: Literal["fastapi", "raw"]
    replies: Path

    @property
    def name(self) -> str:
        return EMPTY if self.kind == "fastapi" else "Raw ASGI reply"

    @property
    def remembers(self) -> bool:
        return False

    @property
    def gives_bodies(self) -> bool:
        return False

    def ingest(self, _: Place) -> Ingested | None:
        return None

    @contextmanager
    def running(self, place: Place) -> Iterator[Running]:
        port = free_port()
        command = [sys.executable, "-m", "benchmarks.serving.empty", self.kind, str(self.replies), str(port)]
        log = place.folder / f"empty-{self.kind}.log"
        with serving(command, port, log, place.environment, "/v1/search?q=ready") as running:
            yield running

    def target(self, question: Question) -> Target:
        return Target(address(question))

    def read(self, _: Question, __: bytes) -> Answer | None:
        return None
