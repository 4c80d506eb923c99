"""The parameters of a search: which articles are meant, and which of them are shown how."""

from dataclasses import fields, replace
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from app.api.formats import Format
from app.api.parameters import FIELDS, Parameters, split_at_commas
from app.search.facets import DEFAULT_FACET_LIMIT
from app.search.requests import (
    DEFAULT_LABELS,
    DEFAULT_LIMIT,
    MAX_FACET_LIMIT,
    MAX_LIMIT,
    MAX_OFFSET,
    Collapse,
    FacetName,
    FieldName,
    Match,
    SearchRequest,
    Selection,
    SortOrder,
    Undated,
    ValuesRequest,
)
from app.topics.tree import LabelLocale

MAX_QUERY = 2_000
MAX_SEED = 50
# One with the longest seed has 950 characters.
MAX_CURSOR = 1_000
_LABELS = "Language of the labels of topics, languages and months."
FEED_LIMIT = 20
# Told, not checked: what is no date is refused with a sentence that says how to write one. The docs page shows this, so
# it is short, and lets some through that are none.
_DATE: Any = {"pattern": r"^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9]([Tt ].+)?)?)?$"}
Highlight = Literal["parts", "html", "none"]


class SelectionParameters(Parameters):
    """Which articles are meant."""

    q: str = Field(
        default="",
        # Told, not checked: the reading of the query refuses a longer one with its place.
        json_schema_extra={"maxLength": MAX_QUERY},
        description=(
            'What to find. Words (all must match), `OR`, `AND`, `NOT`, `-word`, brackets, `"a phrase"`, '
            '`"near words"~5`, `title:`, `body:`, `author:`, `agency:`, `source:`, `language:`, `topic:`, `url:`, '
            "`id:`, `date:[2021-04-01 TO 2021-04-30]`, `wor*`, `w?rd`, `word~1`, `word^2`, `*`. "
            "Empty finds every article."
        ),
    )
    strict: bool = Field(
        default=False,
        description="Refuse a query that has to be read kindly, rather than say so in `query.notes`.",
    )
    match: Match = Field(
        default="auto",
        description="Whether articles must have all words or any. `auto`: all, and any where all finds nothing.",
    )
    topic: list[str] = Field(
        default=[],
        description="Topic by id (`medtop:15000000`) or label (`sport`); narrower topics are found too. "
        "`none`: articles without a topic.",
    )
    source: list[str] = Field(
        default=[], description="Source, whole, by id or as written. `none`: articles without one."
    )
    author: list[str] = Field(
        default=[], description="Author, whole, by id or as written. `none`: articles without one."
    )
    agency: list[str] = Field(
        default=[], description="News agency, whole, by id or as written. `none`: articles without one."
    )
    language: list[str] = Field(
        default=[], description="Language, as ISO 639-1. `none`: articles whose language is not known."
    )
    start: str | None = Field(
        default=None,
        alias="from",
        json_schema_extra=_DATE,
        description="First day, month or year of publication (`1969`, `1969-07`, `1969-07-20`, or an RFC 3339 "
        "instant), inclusive.",
    )
    end: str | None = Field(
        default=None,
        alias="to",
        json_schema_extra=_DATE,
        description="Last day, month or year, inclusive.",
    )
    undated: Undated | None = Field(
        default=None,
        description="What to do with articles of unknown date: `include` (the default without `from` and `to`), "
        "`exclude` (the default with them) or `only`.",
    )
    added_from: str | None = Field(
        default=None,
        json_schema_extra=_DATE,
        description="Only articles that came into the archive on this day (UTC) or at this RFC 3339 instant, or later. "
        "One that is read anew keeps the time at which it first came.",
    )

    def selection(self) -> Selection:
        return Selection(**self._values(Selection))

    def _values(self, kind: type[Selection]) -> dict[str, Any]:
        """What was given of the fields of `kind`, lists as tuples."""
        values = self.model_dump(include={field.name for field in fields(kind)})
        return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


class SearchParameters(SelectionParameters):
    sort: SortOrder | None = Field(
        default=None,
        description="`relevance` is the default where words are asked, `newest` where not. Undated ones come last "
        "in both date orders. `random` draws lots.",
    )
    seed: str | None = Field(
        default=None,
        max_length=MAX_SEED,
        description="Chooses the order of `sort=random`: the same seed gives the same order, and articles that stay "
        "keep theirs. Without one, one is drawn and given back in `query.seed`.",
    )
    limit: int = Field(default=DEFAULT_LIMIT, ge=0, le=MAX_LIMIT, description="Hits a page; 0 only counts.")
    page: int | None = Field(
        default=None,
        ge=1,
        description=f"Page, from 1, up to {MAX_OFFSET:,} hits deep: `next` leads further. Not with `cursor`.",
    )
    cursor: str | None = Field(
        default=None, max_length=MAX_CURSOR, description="`next_cursor` of the page before. Not with `page`."
    )
    facets: Annotated[list[FacetName], BeforeValidator(split_at_commas)] = Field(
        default=[],
        description="Count the values of these: "
        + ", ".join(f"`{name}`" for name in get_args(FacetName))
        + ".",
    )
    facet_limit: int | None = Field(
        default=None,
        ge=1,
        le=MAX_FACET_LIMIT,
        description=f"Values of each facet, the most frequent. Without it {DEFAULT_FACET_LIMIT}, and all years and "
        "months; selected ones are always listed.",
    )
    labels: LabelLocale = Field(default=DEFAULT_LABELS, description=_LABELS)
    highlight: Highlight = Field(
        default="parts",
        description="How snippets show what matched: `parts` (pieces with a flag), `html` (escaped, with `<mark>`) "
        "or `none` (no snippets, faster).",
    )

    collapse: Collapse | None = Field(
        default=None,
        description="`copies` shows of near copies of one text (the same story in several papers) the first in the "
        "order asked for, and says in `collapsed` which it stands for; `total` goes on counting articles. `story` does "
        "the same until stories are told apart. Not with `page` beyond the first.",
    )
    fields: Annotated[list[FieldName], BeforeValidator(split_at_commas)] = FIELDS
    format: Format | None = Field(
        default=None,
        description="The shape of the answer; wins over the header `Accept`. `ndjson` and `csv` hold the whole result "
        "where neither `limit` nor `page` nor `cursor` is given. `rss`, `atom` and `jsonfeed` are feeds: the newest "
        f"{FEED_LIMIT} where no `sort` and no `limit` is given.",
    )
    explain: bool = Field(
        default=False,
        description="Say in `explanation` what each word of the query gave of a hit's score, field by field. Slower.",
    )

    def request(self) -> SearchRequest:
        return SearchRequest(**self._values(SearchRequest), snippets=self.highlight != "none")

    @property
    def asks_for_all(self) -> bool:
        """Whether nothing says that a page is meant."""
        return not self.model_fields_set & {"limit", "page", "cursor"}


class FacetParameters(SelectionParameters):
    q: str = Field(default="", max_length=MAX_QUERY, description="Beginnings of words of the values' labels.")
    within: str = Field(
        default="",
        max_length=MAX_QUERY,
        description="Count articles that this finds, as the `q` of a search.",
    )
    labels: LabelLocale = Field(default=DEFAULT_LABELS, description=_LABELS)
    limit: int = Field(default=100, ge=1, le=1_000, description="Values a page.")
    page: int = Field(default=1, ge=1, le=10_000, description="Page, from 1.")

    def values(self, name: FacetName) -> ValuesRequest:
        counted = replace(self.selection(), q=self.within)
        return ValuesRequest(name, self.q, counted, self.labels, (self.page - 1) * self.limit, self.limit)
