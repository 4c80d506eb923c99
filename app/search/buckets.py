"""Days, ISO weeks, months and years in a row: calendar arithmetic on proleptic ordinals, nothing else."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from app.articles.dates import DaySpan

Interval = Literal["day", "week", "month", "year"]
INTERVALS: tuple[Interval, ...] = get_args(Interval)
"""The finest first."""
TALLIED: Mapping[Interval, str] = {"day": "day", "week": "day", "month": "month", "year": "year"}
"""The indexed number that holds in which bucket of an interval an article is."""

_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Row:
    """The buckets of an interval from the one that holds the day `first` to the one that holds `last`."""

    interval: Interval
    first: date
    last: date

    def __len__(self) -> int:
        return self._number(self.last) - self._number(self.first) + 1

    def spans(self) -> list[DaySpan]:
        starts = [
            self._start(number) for number in range(self._number(self.first), self._number(self.last) + 2)
        ]
        ends = [date.fromordinal(start.toordinal() - 1) if start else date.max for start in starts[1:]]
        return [DaySpan(start, end) for start, end in zip(starts, ends, strict=False) if start]

    def _number(self, day: date) -> int:
        match self.interval:
            case "day":
                return day.toordinal()
            case "week":
                # The first day of the year 1 is a Monday.
                return (day.toordinal() - 1) // _DAYS_A_WEEK
            case "month":
                return day.year * 12 + day.month - 1
            case "year":
                return day.year

    def _start(self, number: int) -> date | None:
        """The first day of a bucket; None for the one after the last that a date can be of."""
        try:
            match self.interval:
                case "day":
                    return date.fromordinal(number)
                case "week":
                    return date.fromordinal(number * _DAYS_A_WEEK + 1)
                case "month":
                    return date(number // 12, number % 12 + 1, 1)
                case "year":
                    return date(number, 1, 1)
        except ValueError:
            return None


def by_start(interval: Interval, tally: Mapping[int, int]) -> Counter[int]:
    """What was tallied of the interval's number, by the ordinal of the first day of each bucket."""
    counted = Counter[int]()
    for value, count in tally.items():
        counted[_start_of(interval, value)] += count
    return counted


def _start_of(interval: Interval, value: int) -> int:
    match interval:
        case "day":
            return value
        case "week":
            return value - (value - 1) % _DAYS_A_WEEK
        case "month":
            return date(value // 100, value % 100, 1).toordinal()
        case "year":
            return date(value, 1, 1).toordinal()
