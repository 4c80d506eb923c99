"""One search from the request to the answer: read the query, ask the engine, show the hits, in pages or all."""

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from app.errors import Note, ParameterError
from app.search.advice import did_you_mean, notes_on_nothing, without_each
from app.search.answers import Hit, SearchAnswer, Stream
from app.search.cursor import Cursor, fingerprint, read_cursor, write_cursor
from app.search.dressing import dressed
from app.search.engines.seam import Clause, Engine, EngineRequest, FacetRequest
from app.search.explain import explanations
from app.search.facets import Labels, facet_request, labelled
from app.search.finding import Found, Question, coarse_dates, find, notes, read_question
from app.search.query import tree
from app.search.requests import MAX_LIMIT, MAX_OFFSET, SearchRequest, SortOrder
from app.search.views import View, Views
from app.search.walking import Place, Shown, batches, page, shown, windows

# Hits that an engine gives a stream at once, 1 MB of them. Under relevance it ranks all hits before a window anew, so
# that small windows cost the square of the result.
_WINDOW = 5_000
# Hits that a stream reads from the store in one step. Of 10,000 articles of 1,000 words, with snippets, a server grows
# by 45 MB with steps of 50, 53 MB with 100 and 67 MB with 200, and takes as long with either; 16 MB are SQLite's own.
_STREAMED = 50


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as it was read; `fingerprint` is the one that its cursors carry, `seed` that of a random order."""

    request: SearchRequest
    question: Question
    sort: SortOrder
    cursor: Cursor
    fingerprint: str
    seed: str | None
    facets: tuple[FacetRequest, ...]


@dataclass(slots=True)
class _Stopwatch:
    milliseconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        self.milliseconds[name] = (time.perf_counter() - begin) * 1000


class SearchService:
    def __init__(self, views: Views) -> None:
        self._views = views

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer one request from the published index.

        Raises `QueryError` for a query past its limits (or, under `strict`, one that had to be read kindly),
        `ParameterError` for a parameter that makes no sense, `IndexUnreadable` where there is nothing to search.
        """
        if not 0 <= request.limit <= MAX_LIMIT:
            raise ParameterError(f"`limit` is a number from 0 to {MAX_LIMIT}.", param="limit")
        watch = _Stopwatch()
        with watch.phase("parse"):
            asked = self._read(request)
        return self._views.answer(lambda view: _answered(view, asked, watch))

    def stream(self, request: SearchRequest) -> Stream:
        """The whole result of a search, its `limit`, `page` and `cursor` left aside; errors are those of `search`.

        What is purged from the store before its step is left out.
        """
        asked = self._read(replace(request, limit=_WINDOW, page=None, cursor=None, facets=()))
        with self._views.opened() as view:
            found = find(view, asked.question, lambda clause: view.engine.search(_to_engine(asked, clause)))
            head = _head(view, asked, found)
        return Stream(head, self._chunks(view, asked, found))

    def _chunks(self, view: View, asked: _Asked, found: Found) -> Iterator[tuple[Hit, ...]]:
        request, place = _to_engine(asked, found.clause), Place(0, None)
        collapse = asked.request.collapse is not None
        for window in windows(view, request, found.result, _WINDOW):
            for batch in batches(window, _STREAMED):
                # Closed before the client is waited for: a transaction that is read for long keeps the log from
                # being written back.
                with self._views.again(view) as now:
                    some = shown(now, request, batch, place, collapse=collapse)
                    hits = _dressed(now, asked, found, some)
                place = Place(place.offset + len(batch), batch[-1].key)
                yield hits

    def _read(self, request: SearchRequest) -> _Asked:
        if request.page is not None and request.cursor is not None:
            message = "`page` and `cursor` exclude each other: give one."
            raise ParameterError(message, code="page_and_cursor", param="cursor")
        if request.collapse and (request.page or 1) > 1:
            message = (
                "Where a page begins is known only by the pages before it under `collapse`: follow `next`."
            )
            raise ParameterError(message, code="page_and_collapse", param="page")
        question = read_question(request, self._views.topics)
        sort = request.sort or _default_sort(question.parsed.tree)
        mark = fingerprint(
            {"q": request.q, "match": request.match, "sort": sort, "by": question.filters.echo}
        )
        cursor = read_cursor(request.cursor, mark) if request.cursor else _first_cursor(request, mark)
        facets = (
            facet_request(name, question.filters, self._views.topics, request.facet_limit)
            for name in request.facets
        )
        seed = _seed(request, cursor) if sort == "random" else None
        return _Asked(request, question, sort, cursor, mark, seed, tuple(facets))


def _answered(view: View, asked: _Asked, watch: _Stopwatch) -> SearchAnswer:
    with watch.phase("engine"):
        found = find(view, asked.question, lambda clause: view.engine.search(_to_engine(asked, clause)))
        head = _head(view, asked, found)
    with watch.phase("store"):
        some = page(
            view,
            _to_engine(asked, found.clause),
            found.result,
            Place(asked.cursor.offset, asked.cursor.key),
            collapse=asked.request.collapse is not None,
        )
        hits = _dressed(view, asked, found, some[: asked.request.limit])
        labels = Labels(view.labels, view.topics, asked.request.labels)
        facets = labelled(labels, asked.facets, found.result.facets)
    return replace(
        head,
        hits=hits,
        facets=facets,
        next_cursor=_next_cursor(asked, view.engine, some),
        timings=watch.milliseconds,
    )


