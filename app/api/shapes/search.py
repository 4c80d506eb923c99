"""The answer to a search on the wire."""

from dataclasses import asdict
from html import escape

from pydantic import BaseModel

from app.api.shapes.articles import CardShape, card_values
from app.api.shapes.problems import ProblemNote, note_shape
from app.search.answers import Facet, FacetValue, Hit, SearchAnswer, Snippet, Without


class SnippetPart(BaseModel):
    text: str
    match: bool


class PartsSnippet(BaseModel):
    field: str
    parts: list[SnippetPart]


class HtmlSnippet(BaseModel):
    field: str
    html: str


class ShareShape(BaseModel):
    """A part of a hit's score; those of all parts add up to it. `field` is `all` for title, lead and body together.

    `text` is a word of the query, at `start` to `end`; `score` has the field's `weight` and the query's `boost` in it.
    """

    text: str
    start: int | None
    end: int | None
    field: str
    weight: float
    boost: float
    score: float


class HitShape(CardShape):
    score: float | None
    snippets: list[PartsSnippet | HtmlSnippet]


class ExplainedHitShape(HitShape):
    """Where `explain` is asked for and hits have scores."""

    explanation: list[ShareShape]


class WithoutShape(BaseModel):
    """What there would be without one part of the query or one filter; `text` is as written, at `start` to `end`."""

    param: str
    text: str
    start: int | None
    end: int | None
    total: int


class QueryShape(BaseModel):
    """How the question was read: `understood` is its canonical form, `notes` say what was read kindly and where.

    `did_you_mean` is the query in the corpus's own spelling, where that finds more. `without` is filled where nothing
    was found.
    """

    q: str
    understood: str
    filters: dict[str, object]
    did_you_mean: str | None
    without: list[WithoutShape]
    notes: list[ProblemNote]


class DrawnQueryShape(QueryShape):
    """Of a search sorted by `random`: `seed` gives the same order again."""

    seed: str


class FacetValueShape(BaseModel):
    value: str
    label: str
    count: int
    selected: bool


class FacetTopicShape(FacetValueShape):
    """`broader` is the topic above, null at the top."""

    broader: str | None


class FacetShape(BaseModel):
    values: list[FacetTopicShape | FacetValueShape]
    distinct: int
    more: bool


class CorpusRevision(BaseModel):
    revision: int


class SearchShape(BaseModel):
    query: DrawnQueryShape | QueryShape
    total: int
    hits: list[ExplainedHitShape | HitShape]
    facets: dict[str, FacetShape]
    page: int
    next: str | None
    next_cursor: str | None
    corpus: CorpusRevision


def search_shape(answer: SearchAnswer, *, html: bool, next_url: str | None) -> SearchShape:
    return SearchShape(
        query=_query_shape(answer),
        total=answer.total,
        hits=[hit_shape(hit, html=html) for hit in answer.hits],
        facets={name: facet_shape(name, facet) for name, facet in answer.facets.items()},
        page=answer.page,
        next=next_url,
        next_cursor=answer.next_cursor,
        corpus=CorpusRevision(revision=answer.revision),
    )


def _without_shape(one: Without) -> WithoutShape:
    return WithoutShape(param=one.param, text=one.text, start=one.start, end=one.end, total=one.total)


def _query_shape(answer: SearchAnswer) -> QueryShape:
    query = QueryShape(
        q=answer.q,
        understood=answer.understood,
        filters=dict(answer.filters),
        did_you_mean=answer.did_you_mean,
        without=[_without_shape(one) for one in answer.without],
        notes=[note_shape(note) for note in answer.notes],
    )
    return DrawnQueryShape(**dict(query), seed=answer.seed) if answer.seed else query


def hit_shape(hit: Hit, *, html: bool) -> HitShape:
    shape = HitShape(
        **card_values(hit.card),
        score=hit.score,
        snippets=[
            (HtmlSnippet if html else PartsSnippet).model_validate(snippet_values(s, html=html))
            for s in hit.snippets
        ],
    )
    if hit.explanation is None:
        return shape
    shares = [ShareShape(**asdict(share)) for share in hit.explanation]
    return ExplainedHitShape(**dict(shape), explanation=shares)


def snippet_values(snippet: Snippet, *, html: bool) -> dict[str, object]:
    """What `HtmlSnippet` and `PartsSnippet` describe."""
    if not html:
        parts = [{"text": part.text, "match": part.match} for part in snippet.parts]
        return {"field": snippet.field, "parts": parts}
    marked = (
        f"<mark>{escape(part.text)}</mark>" if part.match else escape(part.text) for part in snippet.parts
    )
    return {"field": snippet.field, "html": "".join(marked)}


def facet_shape(name: str, facet: Facet) -> FacetShape:
    shape = _topic_shape if name == "topic" else _value_shape
    return FacetShape(
        values=[shape(value) for value in facet.values], distinct=facet.distinct, more=facet.more
    )


def _value_shape(value: FacetValue) -> FacetValueShape:
    return FacetValueShape(value=value.value, label=value.label, count=value.count, selected=value.selected)


def _topic_shape(value: FacetValue) -> FacetTopicShape:
    return FacetTopicShape(**dict(_value_shape(value)), broader=value.broader)
