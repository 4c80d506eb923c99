"""What the benchmark asks of a server: to take the articles, to run, and to be asked and understood in its own way."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.processes import Running
from benchmarks.serving.load import Target
from benchmarks.serving.questions import Question

PAGE = 10
FACET_VALUES = 10


@dataclass(frozen=True, slots=True)
class Ingested:
    """What taking the articles cost: `disk` is bytes of all that is kept, `index` those of a search index apart."""

    seconds: float
    disk: int
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a body says: `snippets` counts hits with at least one; `facets` the counted values."""

    total: int
    ids: tuple[str, ...]
    snippets: int = 0
    facets: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server finds the articles, and may write; all of it is removed in the end."""

    articles: Path
    folder: Path
    environment: Mapping[str, str]


class Server(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def remembers(self) -> bool:
        """Whether a request that it has seen may cost less than one that it has not."""

    @property
    def gives_bodies(self) -> bool:
        """Whether the floors are to answer with the bodies of this one."""

    def ingest(self, place: Place) -> Ingested | None:
        """Take the articles; None where there is nothing to take."""

    def running(self, place: Place) -> AbstractContextManager[Running]:
        """Anew, with no caches from before, for as long as the context lasts."""

    def target(self, question: Question) -> Target:
        """The question in this server's words, for a page of ten with title, date and snippets."""

    def read(self, question: Question, body: bytes) -> Answer | None:
        """What an answer says; None where it is no answer of this server's own."""
