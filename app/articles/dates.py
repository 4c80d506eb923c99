"""Calendar arithmetic that ingest and search share: a date cut to what is known is a span of days."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime

import regex

_PARTIAL = regex.compile(r"(?a)(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_INSTANT = regex.compile(
    r"(?a)\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})"
)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """The days, both inclusive, that a date known to the year, the month or the day can mean."""

    first: date
    last: date


def day_span(text: str) -> DaySpan | None:
    """The days of `2021`, `2021-04` or `2021-04-07`; None for anything else, a 30 February too."""
    match = _PARTIAL.fullmatch(text)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day is not None:
        return DaySpan(first, first)
    last_month = first.month if month is not None else 12
    last_day = calendar.monthrange(first.year, last_month)[1]
    return DaySpan(first, date(first.year, last_month, last_day))


def instant(text: str) -> datetime | None:
    """The UTC instant of an RFC 3339 text; None for anything else, a time without a zone too."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
