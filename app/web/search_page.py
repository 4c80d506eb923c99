"""`/`: the archive's search page, rendered here, of use without a script."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.api.context import RequestContext
from app.articles import reads
from app.errors import UsageError
from app.search.answers import SearchAnswer
from app.search.requests import SearchRequest
from app.web.pages import rendered
from app.wiring import Archive

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
    }
    return rendered(request, "search.html", values)


def _articles(archive: Archive) -> int:
    with archive.store.read() as connection:
        return reads.article_count(connection)
