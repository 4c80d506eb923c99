"""One search from the request to the answer: read the query, ask the engine, dress the hits."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy import Connection

from app.articles.reads import bodies, cards, terms_of
from app.articles.revisions import current_revision
from app.articles.values import Card
from app.database import Database
from app.errors import Note, ParameterError
from app.search.answers import (
    MAX_LIMIT,
    MAX_OFFSET,
    Facet,
    FacetName,
    Hit,
    SearchAnswer,
    SearchRequest,
    Snippet,
    SortOrder,
)
from app.search.cursor import Cursor, fingerprint, read_cursor, write_cursor
from app.search.engines.live import LiveIndex
from app.search.engines.seam import (
    Clause,
    Engine,
    EngineRequest,
    EngineResult,
    Every,
    FacetRequest,
)
from app.search.expansion import Vocabulary
from app.search.facets import facet_request, labelled
from app.search.filters import Filters, read_filters, unknown_topics
from app.search.lowering import Lowering, lowering
from app.search.query import tree
from app.search.query.parse import Parsed, parse
from app.search.query.text import write
from app.search.snippets import marks, snippets
from app.topics.tree import TopicTree


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as it was read; `question` is the fingerprint that its cursors carry."""

    request: SearchRequest
    parsed: Parsed
    filters: Filters
    sort: SortOrder
    cursor: Cursor
    question: str

    @property
    def facets(self) -> tuple[FacetRequest, ...]:
        return tuple(facet_request(name, self.filters.selected(name)) for name in self.request.facets)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the engine found for one reading of the query."""

    parsed: Parsed
    clause: Clause
    result: EngineResult


@dataclass(slots=True)
class _Stopwatch:
    milliseconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        self.milliseconds[name] = (time.perf_counter() - begin) * 1000


class SearchService:
    def __init__(self, database: Database, index: LiveIndex, topics: TopicTree) -> None:
        self._database = database
        self._index = index
        self._topics = topics
        self._vocabulary: Vocabulary | None = None

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer one request from the published index.

        Raises `QueryError` for a query past its limits (or, under `strict`, one that had to be read kindly),
        `ParameterError` for a parameter that makes no sense, `IndexUnreadable` where there is nothing to search.
        """
        watch = _Stopwatch()
        with watch.phase("parse"):
            asked = self._read(request)
        with self._opened() as (engine, connection):
            with watch.phase("engine"):
                found = self._find(engine, asked)
                unknown = (
                    *asked.filters.notes(engine),
                    *unknown_topics(found.parsed.tree, engine, self._topics),
                )
            with watch.phase("store"):
                hits = self._hits(connection, found, request)
                facets = labelled(connection, asked.facets, found.result.facets, self._topics)
        return SearchAnswer(
            q=request.q,
            # With every operator written out, it reads the same whatever `match` it is sent back with.
            understood=write(found.parsed.tree, match="any"),
            filters=asked.filters.echo,
            notes=(*found.parsed.notes, *unknown, *_corpus_notes(asked, found.result)),
            total=found.result.total,
            hits=hits,
            facets=facets,
            page=asked.cursor.page,
            next_cursor=_next_cursor(asked, found.result),
            revision=found.result.revision,
            timings=watch.milliseconds,
        )

    def facet_values(self, name: FacetName, offset: int, limit: int) -> Facet:
        """The values of a facet over the whole corpus, the most frequent first; `more` says that others follow."""
        asked = FacetRequest(name, offset + limit)
        with self._opened() as (engine, connection):
            counted = engine.search(EngineRequest(query=Every(), limit=0, facets=(asked,))).facets[name]
            shown = replace(counted, counts=counted.counts[offset:])
            facet = labelled(connection, [asked], {name: shown}, self._topics)[name]
        return replace(facet, more=offset + len(facet.values) < facet.distinct)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Engine, Connection]]:
        """The engine, and a state of the store that still has, and already has, every article that the engine knows.

        The store is looked at first: what is purged afterwards it shows still. Where the engine was published in
        between it knows articles that this state has not yet, and both are taken anew.
        """
        for last in (False, False, True):
            with self._database.read() as connection:
                stored = current_revision(connection)
                engine = self._index.engine()
                # A store put back to an earlier day stays behind until its index is built anew.
                if engine.revision <= stored or last:
                    yield engine, connection
                    return

    def _read(self, request: SearchRequest) -> _Asked:
        if not 0 <= request.limit <= MAX_LIMIT:
            raise ParameterError(f"`limit` is a number from 0 to {MAX_LIMIT}.", param="limit")
        if request.page is not None and request.cursor is not None:
            message = "`page` and `cursor` exclude each other: give one."
            raise ParameterError(message, code="page_and_cursor", param="cursor")
        match: Literal["all", "any"] = "any" if request.match == "any" else "all"
        parsed = parse(request.q, match=match, strict=request.strict)
        filters = read_filters(request, self._topics)
        sort = request.sort or _default_sort(parsed.tree)
        question = fingerprint({"q": request.q, "match": request.match, "sort": sort, "by": filters.echo})
        if request.cursor is not None:
            cursor = read_cursor(request.cursor, question)
        else:
            cursor = _first_cursor(request, question)
        return _Asked(request, parsed, filters, sort, cursor, question)

    def _find(self, engine: Engine, asked: _Asked) -> _Found:
        lowered = lowering(self._vocabulary_of(engine), self._topics)
        found = _ask(engine, lowered, asked, asked.parsed)
        if asked.request.match != "auto" or found.result.total:
            return found
        if asked.filters.clauses and engine.search(EngineRequest(found.clause, limit=0)).total:
            # Some article has all of the words, and the filters alone keep it out: any of them is not asked.
            return found
        wider = parse(asked.request.q, match="any", strict=asked.request.strict)
        if wider.tree == asked.parsed.tree:
            return found
        note = Note("match_any", "No article has all of the words; these have at least one of them.", "q")
        any_found = _ask(engine, lowered, asked, replace(wider, notes=(*wider.notes, note)))
        return any_found if any_found.result.total else found

    def _vocabulary_of(self, engine: Engine) -> Vocabulary:
        kept = self._vocabulary
        if kept is None or kept.engine is not engine or not kept.is_current:
            kept = self._vocabulary = Vocabulary(engine)
        return kept

    def _hits(self, connection: Connection, found: _Found, request: SearchRequest) -> tuple[Hit, ...]:
        shown = found.result.hits[: request.limit]
        ids = [hit.id for hit in shown]
        by_id = cards(connection, ids)
        marked = self._snippets(connection, found.clause, by_id) if request.snippets else {}
        return tuple(
            Hit(by_id[hit.id], hit.score, marked.get(hit.id, ())) for hit in shown if hit.id in by_id
        )

    def _snippets(
        self, connection: Connection, clause: Clause, by_id: dict[str, Card]
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


def _ask(engine: Engine, lowered: Lowering, asked: _Asked, parsed: Parsed) -> _Found:
    clause = lowered.clause(parsed.tree)
    limit, dates = asked.request.limit, asked.filters.dates
    result = engine.search(
        EngineRequest(
            query=clause,
            filters=asked.filters.clauses,
            sort=asked.sort,
            offset=0 if asked.cursor.key is not None else asked.cursor.offset,
            after=asked.cursor.key,
            # One more than is shown tells whether there is a next page.
            limit=limit + 1 if limit else 0,
            facets=asked.facets,
            counts=(dates.perhaps_inside,) if dates else (),
        )
    )
    return _Found(parsed, clause, result)


def _first_cursor(request: SearchRequest, question: str) -> Cursor:
    """Where a walk begins: at the start, or at the page that was asked for."""
    page = request.page or 1
    offset = (page - 1) * request.limit
    if offset > MAX_OFFSET or page > MAX_OFFSET + 1:
        raise ParameterError(
            f"`page` reaches {MAX_OFFSET:,} hits deep and no further: follow `next`, which leads to the last.",
            code="page_too_deep",
            param="page",
        )
    return Cursor(revision=-1, asked=question, page=page, offset=offset)


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
        asked=asked.question,
        page=asked.cursor.page + 1,
        offset=asked.cursor.offset + limit,
        key=last.key,
    )
    return write_cursor(following)


def _corpus_notes(asked: _Asked, result: EngineResult) -> Sequence[Note]:
    notes: list[Note] = []
    if asked.request.cursor is not None and asked.cursor.revision != result.revision:
        notes.append(
            Note(
                "corpus_changed",
                f"The corpus changed from revision {asked.cursor.revision} to {result.revision} since the page "
                "before this one.",
                "cursor",
            )
        )
    if result.counts and result.counts[0]:
        notes.append(
            Note(
                "dates_too_coarse",
                f"{result.counts[0]} more may have appeared in this time, but their dates are known too "
                "coarsely to tell.",
                "from" if asked.filters.dates and asked.filters.dates.start else "to",
            )
        )
    return notes
