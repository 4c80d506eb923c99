"""What a search is asked and what it answers: frozen values, free of HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.articles.values import Card
from app.errors import Note

Match = Literal["auto", "all", "any"]
Undated = Literal["include", "exclude", "only"]
SortOrder = Literal["relevance", "newest", "oldest"]
FacetName = Literal["topic", "source", "author", "agency", "language", "year", "month"]

MAX_LIMIT = 100
# Measured with Tantivy on 500,000 articles: a page after 100,000 hits takes twice as long as the first, one after
# 300,000 three times, and an engine holds all hits before a page in memory to reach it.
MAX_OFFSET = 100_000
DEFAULT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. Values of one filter are alternatives, different filters all hold; `start`, `end` are `from`, `to`.

    `sort` None is relevance where words are asked and newest where not. `page` counts from 1; `cursor` comes from an
    earlier answer and excludes it.
    """

    q: str = ""
    strict: bool = False
    match: Match = "auto"
    topic: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    undated: Undated | None = None
    sort: SortOrder | None = None
    limit: int = DEFAULT_LIMIT
    page: int | None = None
    cursor: str | None = None
    facets: tuple[FacetName, ...] = ()
    snippets: bool = True


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
