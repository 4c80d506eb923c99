"""The archive as a search engine of the browser: its description, and what it suggests while one types."""

from typing import Annotated
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from app.api.context import RequestContext
from app.api.search_parameters import MAX_QUERY
from app.search.suggestions import Suggestion, SuggestRequest
from app.web.tagged import tagged

_MEDIA_TYPE = "application/opensearchdescription+xml"
_SUGGESTIONS = "application/x-suggestions+json"
_FEEDS = (("atom", "application/atom+xml"), ("rss", "application/rss+xml"))
_PLACES = "page={startPage?}&limit={count?}"
# What a browser shows below its bar.
_MOST_SUGGESTED = 8
# What a title may hold that a query reads as more than a letter.
_SIGNS = str.maketrans(dict.fromkeys('"“”„«»()[]{}:^~*?\\', " "))
_OPERATORS = frozenset({"AND", "OR", "NOT"})

router = APIRouter(include_in_schema=False)


@router.get("/opensearch.xml")
async def description(request: Request, context: RequestContext) -> Response:
    """The OpenSearch 1.1 description: how to ask this archive, as a page, as a feed, and for suggestions."""
    base, terms = context.base, "q={searchTerms}"
    urls = (
        _url("text/html", f"{base}/?{terms}", "results"),
        _url(_SUGGESTIONS, f"{base}/opensearch/suggest?{terms}", "suggestions"),
        *(
            _url(media, f"{base}/v1/search?{terms}&format={name}&{_PLACES}", "results")
            for name, media in _FEEDS
        ),
        _url(_MEDIA_TYPE, f"{base}/opensearch.xml", "self"),
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        "<ShortName>Microfiche</ShortName>\n"
        "<Description>Search the archive of news articles.</Description>\n"
        f"{''.join(urls)}"
        f'<Image width="16" height="16" type="image/svg+xml">{escape(base)}/static/page/icon.svg</Image>\n'
        '<Query role="example" searchTerms="moon landing"/>\n'
        "<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n"
        "</OpenSearchDescription>\n"
    )
    return tagged(request, Response(body, media_type=_MEDIA_TYPE))


@router.get("/opensearch/suggest")
async def suggest(
    context: RequestContext, q: Annotated[str, Query(max_length=MAX_QUERY)] = ""
) -> JSONResponse:
    r"""What is typed, and queries that it may become: `["spo", ["topic:\"sport\"", ...]]`."""
    asked = SuggestRequest(q, limit=_MOST_SUGGESTED)
    found, _ = await context.run(lambda: context.archive.suggestions.suggest(asked))
    queries = dict.fromkeys(filter(None, map(_query, found)))
    return JSONResponse([q, list(queries)], media_type=_SUGGESTIONS)


def _query(suggestion: Suggestion) -> str:
    """A query that finds what is suggested: titles by their words, names in the field that they are of."""
    if suggestion.kind == "title":
        words = suggestion.label.translate(_SIGNS).split()
        return " ".join(
            word for word in (word.lstrip("-") for word in words) if word and word not in _OPERATORS
        )
    name = suggestion.label.replace('"', " ")
    return f'{suggestion.kind}:"{name}"'


def _url(media: str, template: str, rel: str) -> str:
    return f"<Url type={quoteattr(media)} rel={quoteattr(rel)} template={quoteattr(template)}/>\n"
