"""What a search answers: frozen values, free of HTTP."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.articles.values import Card, Further, KeptCard
from app.errors import Note


class Part(NamedTuple):
    """A stretch of a snippet; `match` says whether the query found it."""

    text: str
    match: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    field: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What a part of the query gave of a hit's score in one field.

    `text` is canonical, `start` and `end` its place in `q`. `field` is `all` for title, lead and body together. `score`
    has the field's `weight` and the query's `boost` in it.
    """

    text: str
    start: int | None
    end: int | None
    field: str
    weight: float
    boost: float
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """`score` is None unless sorted by relevance, `further` unless more than a card was asked for.

    `collapsed` holds the ids of the copies that this hit stands for, in order; None where copies are not collapsed.
    """

    kept: KeptCard
    score: float | None
    snippets: tuple[Snippet, ...]
    further: Further | None = None
    collapsed: tuple[str, ...] | None = None
    explanation: tuple[Share, ...] | None = None

    @property
    def card(self) -> Card:
        return self.kept.card


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`broader` is the value above in the tree that a facet may be; None at the top and where there is no tree."""

    value: str
    label: str
    count: int
    selected: bool
    broader: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values, and how many there are in all; `more` says that some are not listed."""

    values: tuple[FacetValue, ...]
    distinct: int
    more: bool


@dataclass(frozen=True, slots=True)
class Without:
    """How many articles there would be without one part of a query or one filter, all else as it is.

    `param` is the parameter; `text` is what is left out, as written, at `start` to `end` of `q` (None for a filter).
    """

    param: str
    text: str
    start: int | None
    end: int | None
    total: int


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """`revision` is that of the corpus that was searched; `next_cursor` is None on the last page, `seed` unless the
    order is random.

    `did_you_mean` is a query that finds more; `without` says what emptied an answer of no hits.
    """

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
    did_you_mean: str | None = None
    without: tuple[Without, ...] = ()
    seed: str | None = None
    timings: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by phase."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A whole result: `head` tells of it without any hits, `chunks` gives them in order, some hundred a step.

    Each step reads index and store anew, from the index that the first one had.
    """

    head: SearchAnswer
    chunks: Iterator[tuple[Hit, ...]]
