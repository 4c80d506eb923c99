"""The engine seam: what an engine is given and what it gives back.

Words arrive analysed and every expansion is done, so the tree that an engine runs has ten kinds of node and
nothing to interpret. Text fields come in two variants at the same positions: `title.exact` and `title.stem`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

INDEXED_TEXT = ("title", "lead", "body")
VARIANTS = ("exact", "stem")
INDEXED_WORDS = ("author", "agency", "source", "url")
TERM_FIELDS = (*(f"{field}.{variant}" for field in INDEXED_TEXT for variant in VARIANTS), *INDEXED_WORDS)
"""The fields whose terms have positions: phrases and nearness are asked of these alone."""
TOGETHER = "all.stem"
"""Title, lead and body as one text, for single words alone: it has no positions."""

KEYWORDS = ("id", "topic", "author_id", "agency_id", "source_id", "language", "lacks", "doubt")
NUMBERS = ("newest_key", "oldest_key", "lot", "first_day", "last_day", "at", "year", "month", "day", "added")
FACETS: Mapping[str, str] = {
    "topic": "topic",
    "source": "source_id",
    "author": "author_id",
    "agency": "agency_id",
    "language": "language",
    "year": "year",
    "month": "month",
}
"""Facet name to the indexed field whose values it counts."""
LACKING = "none"
"""Stands for no value: no field holds it, and `lacks` names the facets of which an article has none."""


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine indexes of one article.

    `text` holds space-separated terms by `field.variant` (`body.stem`), `TOGETHER` among them, and `words` by
    field (`author`); `keywords` holds whole values by field (`id` need not be among them); `numbers` holds integers
    by field, absent where unknown (undated: no `first_day`, `last_day`, `at`, `year`, `month`, `day`). `year` is 2021,
    `month` is 202104, days are proleptic ordinals (`datetime.date.toordinal`), `day` that of a date known to
    the day; `at` and `added` are UTC epoch seconds. `newest_key` and `oldest_key` are unique signed 64-bit
    integers that order the two date sorts, undated articles last in both; `lot` is one that the random order
    is drawn by.
    """

    id: str
    text: Mapping[str, str]
    words: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Upsert:
    document: Document


@dataclass(frozen=True, slots=True)
class Delete:
    id: str


Change = Upsert | Delete


@dataclass(frozen=True, slots=True)
class Word:
    """Articles whose `field` (an indexed text variant, word field or keyword field) holds this term."""

    field: str
    term: str


@dataclass(frozen=True, slots=True)
class AnyWord:
    """Articles whose `field` holds any of these terms; every match scores the same. No terms match none."""

    field: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjacent:
    """Articles whose `field` holds these terms one right after the other; at least two terms."""

    field: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """Articles whose `field` holds both terms, in either order, with at most `distance` others between.

    The same term twice means two places.
    """

    field: str
    first: str
    second: str
    distance: int


@dataclass(frozen=True, slots=True)
class Between:
    """Articles whose number `field` is known and inside; bounds are inclusive, None is open (not both)."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Every:
    """All articles."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Articles that match each part; `parts` empty matches all."""

    parts: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Articles that match at least one part; `parts` empty matches none."""

    parts: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Except:
    """Articles that do not match the part."""

    part: "Clause"


@dataclass(frozen=True, slots=True)
class Weighted:
    """Matches what its part matches; its score counts `factor` times (0 makes it a mere filter)."""

    part: "Clause"
    factor: float


Clause = Word | AnyWord | Adjacent | Close | Between | Every | AllOf | AnyOf | Except | Weighted

Sort = Literal["relevance", "newest", "oldest", "random"]


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Count the values of facet `name`, without the filter of the dimension that it belongs to.

    The `limit` most frequent values come back (ties by value), every one of `selected`, at 0 too, and those
    of `listed` that any article has. `lacking` asks how many articles have no value of it.
    """

    name: str
    limit: int
    selected: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class TallyRequest:
    """Count each value of a calendar number (`year`, `month`, `day`) among what matches the query, every filter
    and `within`.
    """

    field: str
    within: Clause = Every()


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """One question. `filters` maps a dimension (a facet name, or `date`) to the clause that it restricts by;
    they do not score. The facets `year` and `month` belong to the dimension `date`.

    The window begins `offset` hits in, counted (not under relevance) from right after the sort key `after`,
    whether or not an article still has that key; `limit` may be 0. The total is always of the whole match.
    `seed` chooses the random order.
    """

    query: Clause
    filters: Mapping[str, Clause] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    after: int | None = None
    limit: int = 10
    facets: tuple[FacetRequest, ...] = ()
    counts: tuple[Clause, ...] = ()
    """Further clauses to count, each together with the query and every filter but `date`."""
    tallies: tuple[TallyRequest, ...] = ()
    seed: str = ""


@dataclass(frozen=True, slots=True)
class EngineHit:
    """`score` is None unless sorted by relevance; `key` is the key of any other sort, None under relevance."""

    id: str
    score: float | None
    key: int | None


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Exact counts, most frequent first; `distinct` counts all values with at least one article.

    `lacking` counts the articles without a value, None where it was not asked for.
    """

    counts: tuple[tuple[str, int], ...]
    distinct: int
    lacking: int | None = None


@dataclass(frozen=True, slots=True)
class EngineResult:
    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, FacetCounts]
    counts: tuple[int, ...]
    revision: int
    tallies: tuple[Mapping[int, int], ...] = ()
    """For each asked tally the number of articles by value, without zeros."""


@dataclass(frozen=True, slots=True)
class TermCount:
    term: str
    count: int


class Engine(Protocol):
    """Synchronous and thread-safe. One process at a time applies changes; any number read.

    A reader answers from what it loaded when it was opened, published or reloaded. By itself an engine can load only
    its last commit, so between `apply` and `publish` that may hold changes past its `revision`. Whoever must not show
    them early applies them to a copy, as `LiveIndex.draft` does.
    """

    @property
    def revision(self) -> int:
        """The revision that the loaded index stands for; 0 before the first `publish`."""

    @property
    def generation(self) -> str:
        """The name of the index. Of one revision there may be two, built anew, that order equal scores differently."""

    def search(self, request: EngineRequest) -> EngineResult:
        """Answer from the loaded index: one call, one consistent view. Raises IndexUnreadable on damage."""

    def apply(self, changes: Iterable[Change]) -> None:
        """Delete by id, then add, then commit, so that replaying is harmless. Readers see it after `publish`.

        After an error none of the changes is committed. Raises Busy while another writer holds the index.
        """

    def publish(self, revision: int) -> None:
        """Let every reader, in this process and in others, see what was applied, as this revision."""

    def reload(self) -> None:
        """Load what was published last, here or by another process.

        Nothing happens while `CURRENT` names another generation: that one is another engine's.
        """

    def terms(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        """The terms of `field` that begin with `prefix`, in code-point order, at most `limit`.

        `count` is how many articles hold the term; terms that only removed articles held are not listed.
        """

    def listed(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        """`terms` in a time that hangs on their number alone, not on how many articles hold them.

        Articles that were removed may count until the index drops them, and terms that only these held be listed.
        """

    def ids(self) -> Iterator[str]:
        """The id of every indexed article, in no order."""

    def close(self) -> None:
        """Let go of files and locks. A closed engine answers nothing more."""
