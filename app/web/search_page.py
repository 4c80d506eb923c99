"""`/`: the archive's search page, rendered here, of use without a script and quicker with one."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.api.context import RequestContext
from app.api.problems import RETRY_AFTER
from app.errors import MicroficheError, Note, UsageError
from app.search.answers import SearchAnswer, Without
from app.search.requests import SearchRequest
from app.search.timeline import Timeline
from app.web.asked import LISTED, Asked
from app.web.feed_links import feed_links
from app.web.menus import FACET_VALUES, chips, menus
from app.web.pages import rendered, root_of
from app.web.picture import picture
from app.wiring import Archive

# What a newcomer may try: each finds something among the sample articles.
_EXAMPLES = ("moon landing", '"world cup"', "topic:sport", "date:1989", "title:berlin -author:none")
_SORTS = (("relevance", "Best match"), ("newest", "Newest"), ("oldest", "Oldest"), ("random", "Shuffled"))
# What is told in the page's own way, as addresses to follow.
_TOLD_ELSEWHERE = ("emptied_by",)

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Found:
    answer: SearchAnswer
    timeline: Timeline


@router.get("/")
async def home(request: Request, context: RequestContext) -> HTMLResponse:
    """The search page; 422 where what is asked cannot be, 503 where nothing can be now, and the page all the same."""
    asked = Asked.of(request.query_params.multi_items())
    try:
        wanted = asked.request(facets=LISTED, facet_limit=FACET_VALUES)
        found = await context.run(lambda: _found(context.archive, asked, wanted))
    except UsageError as error:
        values = _values(request, asked) | {"errors": [_marked(asked, note) for note in error.notes]}
        return rendered(request, "search.html", values, HTTPStatus.UNPROCESSABLE_ENTITY)
    except MicroficheError:
        # Causes may name files of this machine, which are no reader's business.
        values = _values(request, asked) | {"again": asked.with_one()}
        page = rendered(request, "search.html", values, HTTPStatus.SERVICE_UNAVAILABLE)
        page.headers.update(RETRY_AFTER)
        return page
    return rendered(request, "search.html", _values(request, asked) | _shown(asked, found, context.archive))


def _found(archive: Archive, asked: Asked, wanted: SearchRequest) -> _Found:
    answer = archive.search.search(wanted)
    if asked.one("typing") and _has_nothing_of(answer) and wanted.q[-1:].isalnum():
        # The last word may go on; if that is too many words, or none, what was typed is searched for as it is.
        with suppress(UsageError):
            begun = archive.search.search(replace(wanted, q=f"{wanted.q}*", match="all"))
            answer = begun if begun.total else answer
    # The whole search is seen over time, whichever page of it is read.
    timeline = archive.timelines.timeline(replace(wanted, q=answer.q, cursor=None))
    return _Found(answer, timeline)


def _has_nothing_of(answer: SearchAnswer) -> bool:
    """Whether no article has all of the words."""
    return not answer.total or any(note.code == "match_any" for note in answer.notes)


def _values(request: Request, asked: Asked) -> dict[str, Any]:
    feeds = feed_links(root_of(request), asked.given)
    return {"asked": asked, "examples": _EXAMPLES, "notes": asked.notes(), "feed_links": feeds}


def _shown(asked: Asked, found: _Found, archive: Archive) -> dict[str, Any]:
    answer = found.answer
    sort = asked.one("sort") or (
        "relevance" if any(hit.score is not None for hit in answer.hits) else "newest"
    )
    return {
        "answer": answer,
        "notes": [*asked.notes(), *(note for note in answer.notes if note.code not in _TOLD_ELSEWHERE)],
        "menus": list(menus(asked, answer.facets, archive.topics)),
        "chips": list(chips(asked, answer.facets, archive.topics)),
        "picture": picture(asked, found.timeline),
        "undated": found.timeline.undated,
        "sorts": [
            (name, label, asked.with_one(sort=name, seed=None), name == sort)
            for name, label in _SORTS
            # Without words all matches are equally good.
            if name != "relevance" or asked.q
        ],
        "next": asked.next_page(answer.next_cursor, answer.seed) if answer.next_cursor else None,
        "ways_out": list(_ways_out(asked, answer.without)),
    }


def _ways_out(asked: Asked, left_out: Sequence[Without]) -> Iterator[tuple[str, int, str]]:
    """Of a search that found nothing: what to leave out, what is then found, and its address."""
    for one in left_out:
        if not one.total:
            continue
        if one.start is None:
            names = [part.partition("=")[0] for part in one.text.split("&")]
            changed: dict[str, str | None] = {"start" if n == "from" else n: None for n in names}
        else:
            changed = {"q": f"{asked.q[: one.start].rstrip()} {asked.q[one.end :].lstrip()}".strip()}
        yield one.text, one.total, asked.with_one(**changed)


def _marked(asked: Asked, note: Note) -> tuple[str, tuple[str, str, str] | None]:
    """What an error says, and the words with the place at fault between what is before and behind it."""
    if note.param != "q" or note.start is None:
        return note.message, None
    return note.message, (asked.q[: note.start], asked.q[note.start : note.end], asked.q[note.end :])
