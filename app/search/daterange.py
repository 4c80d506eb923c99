"""Dates as a filter: an article is inside when its whole span is; some are known too coarsely to tell."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil

from app.articles.dates import DaySpan, day_span, instant
from app.errors import ParameterError
from app.search.documents import epoch_seconds
from app.search.engines.seam import AllOf, AnyOf, Between, Clause, Every, Except

# No zone is further than 14 hours from UTC: a printed day may hold an instant of the UTC day before or after.
_ZONE_REACH = timedelta(hours=14)
_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DateRange:
    """From `start` to `end`, both inclusive and each either a span of printed days, a UTC instant, or open (None)."""

    start: DaySpan | datetime | None = None
    end: DaySpan | datetime | None = None

    @property
    def first_day(self) -> date | None:
        """The first printed day that can be inside; None where the range is open."""
        return _first_day(self.start)

    @property
    def last_day(self) -> date | None:
        """The last printed day that can be inside; None where the range is open."""
        return _last_day(self.end)

    @property
    def inside(self) -> Clause:
        """Articles that are dated and wholly inside."""
        parts: list[Clause] = [Between("first_day", 1, None)]
        if isinstance(self.start, datetime):
            parts.append(Between("at", ceil(self.start.timestamp()), None))
        elif self.start is not None:
            parts.append(Between("first_day", self.start.first.toordinal(), None))
        if isinstance(self.end, datetime):
            parts.append(Between("at", None, epoch_seconds(self.end)))
        elif self.end is not None:
            parts.append(Between("last_day", None, self.end.last.toordinal()))
        return AllOf(tuple(parts))

    @property
    def perhaps_inside(self) -> Clause:
        """Articles that may have been published inside, but whose date is known too coarsely to tell."""
        parts: list[Clause] = [Between("first_day", 1, None), Except(self.inside)]
        if (first := self.first_day) is not None:
            parts.append(Between("last_day", first.toordinal(), None))
        if (last := self.last_day) is not None:
            parts.append(Between("first_day", None, last.toordinal()))
        # An article whose instant is known is never in doubt against an instant, nor one of a day against days.
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            parts.append(Except(Between("at", -(2**62), None)))
        return AllOf(tuple(parts))


def date_range(start: str | None, end: str | None, *, names: tuple[str, str] = ("from", "to")) -> DateRange:
    """The range between two dates as written; raises `ParameterError` for what is no date or runs backwards."""
    found = DateRange(_bound(start, names[0]), _bound(end, names[1]))
    if _is_backwards(found):
        raise ParameterError(
            f"`{names[0]}` ({start}) is later than `{names[1]}` ({end}): exchange them.",
            code="bad_date",
            param=names[0],
        )
    return found


DATED: Clause = Between("first_day", 1, None)
UNDATED: Clause = Except(DATED)


def added_filter(text: str) -> Clause:
    """Articles added from this day (from midnight UTC) or instant on; raises `ParameterError` for what is no date."""
    bound = _bound(text, "added_from")
    if isinstance(bound, DaySpan):
        bound = datetime.combine(bound.first, time(), tzinfo=UTC)
    return Between("added", ceil(bound.timestamp()) if bound else None, None)


def date_filter(dates: DateRange | None, undated: str | None) -> Clause:
    """What `from`, `to` and `undated` (include, exclude, only; None is the default) let through."""
    if undated == "only":
        return UNDATED
    if dates is None:
        return DATED if undated == "exclude" else Every()
    return AnyOf((dates.inside, UNDATED)) if undated == "include" else dates.inside


def _bound(text: str | None, name: str) -> DaySpan | datetime | None:
    if text is None:
        return None
    bound = day_span(text) or instant(text)
    if bound is None:
        raise ParameterError(
            f"`{name}` is no date: {text!r}. Write 2021, 2021-04, 2021-04-07 or 2021-04-07T09:30:00Z.",
            code="bad_date",
            param=name,
        )
    return bound


def _is_backwards(dates: DateRange) -> bool:
    if isinstance(dates.start, datetime) and isinstance(dates.end, datetime):
        return dates.start > dates.end
    first, last = dates.first_day, dates.last_day
    return first is not None and last is not None and first > last


def _first_day(bound: DaySpan | datetime | None) -> date | None:
    if isinstance(bound, DaySpan):
        return bound.first
    return (max(bound, _EARLIEST + _ZONE_REACH) - _ZONE_REACH).date() if bound is not None else None


def _last_day(bound: DaySpan | datetime | None) -> date | None:
    if isinstance(bound, DaySpan):
        return bound.last
    return (min(bound, _LATEST - _ZONE_REACH) + _ZONE_REACH).date() if bound is not None else None
