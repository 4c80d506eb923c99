"""The fields that are asked for, of a hit or an article, on the wire."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import get_args

from pydantic import BaseModel, Field
from pydantic_core import to_json

from app.api.shapes.articles import ArticleShape, Links, card_values
from app.api.shapes.search import CorpusRevision, snippet_values
from app.articles.values import Card, Further
from app.search.answers import Hit
from app.search.requests import HIT_FIELDS, FieldName

FIELD_NAMES: tuple[str, ...] = get_args(FieldName)
"""Every name that `fields` takes, in the order in which answers show them."""


class AskedArticle(ArticleShape):
    asked_by: list[str] = Field(
        description="Which of the asked ids led to it: its own, or those of its copies."
    )


class ArticlesShape(BaseModel):
    """In the order in which they were asked for; `missing` are the ids that are no article's."""

    articles: list[AskedArticle]
    missing: list[str]
    corpus: CorpusRevision


def hit_values(hit: Hit, fields: Collection[str], *, html: bool, base: str) -> dict[str, object]:
    """A hit's values by the names in `fields`, and its id; none means what a hit shows by itself.

    What `explain` and `collapse` ask for, `explanation` and `collapsed`, is there besides. The values are written as
    `HitShape` describes them, which is not made: to make and check it took five times as long as to write it.
    """
    known = dict(hit.card) | _of_this_search(hit, html=html)
    if fields:
        known |= further_values(hit.kept.id, hit.further or Further(), base)
    return {name: known[name] for name in shown_names(tuple(fields))} | _asked_besides(hit)


def hit_json(hit: Hit, *, html: bool) -> bytes:
    """What a hit shows by itself, as JSON: its card goes out as the store has it."""
    beside = _of_this_search(hit, html=html) | _asked_besides(hit)
    return b"".join((hit.kept.json[:-1], b",", to_json(beside)[1:]))


def _of_this_search(hit: Hit, *, html: bool) -> dict[str, object]:
    return {
        "score": hit.score,
        "snippets": [snippet_values(snippet, html=html) for snippet in hit.snippets],
    }


def _asked_besides(hit: Hit) -> dict[str, object]:
    values: dict[str, object] = {}
    if hit.explanation is not None:
        values["explanation"] = hit.explanation
    if hit.collapsed is not None:
        values["collapsed"] = {"count": len(hit.collapsed), "ids": list(hit.collapsed)}
    return values


def article_values(
    card: Card, further: Further, asked_by: Sequence[str], fields: Collection[str], *, base: str
) -> dict[str, object]:
    """An article's values by the names in `fields`, its id, and by which ids it was asked for."""
    known = card_values(card) | further_values(card.id, further, base)
    return {name: known[name] for name in shown_names(tuple(fields)) if name in known} | {
        "asked_by": asked_by
    }


def further_values(article_id: str, further: Further, base: str) -> dict[str, object]:
    here = f"{base}/v1/articles/{article_id}"
    links = Links(self=here, original=f"{here}/original")
    return dict(further) | {"body": further.body, "story": None, "links": links}


@lru_cache(maxsize=256)
def shown_names(fields: tuple[str, ...]) -> tuple[str, ...]:
    asked = {"id", *fields} if fields else set(HIT_FIELDS)
    return tuple(name for name in FIELD_NAMES if name in asked)
