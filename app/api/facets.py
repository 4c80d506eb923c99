"""Lists of values: `GET /v1/topics`, `/v1/sources`, `/v1/facets/{name}`."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path

from app.api.context import RequestContext
from app.api.parameters import in_address, told
from app.api.problems import PROBLEMS
from app.api.search_parameters import FacetParameters
from app.api.shapes.corpus import ListedTopic, ListedValue, TopicsShape, ValuesShape
from app.errors import QueryError
from app.search.requests import FacetName
from app.search.values import ValuesAnswer

router = APIRouter(prefix="/v1", tags=["Facets"])

_LISTED = told(FacetParameters)
_ERRORS = {**PROBLEMS["parameters"], **PROBLEMS["archive"]}


@router.get("/topics", summary="Topics", openapi_extra=_LISTED, responses=_ERRORS)
async def topics(
    parameters: Annotated[FacetParameters, in_address(FacetParameters)], context: RequestContext
) -> TopicsShape:
    """The topics of the corpus, the most frequent first. `broader` is the topic above, whose count includes this one.

    Topics with ids `medtop:...` are IPTC Media Topics; those with `corpus:...` are the corpus's own.
    """
    found, next_url = await _page(context, "topic", parameters)
    tree = context.archive.topics
    values = [
        ListedTopic(
            value=value.value, label=value.label, count=value.count, broader=topic.broader if topic else None
        )
        for value, topic in ((value, tree.get(value.value)) for value in found.values)
    ]
    return TopicsShape(total=found.total, values=values, next=next_url)


@router.get("/sources", summary="Sources", openapi_extra=_LISTED, responses=_ERRORS)
async def sources(
    parameters: Annotated[FacetParameters, in_address(FacetParameters)], context: RequestContext
) -> ValuesShape:
    """The newspapers, stations and sites that the articles come from, the most frequent first."""
    return await _values(context, "source", parameters)


@router.get("/facets/{name}", summary="Values of a facet", openapi_extra=_LISTED, responses=_ERRORS)
async def facet(
    name: Annotated[FacetName, Path(description="The facet whose values are listed.")],
    parameters: Annotated[FacetParameters, in_address(FacetParameters)],
    context: RequestContext,
) -> ValuesShape:
    """The values of a facet, the most frequent first, and with `q` those in whose label the typed words begin.

    The other parameters choose the articles that are counted, as in a search whose `q` is `within`; the facet's own
    filter is left out. So each count is what a search finds with that value.
    """
    return await _values(context, name, parameters)


async def _values(context: RequestContext, name: FacetName, parameters: FacetParameters) -> ValuesShape:
    found, next_url = await _page(context, name, parameters)
    values = [ListedValue(value=v.value, label=v.label, count=v.count) for v in found.values]
    return ValuesShape(total=found.total, values=values, next=next_url)


async def _page(
    context: RequestContext, name: FacetName, parameters: FacetParameters
) -> tuple[ValuesAnswer, str | None]:
    request = parameters.values(name)
    try:
        found = await context.run(lambda: context.archive.facets.find(request))
    except QueryError as error:
        # What a query calls `q` is called `within` here.
        notes = [replace(note, param="within") for note in error.notes]
        raise QueryError(error.message, code=error.code, notes=notes) from error
    more = request.offset + len(found.values) < found.total
    return found, context.url_with(page=str(parameters.page + 1)) if more else None
