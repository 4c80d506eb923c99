"""`GET /v1/search`."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.api.context import Context, RequestContext
from app.api.feeds import feed_answer
from app.api.formats import FEEDS, MEDIA_TYPES, STREAMED, Format, accepted
from app.api.parameters import in_address, told
from app.api.problems import PROBLEMS
from app.api.results import Results
from app.api.search_parameters import SearchParameters
from app.api.shapes.search import SearchShape

router = APIRouter(prefix="/v1", tags=["Search"])

_FORMATS: dict[int | str, dict[str, object]] = {
    200: {
        "description": "The hits, in the shape that `format` or `Accept` asks for.",
        "content": {
            media: {"schema": {"type": "object" if name == "jsonfeed" else "string"}}
            for name, media in MEDIA_TYPES.items()
            if name != "json"
        },
    },
}


@router.get(
    "/search",
    summary="Find articles",
    response_model=SearchShape,
    openapi_extra=told(SearchParameters),
    responses={**_FORMATS, **PROBLEMS["parameters"], **PROBLEMS["archive"]},
)
async def search(
    parameters: Annotated[SearchParameters, in_address(SearchParameters)], context: RequestContext
) -> Response:
    """Find articles by words, topic, source, author, agency, language and date, in pages.

    Values of one parameter are alternatives (`topic=sport&topic=health`), different parameters all hold. `next` is the
    address of the next page; follow it to the end to see every hit once. `query.notes` says all that was read
    otherwise than it was written.

    `format=csv` and `format=ndjson` give the whole result in one answer, `rss`, `atom` and `jsonfeed` a feed to
    subscribe to. What has no place in those is told in headers: `X-Total-Count`, `X-Corpus-Revision`, `X-Notes`.
    """
    chosen = parameters.format or accepted(context.header("accept"))
    if chosen in FEEDS:
        return await feed_answer(context, parameters, chosen)
    results = Results(context, parameters, chosen)
    if chosen in STREAMED and parameters.asks_for_all:
        return await results.whole()
    return await context.run(lambda: _page(context, parameters, chosen, results))


def _page(context: Context, parameters: SearchParameters, chosen: Format, results: Results) -> Response:
    """One page, searched for and written in one thread, so that the server's loop has nothing to wait for."""
    answer = context.archive.search.search(results.request)
    kept: dict[str, str] = {"format": chosen} if parameters.format or chosen != "json" else {}
    if answer.seed:
        kept["seed"] = answer.seed
    next_url = context.url_with(**kept, cursor=answer.next_cursor) if answer.next_cursor else None
    return results.page(answer, next_url) if chosen in STREAMED else results.answer(answer, next_url)
