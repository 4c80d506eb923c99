"""Timelines: how much was written of a selection in each day, week, month or year, beside all that was written then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.articles.dates import DaySpan
from app.errors import Note, ParameterError
from app.search.buckets import INTERVALS, TALLIED, Interval, Row, by_start
from app.search.engines.seam import (
    Clause,
    Engine,
    EngineRequest,
    EngineResult,
    Every,
    TallyRequest,
    Word,
)
from app.search.finding import Found, Question, coarse_dates, find, notes, read_question
from app.search.requests import Selection
from app.search.suspicion import Doubted, Flag, heaps
from app.search.views import View, Views

MAX_BUCKETS = 4_000
# Where no interval is asked for: a chart as wide as a page has eight pixels for each.
_USUAL_BUCKETS = 120
_CALENDAR = ("year", "month", "day")
_WHOLE = tuple(TallyRequest(field) for field in _CALENDAR)
_LOW_CONFIDENCE, _VISIT = Word("doubt", "low_confidence"), Word("doubt", "visit")


@dataclass(frozen=True, slots=True)
class Bucket:
    """`total` counts all articles of the corpus in it, and `share` is None where there are none.

    `partial` says that the selection's `from` or `to` cuts through it: `count` is of the part inside.
    """

    span: DaySpan
    count: int
    total: int
    share: float | None
    flag: Flag | None
    partial: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """All `total` matches are in the buckets, `undated`, or `coarser`: known more coarsely than the interval."""

    q: str
    understood: str
    filters: Mapping[str, object]
    notes: tuple[Note, ...]
    interval: Interval
    buckets: tuple[Bucket, ...]
    undated: int
    coarser: int
    total: int
    revision: int


@dataclass(frozen=True, slots=True)
class _Coverage:
    """The whole corpus by year, month and day, and the days on which articles are heaped up."""

    engine: Engine
    revision: int
    tallies: Mapping[str, Mapping[int, int]]
    heaps: Mapping[int, Flag]


class Timelines:
    def __init__(self, views: Views) -> None:
        self._views = views
        self._known: _Coverage | None = None

    def timeline(self, selection: Selection, interval: Interval | None = None) -> Timeline:
        """The timeline of a selection; without an interval in the finest that gives not too many buckets to draw.

        Raises what a search raises, and `ParameterError` where an interval would give more than MAX_BUCKETS.
        """
        question = read_question(selection, self._views.topics)
        with self._views.opened() as view:
            found = find(view, question, lambda clause: _tallied(view, question, clause, *_WHOLE))
            tallies = dict(zip(_CALENDAR, found.result.tallies, strict=True))
            edges = _edges(question)
            row = _row(interval, tallies, edges)
            buckets = self._buckets(view, question, found, row, tallies) if row else ()
            chosen = row.interval if row else interval or INTERVALS[-1]
            told = (*notes(view, question, found), *coarse_dates(question, found.result))
        dated = tallies["year"].values()
        return Timeline(
            q=selection.q,
            understood=found.understood,
            filters=question.filters.echo,
            notes=told,
            interval=chosen,
            buckets=buckets,
            undated=found.result.total - sum(dated),
            coarser=sum(dated) - sum(tallies[TALLIED[chosen]].values()),
            total=found.result.total,
            revision=found.result.revision,
        )

    def _buckets(
        self, view: View, question: Question, found: Found, row: Row, tallies: Mapping[str, Mapping[int, int]]
    ) -> tuple[Bucket, ...]:
        interval, field = row.interval, TALLIED[row.interval]
        weak = _tallied(view, question, found.clause, TallyRequest(field, _LOW_CONFIDENCE)).tallies[0]
        coverage = self._coverage(view.engine)
        counts = by_start(interval, tallies[field])
        totals = by_start(interval, coverage.tallies[field])
        doubted = Doubted(coverage.heaps, tallies["day"], by_start(interval, weak))
        low, high = _edges(question)
        made = []
        for span in row.spans():
            start = span.first.toordinal()
            count, total = counts[start], totals[start]
            share = count / total if total else None
            partial = bool((low and span.first < low) or (high and span.last > high))
            made.append(Bucket(span, count, total, share, doubted.flag(span, count), partial))
        return tuple(made)

    def _coverage(self, engine: Engine) -> _Coverage:
        """What the timeline of any selection is set against; the same for as long as an index is published."""
        known = self._known
        if known is None or known.engine is not engine or known.revision != engine.revision:
            asked = (*_WHOLE, TallyRequest("day", _VISIT))
            result = engine.search(EngineRequest(Every(), limit=0, tallies=asked))
            *tallies, visits = result.tallies
            by_field = dict(zip(_CALENDAR, tallies, strict=True))
            known = self._known = _Coverage(engine, result.revision, by_field, heaps(by_field["day"], visits))
        return known


def _tallied(view: View, question: Question, clause: Clause, *tallies: TallyRequest) -> EngineResult:
    dates = question.filters.dates
    return view.engine.search(
        EngineRequest(
            query=clause,
            filters=question.filters.clauses,
            limit=0,
            counts=(dates.perhaps_inside,) if dates else (),
            tallies=tallies,
        )
    )


def _edges(question: Question) -> tuple[date | None, date | None]:
    """The first and the last day that the selection asks for; None where it is open."""
    dates = question.filters.dates
    if dates is None or question.selection.undated == "only":
        return None, None
    return dates.first_day, dates.last_day


def _row(
    interval: Interval | None,
    tallies: Mapping[str, Mapping[int, int]],
    edges: tuple[date | None, date | None],
) -> Row | None:
    """The buckets to show: the selection's own range, where it is open from or to what was found.

    None where nothing was found to begin or to end with.
    """
    row = _row_of(interval or _usual(tallies, edges), tallies, edges)
    if row and len(row) > MAX_BUCKETS:
        raise ParameterError(
            _too_many(row), code="too_many_buckets", param="interval" if interval else "from"
        )
    return row


def _usual(tallies: Mapping[str, Mapping[int, int]], edges: tuple[date | None, date | None]) -> Interval:
    """The finest interval that has not too many buckets to draw and leaves out less than half as too coarse."""
    dated = sum(tallies["year"].values())
    for interval in INTERVALS:
        row = _row_of(interval, tallies, edges)
        known = sum(tallies[TALLIED[interval]].values())
        if row and len(row) <= _USUAL_BUCKETS and 2 * known >= dated:
            return interval
    return INTERVALS[-1]


def _row_of(
    interval: Interval,
    tallies: Mapping[str, Mapping[int, int]],
    edges: tuple[date | None, date | None],
) -> Row | None:
    starts = by_start(interval, tallies[TALLIED[interval]])
    first = edges[0] or (date.fromordinal(min(starts)) if starts else None)
    last = edges[1] or (date.fromordinal(max(starts)) if starts else None)
    # A bucket that the range begins in begins before it.
    return Row(interval, first, max(first, last)) if first and last else None


def _too_many(row: Row) -> str:
    coarser = (i for i in INTERVALS if len(Row(i, row.first, row.last)) <= MAX_BUCKETS)
    fits = next((f"ask for `interval={interval}`, or " for interval in coarser), "")
    return (
        f"From {row.first} to {row.last} there are {len(row):,} buckets of a {row.interval}, and at most "
        f"{MAX_BUCKETS:,} are given: {fits}narrow `from` and `to`."
    )
