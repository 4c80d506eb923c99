"""What a search is asked: frozen values, free of HTTP."""

from dataclasses import dataclass
from typing import Literal, get_args

from app.topics.tree import LabelLocale

Match = Literal["auto", "all", "any"]
Undated = Literal["include", "exclude", "only"]
SortOrder = Literal["relevance", "newest", "oldest", "random"]
FacetName = Literal["topic", "source", "author", "agency", "language", "year", "month"]
Collapse = Literal["copies", "story"]
CardField = Literal[
    "id", "given_id", "title", "summary", "url", "source", "authors", "language", "topics", "published"
]
HitField = Literal[CardField, "score", "snippets"]
HIT_FIELDS: tuple[HitField, ...] = get_args(HitField)
"""What is shown of a hit where nothing else is asked."""
FurtherField = Literal[
    "subtitle", "agency", "body", "paragraphs", "modified", "crawled", "word_count", "origin", "copies", "story",
    "links",
]  # fmt: skip
ArticleField = Literal[CardField, FurtherField]
FieldName = Literal[HitField, FurtherField]

MAX_LIMIT = 100
# Measured with Tantivy on 500,000 articles: a page after 100,000 hits takes twice as long as the first, one after
# 300,000 three times, and an engine holds all hits before a page in memory to reach it.
MAX_OFFSET = 100_000
DEFAULT_LIMIT = 10
MAX_FACET_LIMIT = 1_000
DEFAULT_LABELS: LabelLocale = "en"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are meant. Values of one filter are alternatives, different filters all hold.

    `start` and `end` are `from` and `to`; `added_from` is the day or instant since which articles were added.
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
    added_from: str | None = None


@dataclass(frozen=True, slots=True)
class SearchRequest(Selection):
    """One search: which articles, and which of them are shown how.

    `sort` None is relevance where words are asked and newest where not. `page` counts from 1; `cursor` comes from an
    earlier answer and excludes it. `seed` chooses the random order; without one, one is drawn. `facet_limit` None lists
    20 values of a facet, and all years and months. `labels` is the locale of labels. `fields` are loaded beside a hit's
    card, and `snippets` only where they are among them; none means what a hit shows by itself.
    """

    sort: SortOrder | None = None
    seed: str | None = None
    limit: int = DEFAULT_LIMIT
    page: int | None = None
    cursor: str | None = None
    facets: tuple[FacetName, ...] = ()
    facet_limit: int | None = None
    labels: LabelLocale = DEFAULT_LABELS
    snippets: bool = True
    explain: bool = False
    fields: tuple[FieldName, ...] = ()
    collapse: Collapse | None = None


@dataclass(frozen=True, slots=True)
class ValuesRequest:
    """Values of one facet, of the articles that `selection` means; `words` are beginnings of words of their labels."""

    name: FacetName
    words: str = ""
    selection: Selection = Selection()
    labels: LabelLocale = DEFAULT_LABELS
    offset: int = 0
    limit: int = 100
