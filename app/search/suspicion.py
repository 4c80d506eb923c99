"""Which stretches of a timeline are to be doubted: fed by weak dates, or by heaps that a crawl or a default left.

A page that does not say its day is often given the day it was fetched, or the first of a month or a year. Each such
article looks well by itself; together they stand out as one day with many times what the days around it have. A great
event heaps up articles, too, so that a heap is doubted only with a reason, or where it is beyond what events do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from app.articles.dates import DaySpan

Flag = Literal["low_confidence", "crawl_like", "placeholder_day", "heap"]

# On news-10k as it is these flag no day; with 17 of its 8,850 articles moved to one day of visits they flag 95 of 100
# such days, and with 88 moved 96 where nothing is known of visits (docs/timeline.md).
_DAYS_AROUND = 14
_LEAST_HEAP = 10
_HEAP = 5
_LEAST_VAST = 50
_VAST = 20


@dataclass(frozen=True, slots=True)
class Doubted:
    """What is known of the dates of a match: articles by day, and by the start of the bucket those of weak dates."""

    heaps: Mapping[int, Flag]
    days: Mapping[int, int]
    weak: Mapping[int, int]

    def flag(self, bucket: DaySpan, count: int) -> Flag | None:
        """Why most of the `count` articles of a bucket may be dated wrongly; None where nothing says so."""
        inside = range(bucket.first.toordinal(), bucket.last.toordinal() + 1)
        found: dict[Flag, int] = {"low_confidence": self.weak.get(inside.start, 0)}
        for day in self._heaps_in(inside):
            found[self.heaps[day]] = found.get(self.heaps[day], 0) + self.days.get(day, 0)
        first = max(found, key=lambda flag: (found[flag], flag != "low_confidence"))
        return first if 2 * found[first] > count else None

    def _heaps_in(self, inside: range) -> list[int]:
        return (
            [day for day in inside if day in self.heaps]
            if len(inside) < len(self.heaps)
            else [day for day in self.heaps if day in inside]
        )


def heaps(days: Mapping[int, int], visits: Mapping[int, int]) -> dict[int, Flag]:
    """The days that have many times what is usual around them, each with why it is doubted.

    `days` counts a whole corpus by day, `visits` those of them that were published on the day they were fetched, as it
    seems. Days on which an event explains the heap as well as anything are left out.
    """
    known = range(min(days, default=0), max(days, default=-1) + 1)
    found = {}
    for day, count in days.items():
        if count >= _LEAST_HEAP:
            around = range(max(known.start, day - _DAYS_AROUND), min(known.stop, day + _DAYS_AROUND + 1))
            usual = median([days.get(other, 0) for other in around if other != day] or [0])
            if count >= _HEAP * usual and (flag := _why(day, count, usual, visits.get(day, 0))):
                found[day] = flag
    return found


def _why(day: int, count: int, usual: float, visits: int) -> Flag | None:
    if 2 * visits > count:
        return "crawl_like"
    if date.fromordinal(day).day == 1:
        return "placeholder_day"
    return "heap" if count >= max(_LEAST_VAST, _VAST * usual) else None
