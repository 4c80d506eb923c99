"""`/docs` and what belongs to it: the first steps, the query language, and every operation to try."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.context import RequestContext
from app.api.identified import page_policy
from app.web.first_steps import STEPS
from app.web.pages import rendered
from app.web.query_guide import CHAPTERS, KINDLY, REFUSED
from app.web.tagged import tagged

SWAGGER_UI = Path(str(files("fastapi_offline"))) / "static"

router = APIRouter(prefix="/docs", include_in_schema=False)


@router.get("")
async def docs(request: Request) -> Response:
    """Every operation, in reading order, to be tried."""
    page = rendered(request, "docs.html", {})
    # Swagger UI writes styles into its elements.
    page.headers.update(page_policy(scripts="'self'", styles="'self' 'unsafe-inline'"))
    return tagged(request, page)


@router.get("/start")
async def start(request: Request, context: RequestContext) -> Response:
    """The first five minutes."""
    return tagged(request, rendered(request, "start.html", {"steps": STEPS, "base": context.base}))


@router.get("/query")
async def query(request: Request) -> Response:
    """The query language."""
    values = {"chapters": CHAPTERS, "kindly": KINDLY, "refused": REFUSED}
    return tagged(request, rendered(request, "query.html", values))
