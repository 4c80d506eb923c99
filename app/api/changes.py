"""`GET /v1/changes`: what whoever keeps a copy of the corpus has to read anew and to drop."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.api.context import RequestContext
from app.api.parameters import ChangesParameters, in_address, told
from app.api.problems import PROBLEMS
from app.api.shapes.corpus import ChangesShape
from app.articles.changes import Step, step
from app.articles.revisions import current_revision
from app.errors import ParameterError
from app.wiring import Archive

router = APIRouter(prefix="/v1", tags=["Corpus"])


@router.get(
    "/changes",
    summary="What changed",
    openapi_extra=told(ChangesParameters),
    responses={**PROBLEMS["parameters"], **PROBLEMS["archive"]},
)
async def changes(
    parameters: Annotated[ChangesParameters, in_address(ChangesParameters)],
    context: RequestContext,
    response: Response,
) -> ChangesShape:
    """The ids of articles that are new or different since a revision, and of those that are gone, in pages.

    To keep a copy of the corpus, begin at `since=0`: read what `changed` names at `/v1/articles/{id}`, drop what
    `removed` names, follow `next` until it is null, and come back later with the last `revision` as `since`. Each id is
    told once, as it stands now; what changes during the walk is told before its end. An id that became a copy's is
    removed. A `since` that the corpus has not reached is a 422: it was built anew, so begin again at 0.
    """
    found = await context.run(lambda: _read(context.archive, parameters))
    next_url = None if found.last else context.url_with(since=str(found.revision), after=found.after)
    if next_url:
        response.headers["Link"] = f'<{next_url}>; rel="next"'
    return ChangesShape(
        since=parameters.since,
        revision=found.revision,
        changed=list(found.changed),
        removed=list(found.removed),
        next=next_url,
    )


def _read(archive: Archive, asked: ChangesParameters) -> Step:
    with archive.store.read() as connection:
        reached = current_revision(connection)
        if asked.since > reached:
            raise ParameterError(
                f"The corpus stands at revision {reached} and has never been at {asked.since}: it is another one than "
                "that was read, or was built anew. Begin again at `since=0`.",
                code="revision_ahead",
                param="since",
            )
        return step(connection, asked.since, asked.after, asked.limit)
