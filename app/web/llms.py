"""`/llms.txt`: the archive in one page for language models and their tools, as llmstxt.org has it."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from app.api.context import RequestContext
from app.articles.extent import summary
from app.articles.values import CorpusSummary
from app.search.facets import LANGUAGE_LABELS
from app.web.wording import grouped

# Languages that are named, the most frequent first.
_NAMED = 8

_TEXT = """# Microfiche

> {extent}

It is read over HTTP with GET, and answers in JSON. Dates are those printed; what is not known is `null`, never guessed
in silence; `origin` says for each fact where it was read. Totals are exact, and every answer names the corpus revision
that it speaks of. {doors}

## Asking

- [Search]({base}/v1/search?q=moon+landing): `q` takes words, `"phrases"`, `OR`, `-not`, `title:`, `date:1989-11`; \
filters are `topic`, `source`, `author`, `agency`, `language`, `from`, `to`; follow `next` for more hits
- [The query language]({base}/docs/query): every operator with an example
- [Articles over time]({base}/v1/timeline?interval=year): counts by day, week, month or year for any search
- [Topics]({base}/v1/topics) and [sources]({base}/v1/sources): the values that filters take, with counts
- [Articles]({base}/docs#/Articles): `/v1/articles/{{id}}` with an `id` out of a hit; `/v1/articles?ids=a,b` for up to \
100 at once

## Documentation

- [The first five minutes]({base}/docs/start): with curl, Python and JavaScript
- [All operations]({base}/docs): to read and to try
- [OpenAPI]({base}/openapi.json): the same for programs

## Keeping a copy

- [Changes]({base}/v1/changes?since=0): ids that are new, different or gone since a revision
- [Everything, a line each]({base}/v1/search?format=ndjson&fields=title,published,body): the whole \
archive, with its texts

## Optional

- [The archive in figures]({base}/v1/corpus): number of articles, dates, languages, revision
- [Newest articles]({base}/v1/search?format=atom): as an Atom feed; `format=` works with any search
- [Sitemap]({base}/sitemap.xml): the page of every article
"""

router = APIRouter(include_in_schema=False)


@router.get("/llms.txt")
async def llms(context: RequestContext) -> PlainTextResponse:
    """What the archive holds now, and how to ask it."""

    def look() -> CorpusSummary:
        with context.archive.store.read() as connection:
            return summary(connection)

    found = await context.run(look)
    closed = context.archive.settings.api_keys_file is not None
    doors = "Each request needs a key: `Authorization: Bearer KEY`." if closed else "No key is needed."
    return PlainTextResponse(_TEXT.format(extent=_extent(found), base=context.base, doors=doors))


def _extent(found: CorpusSummary) -> str:
    """How much there is, in a sentence."""
    if not found.articles:
        return "An archive of news articles, which holds none yet."
    count = f"{grouped(found.articles)} news {'article' if found.articles == 1 else 'articles'}"
    span = (
        f"published from {found.first_published} to {found.last_published}" if found.first_published else ""
    )
    undated = f"{grouped(found.undated)} without a known date" if found.undated else ""
    return (
        f"{', '.join(part for part in (f'An archive of {count}', span, undated, _languages(found)) if part)}."
    )


def _languages(found: CorpusSummary) -> str:
    codes = sorted(found.languages, key=lambda code: (-found.languages[code], code))
    named = ", ".join(LANGUAGE_LABELS.get(code, code) for code in codes[:_NAMED])
    more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
    return f"in {named}{more}" if named else ""
