"""Related articles on the wire."""

from collections.abc import Iterable

from pydantic import BaseModel

from app.api.shapes.articles import CardShape, card_values
from app.articles.values import Named
from app.search.related import Reason, Related


class Why(BaseModel):
    """`similarity` is the share (0 to 1) of the article's telling words, null where the topics alone led here."""

    reason: Reason
    similarity: float | None
    terms: list[str]
    topics: list[Named]


class RelatedArticle(CardShape):
    why: Why


class RelatedShape(BaseModel):
    id: str
    related: list[RelatedArticle]


def related_shape(article_id: str, found: Iterable[Related]) -> RelatedShape:
    return RelatedShape(id=article_id, related=[_related_article(one) for one in found])


def _related_article(one: Related) -> RelatedArticle:
    return RelatedArticle(
        **card_values(one.card),
        why=Why(
            reason=one.reason,
            similarity=one.similarity,
            terms=list(one.terms),
            topics=list(one.topics),
        ),
    )
