"""What a search answers: frozen values, free of HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.articles.values import Card
from app.errors import Note


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a snippet; `match` says whether the query found it."""

    text: str
    match: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    field: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """`score` is None unless sorted by relevance."""

    card: Card
    score: float | None
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values, and how many there are in all; `more` says that some are not listed."""

    values: tuple[FacetValue, ...]
    distinct: int
    more: bool


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """`revision` is that of the corpus that was searched; `next_cursor` is None on the last page."""

    q: str
    understood: str
    filters: Mapping[str, object]
    notes: tuple[Note, ...]
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Facet]
    page: int
    next_cursor: str | None
    revision: int
    timings: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by phase."""
