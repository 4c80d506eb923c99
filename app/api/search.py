"""`GET /v1/search`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.context import RequestContext
from app.api.parameters import each_once
from app.api.problems import PROBLEMS
from app.api.search_parameters import SearchParameters
from app.api.shapes.search import SearchShape, search_shape

router = APIRouter(prefix="/v1", tags=["Search"])


@router.get(
    "/search",
    summary="Find articles",
    dependencies=[Depends(each_once(SearchParameters))],
    responses={**PROBLEMS["parameters"], **PROBLEMS["archive"]},
)
async def search(
    parameters: Annotated[SearchParameters, Query()], context: RequestContext, response: Response
) -> SearchShape:
    """Find articles by words, topic, source, author, agency, language and date, in pages.

    Values of one parameter are alternatives (`topic=sport&topic=health`), different parameters all hold. `next` is the
    address of the next page; follow it to the end to see every hit once. `query.notes` says all that was read
    otherwise than it was written.
    """
    answer = await context.run(lambda: context.archive.search.search(parameters.request()))
    seed = {"seed": answer.seed} if answer.seed else {}
    next_url = context.url_with(**seed, cursor=answer.next_cursor) if answer.next_cursor else None
    if next_url:
        response.headers["Link"] = f'<{next_url}>; rel="next"'
    response.headers["Server-Timing"] = ", ".join(
        f"{phase};dur={milliseconds:.2f}" for phase, milliseconds in answer.timings.items()
    )
    return search_shape(answer, html=parameters.highlight == "html", next_url=next_url)
