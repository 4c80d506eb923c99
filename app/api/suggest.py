"""`GET /v1/suggest`."""

from typing import Annotated, get_args

from fastapi import APIRouter
from pydantic import BeforeValidator, Field

from app.api.context import RequestContext
from app.api.parameters import Parameters, in_address, split_at_commas, told
from app.api.problems import PROBLEMS
from app.api.search_parameters import MAX_QUERY
from app.api.shapes.suggestions import SuggestShape, suggest_shape
from app.search.suggestions import DEFAULT_SUGGESTIONS, MAX_SUGGESTIONS, SuggestionKind, SuggestRequest

router = APIRouter(prefix="/v1", tags=["Suggest"])

_KINDS: tuple[SuggestionKind, ...] = get_args(SuggestionKind)


class SuggestParameters(Parameters):
    q: str = Field(
        default="", max_length=MAX_QUERY, description="What is typed so far; its last word may go on."
    )
    kinds: Annotated[list[SuggestionKind], BeforeValidator(split_at_commas)] = Field(
        default=[], description="Only these: " + ", ".join(f"`{kind}`" for kind in _KINDS) + "."
    )
    limit: int = Field(
        default=DEFAULT_SUGGESTIONS, ge=1, le=MAX_SUGGESTIONS, description="Suggestions at most."
    )


@router.get(
    "/suggest",
    summary="Suggest while typing",
    openapi_extra=told(SuggestParameters),
    responses={**PROBLEMS["parameters"], **PROBLEMS["archive"]},
)
async def suggest(
    parameters: Annotated[SuggestParameters, in_address(SuggestParameters)], context: RequestContext
) -> SuggestShape:
    """Topics, sources, people and titles with words that begin as typed, in any case and with or without accents.

    The `value` of a topic, source or author goes into the search parameter of that name; that of a title is the
    article's id. `count` is how many articles a search for the value finds.
    """
    request = SuggestRequest(parameters.q, tuple(parameters.kinds) or _KINDS, parameters.limit)
    found, revision = await context.run(lambda: context.archive.suggestions.suggest(request))
    return suggest_shape(request.q, found, revision)
