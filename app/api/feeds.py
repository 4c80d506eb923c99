"""A search as a feed that can be subscribed to."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import UTC
from email.utils import format_datetime
from urllib.parse import urlencode

from fastapi.responses import Response

from app.api.conditional import REVALIDATE, is_known
from app.api.context import Context
from app.api.formats import MEDIA_TYPES, Format
from app.api.headers import result_headers
from app.api.results import without_place
from app.api.search_parameters import FEED_LIMIT, SearchParameters
from app.api.shapes.feeds import Addresses, Feed, Times, feed, json_feed
from app.api.shapes.feeds_xml import atom, rss
from app.articles.revisions import changed, last_change
from app.search.answers import SearchAnswer
from app.search.requests import Selection

_WRITERS: Mapping[Format, Callable[[Feed], bytes]] = {"rss": rss, "atom": atom, "jsonfeed": json_feed}


async def feed_answer(context: Context, parameters: SearchParameters, chosen: Format) -> Response:
    """The newest hits as a feed, or 304 where the client has just this.

    The `ETag` is made of the feed itself: it stays while other articles come and go.
    """
    asked = parameters.request()
    request = replace(
        asked,
        sort=asked.sort or "newest",
        limit=asked.limit if "limit" in parameters.model_fields_set else FEED_LIMIT,
        snippets=False,
        facets=(),
    )

    def make() -> tuple[bytes, dict[str, str]]:
        answer = context.archive.search.search(request)
        with context.archive.store.read() as connection:
            since = changed(connection, [hit.card.id for hit in answer.hits])
            times = Times(since, last_change(connection))
        at = _addresses(context, parameters, chosen, answer)
        body = _WRITERS[chosen](feed(answer, request.fields, times, _asked(parameters), at))
        headers = result_headers(answer, *without_place(asked, chosen), next_url=at.following)
        if times.corpus:
            headers["Last-Modified"] = format_datetime(times.corpus.astimezone(UTC), usegmt=True)
        return body, headers

    body, headers = await context.run(make)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    # Else a cache would guess from `Last-Modified` how long an old feed stays fresh.
    headers |= {"ETag": etag, "Cache-Control": REVALIDATE}
    if is_known(context.header("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=MEDIA_TYPES[chosen])


def _asked(parameters: SearchParameters) -> list[tuple[str, str]]:
    """Which articles are meant: what tells this feed from others for good."""
    meant = {field.name for field in fields(Selection)} | {"sort", "collapse"}
    given = parameters.model_dump(include=meant, exclude_defaults=True)
    return [(name, str(sorted(value) if isinstance(value, list) else value)) for name, value in given.items()]


def _addresses(
    context: Context, parameters: SearchParameters, chosen: Format, answer: SearchAnswer
) -> Addresses:
    page = str(parameters.page or "")
    kept = {"format": chosen} | ({"seed": answer.seed} if answer.seed else {})
    following = context.url_with(**kept, cursor=answer.next_cursor) if answer.next_cursor else None
    return Addresses(
        base=context.base,
        feed=context.url_with(format=chosen, cursor=parameters.cursor or "", page=page),
        home=f"{context.base}/?{urlencode({'q': parameters.q})}",
        following=following,
    )
