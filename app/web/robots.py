"""`/robots.txt`: what crawlers are asked to read and to leave."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from app.api.context import RequestContext
from app.web.tagged import tagged

_REFUSED = "User-agent: *\nDisallow: /\n"

router = APIRouter(include_in_schema=False)


@router.get("/robots.txt")
async def robots(request: Request, context: RequestContext) -> Response:
    """The crawlers' rules, by `MICROFICHE_ROBOTS`."""
    settings = context.archive.settings
    if settings.robots == "refuse":
        return tagged(request, PlainTextResponse(_REFUSED))
    # Who has no key is shown no page, and need not look for any.
    told = _allowed(context.base, listed=settings.api_keys_file is None)
    return tagged(request, PlainTextResponse(told))


def _allowed(base: str, *, listed: bool) -> str:
    """Every page but those of searches: each links to more, with one filter more or less, without end."""
    root = urlsplit(base).path
    rules = ("User-agent: *", f"Disallow: {root}/?", f"Disallow: {root}/opensearch/")
    where = ("", f"Sitemap: {base}/sitemap.xml") if listed else ()
    return "\n".join((*rules, *where, ""))
