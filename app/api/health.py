"""Whether this worker lives, and whether it can answer."""

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.context import RequestContext
from app.api.problems import PROBLEMS
from app.articles.revisions import current_revision
from app.wiring import Archive

router = APIRouter(prefix="/health", tags=["Health"])


class Health(BaseModel):
    status: str


@router.get("/live", summary="Alive")
async def live() -> Health:
    """200 as long as the process answers at all."""
    return Health(status="ok")


@router.get("/ready", summary="Ready", responses=PROBLEMS["archive"])
async def ready(context: RequestContext) -> Health:
    """200 once store and index can be read, 503 until then."""
    await context.run(lambda: _touch(context.archive))
    return Health(status="ok")


def _touch(archive: Archive) -> None:
    archive.index.engine()
    with archive.store.read() as connection:
        current_revision(connection)
