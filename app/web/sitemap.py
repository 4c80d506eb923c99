"""`/sitemap.xml` and its parts: the address of every article's page, for search engines."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape

from fastapi import APIRouter
from fastapi.responses import Response

from app.api.context import RequestContext
from app.articles.listing import Listed, Part, listed, parts
from app.errors import NotFound
from app.web.addresses import article_path

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# More digits than any part has; Python and SQLite take no number of a thousand.
_MOST_DIGITS = 9

router = APIRouter(include_in_schema=False)


@router.get("/sitemap.xml")
async def index(context: RequestContext) -> Response:
    """The sitemaps there are, each with the time of its latest change."""

    def read() -> list[Part]:
        with context.archive.store.read() as connection:
            return parts(connection)

    found = await context.run(read)
    places = (_place("sitemap", f"{context.base}/sitemaps/{part.number}.xml", part.changed) for part in found)
    return _xml("sitemapindex", places)


@router.get("/sitemaps/{part}.xml")
async def sitemap(part: str, context: RequestContext) -> Response:
    """The pages of one part of the articles."""
    number = int(part) if part.isascii() and part.isdecimal() and len(part) <= _MOST_DIGITS else 0
    return await context.run(lambda: _written(context, number))


def _written(context: RequestContext, number: int) -> Response:
    """Written in the thread that reads it: it takes some tenths of a second."""
    with context.archive.store.read() as connection:
        found = listed(connection, number)
    if not found:
        raise NotFound(f"There is no such sitemap: {context.base}/sitemap.xml names those there are.")
    return _xml("urlset", (_page(context.base, article) for article in found))


def _page(base: str, article: Listed) -> str:
    return _place("url", base + quote(article_path(article.id, article.title)), article.changed)


def _place(element: str, address: str, changed: datetime | None) -> str:
    at = f"<lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
    return f"<{element}><loc>{escape(address)}</loc>{at}</{element}>\n"


def _xml(element: str, places: Iterable[str]) -> Response:
    body = f"{_HEAD}<{element} {_NAMESPACE}>\n{''.join(places)}</{element}>\n"
    return Response(body, media_type="application/xml")
