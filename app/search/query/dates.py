"""The dates of a query: `date:2021-04` and `date:[2021-04-01 TO 2021-04-30]`."""

from datetime import UTC, datetime, time

from app.articles.dates import day_span, instant
from app.search.query.notes import Notes, excerpt, refusal
from app.search.query.tree import Range, Span

_OPEN = "*"


def on(date: str, span: Span) -> Range:
    """Publication inside one date; `*` is any date. Raises QueryError `bad_date`."""
    if date == _OPEN:
        return Range(None, None, span=span)
    _reach(date, span)
    return Range(date, date, span=span)


def between(bounds: tuple[str | None, str | None], span: Span, notes: Notes) -> Range:
    """Publication between two dates in any order; None and `*` are open. Raises QueryError `bad_date`."""
    start, end = (None if bound == _OPEN else bound for bound in bounds)
    first = _reach(start, span)[0] if start else None
    last = _reach(end, span)[1] if end else None
    if first and last and first > last:
        notes.add("range_reversed", "The range ends before it begins: its two dates were exchanged.", span)
        start, end = end, start
    return Range(start, end, span=span)


def _reach(date: str, span: Span) -> tuple[datetime, datetime]:
    """The first and the last instant that the date can mean, as if printed in UTC."""
    if days := day_span(date):
        return datetime.combine(days.first, time.min, UTC), datetime.combine(days.last, time.max, UTC)
    if at := instant(date):
        return at, at
    message = f"{excerpt(date)} is no date: write 2021, 2021-04, 2021-04-07 or 2021-04-07T09:30:00Z."
    raise refusal("bad_date", message, span)
