"""`/`: a search box over the archive, rendered here, of use without a script."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from app.api.context import RequestContext
from app.api.identified import page_policy
from app.articles import reads
from app.errors import UsageError
from app.search.answers import SearchAnswer
from app.search.requests import SearchRequest
from app.wiring import Archive

FOLDER = Path(__file__).parent
_templates = Jinja2Templates(FOLDER / "templates")
# What a newcomer may try: each finds something among the sample articles.
_EXAMPLES = ("moon landing", '"world cup"', "topic:sport", "date:1989", "title:berlin -author:none")

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(
    request: Request,
    context: RequestContext,
    q: Annotated[str, Query(max_length=2_000)] = "",
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> HTMLResponse:
    """The search page: a box, and the hits of what was asked."""

    def look() -> tuple[int, SearchAnswer | None, Sequence[str]]:
        try:
            return (
                _articles(context.archive),
                context.archive.search.search(SearchRequest(q, cursor=cursor)),
                (),
            )
        except UsageError as error:
            return _articles(context.archive), None, [note.message for note in error.notes]

    total, answer, errors = await context.run(look)
    values = {
        "q": q,
        "total": total,
        "answer": answer,
        "errors": errors,
        "examples": _EXAMPLES,
        "root": request.scope.get("root_path", "").rstrip("/"),
    }
    return _templates.TemplateResponse(request, "search.html", values, headers=page_policy())


def _articles(archive: Archive) -> int:
    with archive.store.read() as connection:
        return reads.article_count(connection)
