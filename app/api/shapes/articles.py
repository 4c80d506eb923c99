"""Articles on the wire."""

from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field, PlainSerializer

from app.articles.resemblance import MAX_LISTED, MAX_SHARING, MAX_SHARING_ONE
from app.articles.values import (
    Card,
    Copy,
    Named,
    Paragraph,
    Precision,
    Published,
    Removed,
    StoredArticle,
    Topic,
)


def _rfc3339(moment: AwareDatetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


class PublishedShape(BaseModel):
    date: str
    precision: Precision
    at: Annotated[AwareDatetime | None, PlainSerializer(_rfc3339)]
    method: str
    confidence: float | None
    evidence: str


class CardShape(BaseModel):
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


class Links(BaseModel):
    self: str
    original: str


class ArticleShape(CardShape):
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
        f"articles that share signs with this one: two or more, or one that at most {MAX_SHARING_ONE} articles have. A "
        f"sign that more than {MAX_SHARING} have is passed over."
    )
    story: None = None
    links: Links


class OriginalShape(BaseModel):
    text: str
    path: str
    hash: str
    removed: list[Removed]


def card_values(card: Card) -> dict[str, Any]:
    """What `CardShape` shows of a card, by name."""
    return dict(card) | {"published": published_shape(card.published)}


def article_shape(article: StoredArticle, base: str) -> ArticleShape:
    """`base` is the API's own address; also what `microfiche export` writes, less `path`."""
    here = f"{base}/v1/articles/{article.id}"
    values = {name: getattr(article, name) for name in ArticleShape.model_fields if hasattr(article, name)}
    values["published"] = published_shape(article.published)
    return ArticleShape.model_validate(values | {"links": Links(self=here, original=f"{here}/original")})


def published_shape(published: Published | None) -> PublishedShape | None:
    return PublishedShape(**dict(published)) if published else None
