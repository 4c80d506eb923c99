"""Related articles on the wire."""

from collections.abc import Iterable

from pydantic import BaseModel

from app.api.shapes.articles import PublishedShape, published_shape
from app.articles.values import Named, Topic
from app.search.related import Reason, Related


class Why(BaseModel):
    """`similarity` is the share (0 to 1) of the article's telling words, null where the topics alone led here."""

    reason: Reason
    similarity: float | None
    terms: list[str]
    topics: list[Named]


class RelatedArticle(BaseModel):
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
    why: Why


class RelatedShape(BaseModel):
    id: str
    related: list[RelatedArticle]


def related_shape(article_id: str, found: Iterable[Related]) -> RelatedShape:
    return RelatedShape(id=article_id, related=[_related_article(one) for one in found])


def _related_article(one: Related) -> RelatedArticle:
    card = one.card
    return RelatedArticle(
        id=card.id,
        given_id=card.given_id,
        title=card.title,
        summary=card.summary,
        url=card.url,
        source=card.source,
        authors=list(card.authors),
        language=card.language,
        topics=list(card.topics),
        published=published_shape(card.published),
        why=Why(
            reason=one.reason,
            similarity=one.similarity,
            terms=list(one.terms),
            topics=list(one.topics),
        ),
    )
