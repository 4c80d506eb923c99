"""`/articles/{ref}`: an article to be read, with where its facts come from and what to cite it by."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from math import ceil
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.api.context import Context, RequestContext
from app.articles import reads
from app.articles.provenance import Provenance, provenance
from app.articles.values import Original, StoredArticle
from app.errors import IndexUnreadable
from app.ingest.names import host_of
from app.ingest.prose import cut
from app.search.related import Related
from app.web.addresses import article_path, id_in, words_in
from app.web.citing import BIBTEX, CSL_JSON, bibtex, csl_json, plain_citation
from app.web.facts import facts
from app.web.metadata import description, news_article, open_graph, web_address
from app.web.pages import rendered
from app.web.receipt import stretches, tally
from app.wiring import Archive

_RELATED = 6
# Of the words that a related article shares; the first tell the most.
_MOST_WORDS = 5
# Silent reading of English non-fiction, by Brysbaert's review of 190 studies (2019).
_WORDS_A_MINUTE = 238
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})
_LONGEST_QUESTION = 60

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one transaction tells of an article; `original` where it was asked for."""

    article: StoredArticle
    kept: Provenance
    original: Original | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which article is asked for; `below` is what stands behind it in the address."""

    request: Request
    context: Context
    ref: str
    below: str = ""

    def address(self, article: StoredArticle) -> str:
        """The one address of the article's page, for other programs."""
        return self.context.base + quote(article_path(article.id, article.title))


@router.get("/articles/{ref}")
async def reading(request: Request, context: RequestContext, ref: str, view: str = "") -> Response:
    """The article's page; with `view=source` what it was read from, and what of that was taken out."""
    asked = _Asked(request, context, ref)

    def show(found: _Read) -> Response:
        return _source_page(asked, found.article, found.original) if found.original else _page(asked, found)

    return await context.run(lambda: _answer(asked, show, with_source=view == "source"))


@router.get("/articles/{ref}/cite.bib")
async def cited_in_bibtex(request: Request, context: RequestContext, ref: str) -> Response:
    asked = _Asked(request, context, ref, "/cite.bib")

    def show(found: _Read) -> Response:
        text = bibtex(found.article, asked.address(found.article))
        return _file(text, BIBTEX, f"{found.article.id}.bib")

    return await context.run(lambda: _answer(asked, show))


@router.get("/articles/{ref}/cite.json")
async def cited_in_csl_json(request: Request, context: RequestContext, ref: str) -> Response:
    asked = _Asked(request, context, ref, "/cite.json")

    def show(found: _Read) -> Response:
        text = csl_json(found.article, asked.address(found.article))
        return _file(text, CSL_JSON, f"{found.article.id}.json")

    return await context.run(lambda: _answer(asked, show))


def _answer(asked: _Asked, show: Callable[[_Read], Response], *, with_source: bool = False) -> Response:
    """What `show` makes of the article, or the way to the one address that it has."""
    request, ref = asked.request, asked.ref
    found = _read(asked.context.archive, id_in(ref), with_source=with_source)
    if found is None:
        return rendered(request, "missing.html", {"words": words_in(ref)}, HTTPStatus.NOT_FOUND)
    if f"/articles/{ref}" == article_path(found.article.id, found.article.title):
        return show(found)
    query = f"?{request.url.query}" if request.url.query else ""
    way = f"{asked.address(found.article)}{asked.below}{query}"
    return RedirectResponse(way, HTTPStatus.PERMANENT_REDIRECT)


def _read(archive: Archive, article_id: str, *, with_source: bool) -> _Read | None:
    """The article that has this id, or that one is a copy of which has it."""
    with archive.store.read() as connection:
        found = reads.article(connection, article_id)
        if found is None and (alias := reads.alias_of(connection, article_id)):
            found = reads.article(connection, alias)
        kept = provenance(connection, found.id) if found else None
        original = reads.original(connection, found.id) if found and with_source else None
    return _Read(found, kept, original) if found and kept else None


def _page(asked: _Asked, found: _Read) -> HTMLResponse:
    article, page = found.article, asked.address(found.article)
    values = {
        "minutes": ceil(article.word_count / _WORDS_A_MINUTE),
        "facts": facts(article, found.kept),
        "removed": found.kept.removed,
        "related": _related(asked.context.archive, article.id),
        "most_words": _MOST_WORDS,
        "citation": plain_citation(article, page),
        "original_url": web_address(article.url),
        "original_host": host_of(article.url or ""),
        "description": description(article),
        "structured": news_article(article, page),
        "open_graph": open_graph(article, page),
    }
    return rendered(asked.request, "article.html", _common(asked, article) | values)


def _source_page(asked: _Asked, article: StoredArticle, original: Original) -> HTMLResponse:
    values = {
        "original": original,
        "stretches": stretches(original),
        "tally": tally(original.removed),
    }
    return rendered(asked.request, "source.html", _common(asked, article) | values)


def _common(asked: _Asked, article: StoredArticle) -> dict[str, object]:
    """What both views show. The search that led here goes with the reader, from one view to the other."""
    given = asked.request.query_params
    search = [(name, value) for name, value in given.multi_items() if name != "view"]
    return {
        "article": article,
        "page": asked.address(article),
        "path": article_path(article.id, article.title),
        "direction": "rtl" if article.language in _RIGHT_TO_LEFT else "auto",
        "search": urlencode(search),
        "question": cut(given.get("q", ""), _LONGEST_QUESTION),
        "source_view": urlencode([*search, ("view", "source")]),
    }


def _related(archive: Archive, article_id: str) -> tuple[Related, ...]:
    """Where the index is being mended the article can be read all the same."""
    try:
        return archive.related.of(article_id, _RELATED) or ()
    except IndexUnreadable:
        return ()


def _file(text: str, media_type: str, name: str) -> Response:
    return Response(
        text, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
