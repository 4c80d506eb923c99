"""`GET /v1/articles`, each alone or some at once, and what was read of them."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, get_args

from fastapi import APIRouter, Path
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from pydantic_core import to_json

from app.api.context import RequestContext
from app.api.parameters import ArticlesParameters, Parameters, in_address, told
from app.api.problems import PROBLEMS
from app.api.shapes.articles import ArticleShape, OriginalShape, article_shape
from app.api.shapes.fields import ArticlesShape, article_values
from app.api.shapes.related import RelatedShape, related_shape
from app.articles import reads
from app.articles.further import further, standing
from app.articles.revisions import current_revision
from app.articles.values import Further
from app.errors import NotFound
from app.search.related import DEFAULT_RELATED, MAX_RELATED
from app.search.requests import ArticleField
from app.wiring import Archive

router = APIRouter(prefix="/v1/articles", tags=["Articles"])

ArticleId = Annotated[str, Path(description="An article's `id`, as a hit gives it.", max_length=100)]
NoParameters = Annotated[Parameters, in_address(Parameters)]


class RelatedParameters(Parameters):
    limit: int = Field(default=DEFAULT_RELATED, ge=1, le=MAX_RELATED, description="Articles at most.")


_ALIAS: dict[int | str, dict[str, object]] = {
    308: {
        "description": "The id is a copy's: the article that it is a copy of is at `Location`.",
        "content": {},
    }
}


@router.get(
    "",
    summary="Several articles",
    response_model=ArticlesShape,
    openapi_extra=told(ArticlesParameters),
    responses={**PROBLEMS["parameters"], **PROBLEMS["archive"]},
)
async def articles(
    parameters: Annotated[ArticlesParameters, in_address(ArticlesParameters)], context: RequestContext
) -> Response:
    """Up to 100 articles at once, in the order in which they are asked for, each once.

    The id of a copy gives the article that it is a copy of; `asked_by` says which ids led there. `missing` names the
    ids that are no article's.
    """
    names = parameters.fields or get_args(ArticleField)
    found = await context.run(lambda: _read_several(context.archive, parameters.ids, names, context.base))
    return Response(to_json(found), media_type="application/json")


@router.get(
    "/{id}",
    summary="One article",
    response_model=ArticleShape,
    responses={**_ALIAS, **PROBLEMS["article"], **PROBLEMS["archive"]},
)
async def article(id: ArticleId, _: NoParameters, context: RequestContext) -> Response:
    """Everything known of one article: its text, its facts, and in `origin` where each fact was read.

    An id that has become a copy's answers 308 and leads to the article.
    """
    return await context.run(lambda: _article(context.archive, id, context.base))


@router.get(
    "/{id}/original",
    summary="What was read",
    response_model=OriginalShape,
    responses={**_ALIAS, **PROBLEMS["article"], **PROBLEMS["archive"]},
)
async def original(id: ArticleId, _: NoParameters, context: RequestContext) -> OriginalShape | Response:
    """The text that the article was read from, and the receipt of what cleaning took out of it and why.

    `start` and `end` count code points of `text`.
    """
    found = await context.run(lambda: _read_original(context.archive, id))
    if isinstance(found, str):
        return RedirectResponse(f"{context.base}/v1/articles/{found}/original", HTTPStatus.PERMANENT_REDIRECT)
    return found


@router.get(
    "/{id}/related",
    summary="Related articles",
    response_model=RelatedShape,
    openapi_extra=told(RelatedParameters),
    responses={**_ALIAS, **PROBLEMS["article"], **PROBLEMS["parameters"], **PROBLEMS["archive"]},
)
async def related(
    id: ArticleId,
    parameters: Annotated[RelatedParameters, in_address(RelatedParameters)],
    context: RequestContext,
) -> RelatedShape | Response:
    """Articles that have the telling words of this one, the most similar first, then those of its topics.

    `why` gives the reason: `same_event` (much is shared, and the days, where both are known, are at most a week apart),
    `shared_terms` or `same_topic`; the words that are shared, the most telling first; and the topics of both. What
    carries the very text is no related article but a copy, and stands among the article's `copies`.
    """
    found = await context.run(lambda: _related(context.archive, id, parameters.limit))
    if isinstance(found, str):
        return RedirectResponse(f"{context.base}/v1/articles/{found}/related", HTTPStatus.PERMANENT_REDIRECT)
    return found


def _related(archive: Archive, article_id: str, limit: int) -> RelatedShape | str:
    found = archive.related.of(article_id, limit)
    if found is None:
        with archive.store.read() as connection:
            return _alias(reads.alias_of(connection, article_id), article_id)
    return related_shape(article_id, found)


def _article(archive: Archive, article_id: str, base: str) -> Response:
    """The article, or the way to the one that this id stands for. Written in the thread that reads it."""
    with archive.store.read() as connection:
        found = reads.article(connection, article_id)
        alias = None if found else _alias(reads.alias_of(connection, article_id), article_id)
    if found:
        return Response(article_shape(found, base).model_dump_json(), media_type="application/json")
    return RedirectResponse(f"{base}/v1/articles/{alias}", HTTPStatus.PERMANENT_REDIRECT)


def _read_several(archive: Archive, ids: Sequence[str], names: Sequence[str], base: str) -> dict[str, object]:
    with archive.store.read() as connection:
        stands = standing(connection, ids)
        asked_by: dict[str, list[str]] = {}
        for asked in ids:
            if asked in stands:
                asked_by.setdefault(stands[asked], []).append(asked)
        shown = list(asked_by)
        by_id, known = reads.cards(connection, shown), further(connection, shown, names)
        return {
            "articles": [
                article_values(by_id[i].card, known.get(i, Further()), asked_by[i], names, base=base)
                for i in shown
            ],
            "missing": [asked for asked in ids if asked not in stands],
            "corpus": {"revision": current_revision(connection)},
        }


def _read_original(archive: Archive, article_id: str) -> OriginalShape | str:
    with archive.store.read() as connection:
        found = reads.original(connection, article_id)
        if found is None:
            return _alias(reads.alias_of(connection, article_id), article_id)
    return OriginalShape(**dict(found))


def _alias(alias: str | None, article_id: str) -> str:
    if alias is None or alias == article_id:
        raise NotFound(f"There is no article {article_id!r}.", param="id")
    return alias
