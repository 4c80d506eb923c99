"""One search from the request to the answer: read the query, ask the engine, dress the hits."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.articles.reads import bodies, cards, terms_of
from app.articles.values import Card
from app.errors import Note, ParameterError
from app.search.advice import did_you_mean, notes_on_nothing, without_each
from app.search.answers import Hit, SearchAnswer, Snippet
from app.search.cursor import Cursor, fingerprint, read_cursor, write_cursor
from app.search.engines.seam import Clause, EngineRequest, EngineResult, FacetRequest
from app.search.facets import facet_request, labelled
from app.search.finding import Found, Question, find, notes, read_question
from app.search.query import tree
from app.search.requests import MAX_LIMIT, MAX_OFFSET, SearchRequest, SortOrder
from app.search.snippets import marks, snippets
from app.search.views import Views


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as it was read; `fingerprint` is the one that its cursors carry."""

    request: SearchRequest
    question: Question
    sort: SortOrder
    cursor: Cursor
    fingerprint: str

    @property
    def facets(self) -> tuple[FacetRequest, ...]:
        selected = self.question.filters.selected
        return tuple(facet_request(name, selected(name)) for name in self.request.facets)


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
        watch = _Stopwatch()
        with watch.phase("parse"):
            asked = self._read(request)
        with self._views.opened() as view:
            with watch.phase("engine"):
                found = find(
                    view, asked.question, lambda clause: view.engine.search(_to_engine(asked, clause))
                )
                told = [*notes(view, asked.question, found), *_corpus_notes(asked, found.result)]
                meant = did_you_mean(view, asked.question, found)
                without = () if found.result.total else without_each(view, asked.question)
                if not found.result.total:
                    told += notes_on_nothing(view, asked.question, without, tuple(told))
            with watch.phase("store"):
                hits = _hits(view.connection, found, request)
                facets = labelled(view.connection, asked.facets, found.result.facets, view.topics)
        return SearchAnswer(
            q=request.q,
            understood=found.understood,
            filters=asked.question.filters.echo,
            did_you_mean=meant,
            without=without,
            notes=tuple(told),
            total=found.result.total,
            hits=hits,
            facets=facets,
            page=asked.cursor.page,
            next_cursor=_next_cursor(asked, found.result),
            revision=found.result.revision,
            timings=watch.milliseconds,
        )

    def _read(self, request: SearchRequest) -> _Asked:
        if not 0 <= request.limit <= MAX_LIMIT:
            raise ParameterError(f"`limit` is a number from 0 to {MAX_LIMIT}.", param="limit")
        if request.page is not None and request.cursor is not None:
            message = "`page` and `cursor` exclude each other: give one."
            raise ParameterError(message, code="page_and_cursor", param="cursor")
        question = read_question(request, self._views.topics)
        sort = request.sort or _default_sort(question.parsed.tree)
        mark = fingerprint(
            {"q": request.q, "match": request.match, "sort": sort, "by": question.filters.echo}
        )
        cursor = read_cursor(request.cursor, mark) if request.cursor else _first_cursor(request, mark)
        return _Asked(request, question, sort, cursor, mark)


def _to_engine(asked: _Asked, clause: Clause) -> EngineRequest:
    limit, filters = asked.request.limit, asked.question.filters
    return EngineRequest(
        query=clause,
        filters=filters.clauses,
        sort=asked.sort,
        offset=0 if asked.cursor.key is not None else asked.cursor.offset,
        after=asked.cursor.key,
        # One more than is shown tells whether there is a next page.
        limit=limit + 1 if limit else 0,
        facets=asked.facets,
        counts=(filters.dates.perhaps_inside,) if filters.dates else (),
    )


def _hits(connection: Connection, found: Found, request: SearchRequest) -> tuple[Hit, ...]:
    shown = found.result.hits[: request.limit]
    by_id = cards(connection, [hit.id for hit in shown])
    marked = _snippets(connection, found.clause, by_id) if request.snippets else {}
    return tuple(Hit(by_id[hit.id], hit.score, marked.get(hit.id, ())) for hit in shown if hit.id in by_id)


def _snippets(
    connection: Connection, clause: Clause, by_id: dict[str, Card]
) -> dict[str, tuple[Snippet, ...]]:
    marked = marks(clause)
    if not marked.fields:
        return {}
    ids = list(by_id)
    terms, texts = terms_of(connection, ids), bodies(connection, ids)
    return {
        i: snippets(marked, {"title": card.title, "lead": card.summary or "", "body": texts[i]}, terms[i])
        for i, card in by_id.items()
    }


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


def _next_cursor(asked: _Asked, result: EngineResult) -> str | None:
    limit = asked.request.limit
    if not limit or len(result.hits) <= limit:
        return None
    last = result.hits[limit - 1]
    following = Cursor(
        revision=result.revision,
        asked=asked.fingerprint,
        page=asked.cursor.page + 1,
        offset=asked.cursor.offset + limit,
        key=last.key,
    )
    return write_cursor(following)


def _corpus_notes(asked: _Asked, result: EngineResult) -> Sequence[Note]:
    told: list[Note] = []
    if asked.request.cursor is not None and asked.cursor.revision != result.revision:
        told.append(
            Note(
                "corpus_changed",
                f"The corpus changed from revision {asked.cursor.revision} to {result.revision} since the page "
                "before this one.",
                "cursor",
            )
        )
    dates = asked.question.filters.dates
    if result.counts and result.counts[0]:
        told.append(
            Note(
                "dates_too_coarse",
                f"{result.counts[0]} more may have appeared in this time, but their dates are known too "
                "coarsely to tell.",
                "from" if dates and dates.start else "to",
            )
        )
    return told
