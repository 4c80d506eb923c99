"""`/metrics`: the server's figures as Prometheus reads them."""

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.api.figures import KeptFigures, figures
from app.wiring import Archive

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """The figures. Not at the desk: they are wanted most when that is full."""
    archive: Archive = request.app.state.archive
    kept: KeptFigures = request.app.state.kept_figures
    kept.tell()
    body = await to_thread.run_sync(lambda: generate_latest(figures(archive)))
    return Response(body, media_type=CONTENT_TYPE_LATEST)
