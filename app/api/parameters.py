"""Query parameters: models that FastAPI documents and checks, with the rules that hold for all of them."""

from collections.abc import Callable
from typing import Annotated, Literal, get_args, get_origin

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.errors import Note, ParameterError
from app.search.answers import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    MAX_OFFSET,
    FacetName,
    Match,
    SearchRequest,
    SortOrder,
    Undated,
)

MAX_QUERY = 2_000
Highlight = Literal["parts", "html", "none"]


class Parameters(BaseModel):
    """Unknown parameters are refused; an empty value is no value."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        filled = {
            name: [one for one in value if one != ""] if isinstance(value, list) else value
            for name, value in given.items()
        }
        return {name: value for name, value in filled.items() if value not in ("", [])}


def each_once(model: type[Parameters]) -> Callable[[Request], None]:
    """A dependency that refuses a single-valued parameter given twice: FastAPI would take the last in silence."""
    repeatable = {
        field.alias or name
        for name, field in model.model_fields.items()
        if get_origin(field.annotation) is list
    }

    def check(request: Request) -> None:
        given = [name for name, value in request.query_params.multi_items() if value]
        for name in dict.fromkeys(given):
            if given.count(name) > 1 and name not in repeatable:
                message = f"`{name}` is given {given.count(name)} times: give it once."
                raise ParameterError(
                    message,
                    code="repeated_parameter",
                    notes=[Note("repeated_parameter", message, name)],
                )

    return check


def _split_at_commas(given: object) -> object:
    """`facets=topic,source` is `facets=topic&facets=source`."""
    if not isinstance(given, list):
        return given
    return [part.strip() for value in given for part in str(value).split(",") if part.strip()]


class SearchParameters(Parameters):
    q: str = Field(
        default="",
        max_length=MAX_QUERY,
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
    agency: list[str] = Field(default=[], description="News agency, whole, by id or as written.")
    language: list[str] = Field(default=[], description="Language, as ISO 639-1.")
    start: str | None = Field(
        default=None,
        alias="from",
        description="First day, month or year of publication (`1969`, `1969-07`, `1969-07-20`, or an RFC 3339 "
        "instant), inclusive.",
    )
    end: str | None = Field(default=None, alias="to", description="Last day, month or year, inclusive.")
    undated: Undated | None = Field(
        default=None,
        description="What to do with articles of unknown date: `include` (the default without `from` and `to`), "
        "`exclude` (the default with them) or `only`.",
    )
    sort: SortOrder | None = Field(
        default=None,
        description="`relevance` is the default where words are asked, `newest` where not. Undated ones come last "
        "in both date orders.",
    )
    limit: int = Field(default=DEFAULT_LIMIT, ge=0, le=MAX_LIMIT, description="Hits a page; 0 only counts.")
    page: int | None = Field(
        default=None,
        ge=1,
        description=f"Page, from 1, up to {MAX_OFFSET:,} hits deep: `next` leads further. Not with `cursor`.",
    )
    cursor: str | None = Field(
        default=None, max_length=500, description="`next_cursor` of the page before. Not with `page`."
    )
    facets: Annotated[list[FacetName], BeforeValidator(_split_at_commas)] = Field(
        default=[],
        description="Count the values of these: "
        + ", ".join(f"`{name}`" for name in get_args(FacetName))
        + ".",
    )
    highlight: Highlight = Field(
        default="parts",
        description="How snippets show what matched: `parts` (pieces with a flag), `html` (escaped, with `<mark>`) "
        "or `none` (no snippets, faster).",
    )

    def request(self) -> SearchRequest:
        values = self.model_dump(exclude={"highlight"})
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return SearchRequest(**(values | lists), snippets=self.highlight != "none")


class ChangesParameters(Parameters):
    since: int = Field(
        default=0,
        ge=0,
        description="The revision up to which all is known; 0 tells everything from the beginning.",
    )
    after: str = Field(
        default="",
        max_length=100,
        description="Of the revision after `since`, the id up to which all is known. `next` fills it in where one "
        "revision changed more than a page tells.",
    )
    limit: int = Field(default=1_000, ge=1, le=10_000, description="Ids a page.")


class FacetParameters(Parameters):
    limit: int = Field(default=100, ge=1, le=1_000, description="Values a page.")
    page: int = Field(default=1, ge=1, le=10_000, description="Page, from 1.")
