"""What answers look like on the wire."""

from html import escape
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field, PlainSerializer

from app.articles.resemblance import MAX_LISTED, MAX_SHARING
from app.articles.values import Copy, Named, Paragraph, Precision, Removed, StoredArticle, Topic
from app.articles.values import Published as PublishedValue
from app.errors import Note
from app.search.answers import Facet, FacetValue, Hit, SearchAnswer, Snippet


class ProblemNote(BaseModel):
    """One error or note: `start` and `end` are code points of the parameter's value, null where none can be named."""

    code: str
    message: str
    param: str | None
    start: int | None
    end: int | None


class Problem(BaseModel):
    """An error answer (RFC 9457, `application/problem+json`)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemNote]


def note_shape(note: Note) -> ProblemNote:
    return ProblemNote(code=note.code, message=note.message, param=note.param, start=note.start, end=note.end)


def _rfc3339(moment: AwareDatetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


class PublishedShape(BaseModel):
    date: str
    precision: Precision
    at: Annotated[AwareDatetime | None, PlainSerializer(_rfc3339)]
    method: str
    confidence: float | None
    evidence: str


class SnippetPart(BaseModel):
    text: str
    match: bool


class PartsSnippet(BaseModel):
    field: str
    parts: list[SnippetPart]


class HtmlSnippet(BaseModel):
    field: str
    html: str


class HitShape(BaseModel):
    id: str
    given_id: str | None
    title: str
    summary: str | None
    url: str | None
    source: Named | None
    authors: list[Named]
    language: str | None
    topics: list[Topic]
    published: PublishedShape | None
    score: float | None
    snippets: list[PartsSnippet | HtmlSnippet]


class QueryShape(BaseModel):
    """How the question was read: `understood` is its canonical form, `notes` say what was read kindly and where."""

    q: str
    understood: str
    filters: dict[str, object]
    did_you_mean: str | None
    notes: list[ProblemNote]


class FacetValueShape(BaseModel):
    value: str
    label: str
    count: int
    selected: bool


class FacetShape(BaseModel):
    values: list[FacetValueShape]
    distinct: int
    more: bool


class CorpusRevision(BaseModel):
    revision: int


class SearchShape(BaseModel):
    query: QueryShape
    total: int
    hits: list[HitShape]
    facets: dict[str, FacetShape]
    page: int
    next: str | None
    next_cursor: str | None
    corpus: CorpusRevision


class Links(BaseModel):
    self: str
    original: str


class ArticleShape(BaseModel):
    id: str
    given_id: str | None
    title: str
    summary: str | None
    url: str | None
    source: Named | None
    authors: list[Named]
    language: str | None
    topics: list[Topic]
    published: PublishedShape | None
    subtitle: str | None
    agency: Named | None
    body: str
    paragraphs: list[Paragraph]
    modified: str | None
    crawled: str | None
    word_count: int
    origin: dict[str, str]
    copies: list[Copy] = Field(
        description="First where else this very article was read (`same`), then other articles that carry its text "
        f"(`near`), the closest first and at most {MAX_LISTED}. Near copies are estimated, and looked for among the "
        f"articles that share a sign with this one; a sign that more than {MAX_SHARING} share is passed over."
    )
    story: None = None
    links: Links


class OriginalShape(BaseModel):
    text: str
    path: str
    hash: str
    removed: list[Removed]


class ListedValue(BaseModel):
    value: str
    label: str
    count: int


class ListedTopic(ListedValue):
    broader: str | None


class ValuesShape(BaseModel):
    total: int
    values: list[ListedValue]
    next: str | None


class TopicsShape(BaseModel):
    total: int
    values: list[ListedTopic]
    next: str | None


class PublishedRange(BaseModel):
    """Printed days; null where no article is dated."""

    first: str | None = Field(alias="from")
    last: str | None = Field(alias="to")
    undated: int


class CorpusShape(BaseModel):
    articles: int
    revision: int
    updated: str | None
    published: PublishedRange
    languages: list[ListedValue]
    engine: str


class ChangesShape(BaseModel):
    """Ids in the order of revisions. `revision` is known whole once this page is taken in: the next `since`."""

    since: int
    revision: int
    changed: list[str]
    removed: list[str]
    next: str | None


class Health(BaseModel):
    status: str


def search_shape(answer: SearchAnswer, *, html: bool, next_url: str | None) -> SearchShape:
    return SearchShape(
        query=QueryShape(
            q=answer.q,
            understood=answer.understood,
            filters=dict(answer.filters),
            did_you_mean=None,
            notes=[note_shape(note) for note in answer.notes],
        ),
        total=answer.total,
        hits=[_hit_shape(hit, html=html) for hit in answer.hits],
        facets={name: _facet_shape(facet) for name, facet in answer.facets.items()},
        page=answer.page,
        next=next_url,
        next_cursor=answer.next_cursor,
        corpus=CorpusRevision(revision=answer.revision),
    )


def article_shape(article: StoredArticle, base: str) -> ArticleShape:
    """`base` is the API's own address; also what `microfiche export` writes, less `path`."""
    here = f"{base}/v1/articles/{article.id}"
    values = {name: getattr(article, name) for name in ArticleShape.model_fields if hasattr(article, name)}
    values["published"] = _published_shape(article.published)
    return ArticleShape.model_validate(values | {"links": Links(self=here, original=f"{here}/original")})


def _hit_shape(hit: Hit, *, html: bool) -> HitShape:
    card = hit.card
    return HitShape(
        id=card.id,
        given_id=card.given_id,
        title=card.title,
        summary=card.summary,
        url=card.url,
        source=card.source,
        authors=list(card.authors),
        language=card.language,
        topics=list(card.topics),
        published=_published_shape(card.published),
        score=hit.score,
        snippets=[_html_snippet(s) if html else _parts_snippet(s) for s in hit.snippets],
    )


def _published_shape(published: PublishedValue | None) -> PublishedShape | None:
    return PublishedShape(**dict(published)) if published else None


def _parts_snippet(snippet: Snippet) -> PartsSnippet:
    parts = [SnippetPart(text=part.text, match=part.match) for part in snippet.parts]
    return PartsSnippet(field=snippet.field, parts=parts)


def _html_snippet(snippet: Snippet) -> HtmlSnippet:
    marked = (
        f"<mark>{escape(part.text)}</mark>" if part.match else escape(part.text) for part in snippet.parts
    )
    return HtmlSnippet(field=snippet.field, html="".join(marked))


def _facet_shape(facet: Facet) -> FacetShape:
    return FacetShape(
        values=[_value_shape(value) for value in facet.values], distinct=facet.distinct, more=facet.more
    )


def _value_shape(value: FacetValue) -> FacetValueShape:
    return FacetValueShape(value=value.value, label=value.label, count=value.count, selected=value.selected)
