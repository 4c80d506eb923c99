"""`GET /v1/timeline`."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from app.api.context import RequestContext
from app.api.parameters import in_address, told
from app.api.problems import PROBLEMS
from app.api.search_parameters import SelectionParameters
from app.api.shapes.timeline import TimelineShape, timeline_shape
from app.search.buckets import Interval
from app.search.timeline import MAX_BUCKETS

router = APIRouter(prefix="/v1", tags=["Facets"])


class TimelineParameters(SelectionParameters):
    interval: Interval | None = Field(
        default=None,
        description="What a bucket is; weeks run from Monday to Sunday. Without it, the finest that gives a chart of a "
        f"readable width. More than {MAX_BUCKETS:,} buckets are refused.",
    )


@router.get(
    "/timeline",
    summary="Articles over time",
    openapi_extra=told(TimelineParameters),
    responses={**PROBLEMS["parameters"], **PROBLEMS["archive"]},
)
async def timeline(
    parameters: Annotated[TimelineParameters, in_address(TimelineParameters)], context: RequestContext
) -> TimelineShape:
    """How many articles of a search appeared in each day, week, month or year, beside all that appeared then.

    Buckets run from the first to the last that has articles, or over `from` and `to`, empty ones too. `count` is what a
    search with the bucket's `from` and `to` finds; `share` is of `total`, all articles of the archive in the bucket.
    `undated` and `coarser` count what is in none: dates that are not known, or not as exactly as the interval. A bucket
    whose articles may mostly belong elsewhere has a `flag`.
    """
    asked = parameters.selection(), parameters.interval
    return timeline_shape(await context.run(lambda: context.archive.timelines.timeline(*asked)))