def _seed(request: SearchRequest, cursor: Cursor) -> str:
    """The seed that was given, or that the walk began with; else one at random."""
    if request.seed is not None and cursor.seed not in (None, request.seed):
        message = f"`cursor` belongs to the seed {cursor.seed!r}: leave `seed` as it was."
        raise ParameterError(message, code="bad_cursor", param="cursor")
    return cursor.seed or request.seed or str(secrets.randbelow(10**9))


def _to_engine(asked: _Asked, clause: Clause) -> EngineRequest:
    limit, filters = asked.request.limit, asked.question.filters
    return EngineRequest(
        query=clause,
        filters=filters.clauses,
        sort=asked.sort,
        seed=asked.seed or "",
        offset=0 if asked.cursor.key is not None else asked.cursor.offset,
        after=asked.cursor.key,
        # One more than is shown tells whether there is a next page.
        limit=limit + 1 if limit else 0,
        facets=asked.facets,
        counts=(filters.dates.perhaps_inside,) if filters.dates else (),
    )


def _dressed(view: View, asked: _Asked, found: Found, some: Sequence[Shown]) -> tuple[Hit, ...]:
    hits = dressed(view, found.clause, asked.request, some)
    if not asked.request.explain or asked.sort != "relevance":
        return hits
    ids = [hit.card.id for hit in hits]
    reasons = explanations(view.engine, view.lowered, found.parsed.tree, ids)
    return tuple(replace(hit, explanation=reasons[hit.card.id]) for hit in hits)


def _head(view: View, asked: _Asked, found: Found) -> SearchAnswer:
    """What there is to say of a result before its hits."""
    told = [
        *notes(view, asked.question, found),
        *_page_notes(asked, view.engine),
        *coarse_dates(asked.question, found.result),
    ]
    without = () if found.result.total else without_each(view, asked.question)
    if not found.result.total:
        told += notes_on_nothing(view, asked.question, without, tuple(told))
    return SearchAnswer(
        q=asked.request.q,
        understood=found.understood,
        filters=asked.question.filters.echo,
        did_you_mean=did_you_mean(view, asked.question, found),
        without=without,
        notes=tuple(told),
        total=found.result.total,
        hits=(),
        facets={},
        page=asked.cursor.page,
        next_cursor=None,
        revision=found.result.revision,
        seed=asked.seed,
    )


def _first_cursor(request: SearchRequest, mark: str) -> Cursor:
    """Where a walk begins: at the start, or at the page that was asked for."""
    page = request.page or 1
    offset = (page - 1) * request.limit
    if offset > MAX_OFFSET or page > MAX_OFFSET + 1:
        raise ParameterError(
            f"`page` reaches {MAX_OFFSET:,} hits deep and no further: follow `next`, which leads to the last.",
            code="page_too_deep",
            param="page",
        )
    return Cursor(revision=-1, asked=mark, page=page, offset=offset)


def _default_sort(node: tree.Node) -> SortOrder:
    asks_words = any(
        isinstance(leaf, tree.Leaf) and leaf.field not in tree.WHOLE_FIELDS for leaf in tree.leaves(node)
    )
    return "relevance" if asks_words else "newest"


def _next_cursor(asked: _Asked, engine: Engine, some: Sequence[Shown]) -> str | None:
    limit = asked.request.limit
    if not limit or len(some) <= limit:
        return None
    last = some[limit - 1].place
    following = Cursor(
        revision=engine.revision,
        asked=asked.fingerprint,
        page=asked.cursor.page + 1,
        offset=last.offset,
        key=last.key,
        seed=asked.seed,
        generation=engine.generation if asked.sort == "relevance" else None,
    )
    return write_cursor(following)


def _page_notes(asked: _Asked, engine: Engine) -> Iterator[Note]:
    """What there is to say of the walk: of a seed in vain, and of what changed since the page before."""
    cursor = asked.cursor
    if asked.request.seed is not None and asked.seed is None:
        message = f"`seed` has no effect: this is sorted by {asked.sort}, not `random`."
        yield Note("seed_without_effect", message, "seed")
    if asked.request.explain and asked.sort != "relevance":
        message = "There are no scores to explain under this order: ask with `sort=relevance`."
        yield Note("explain_without_scores", message, "explain")
    if asked.request.collapse == "story":
        message = "Stories are not told apart yet: the copies of one text are shown as one."
        yield Note("no_stories", message, "collapse")
    if asked.request.cursor is None:
        return
    if cursor.revision != engine.revision:
        since = f"from revision {cursor.revision} to {engine.revision}"
        message = f"The corpus changed {since} since the page before this one."
        yield Note("corpus_changed", message, "cursor")
    elif cursor.generation not in (None, engine.generation):
        message = (
            "The index was built anew since the page before this one, which can order equal scores otherwise."
        )
        yield Note("index_rebuilt", message, "cursor")
