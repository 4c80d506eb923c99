"""The timeline as a picture: a bar for each stretch of time, each an address."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton

from app.search.buckets import Interval
from app.search.timeline import Bucket, Timeline
from app.web.asked import Asked

HEIGHT = 100
"""Of the highest bar, in the picture's own units; a bar is one wide."""
# What is there at all is to be seen.
_LEAST = 3
_WHY = {
    "low_confidence": "most of its dates are weakly known",
    "crawl_like": "many of its dates may be days of a crawl",
    "placeholder_day": "many of its dates may stand for “some time that year”",
    "heap": "more on one day than its neighbours explain",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """`start` and `end` are what `from` and `to` take; `doubt` says why the dates may mislead, if they may."""

    start: str
    end: str
    label: str
    count: int
    height: int
    address: str
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Picture:
    """`said` tells it to those who do not see it; `wider` leads out of a range of dates, None where there is none."""

    bars: tuple[Bar, ...]
    first: str
    last: str
    said: str
    doubts: tuple[str, ...]
    wider: str | None


def picture(asked: Asked, timeline: Timeline) -> Picture | None:
    """None where there is nothing to see: less than two stretches of time, and no range to lead out of."""
    wider = asked.with_one(start=None, end=None) if asked.one("from") or asked.one("to") else None
    buckets = timeline.buckets
    most = max((bucket.count for bucket in buckets), default=0)
    if len(buckets) < 2 or not most:
        return None
    bars = tuple(_bar(asked, timeline.interval, bucket, most) for bucket in buckets)
    peak = max(bars, key=lambda bar: bar.count)
    said = (
        f"From {bars[0].label} to {bars[-1].label}, by {timeline.interval}. "
        f"Most in {peak.label}: {peak.count:,} of {timeline.total:,}."
    )
    doubts = tuple(f"{bar.label}: {bar.doubt}." for bar in bars if bar.doubt and bar.count)
    return Picture(bars, bars[0].label, bars[-1].label, said, doubts, wider)


def _bar(asked: Asked, interval: Interval, bucket: Bucket, most: int) -> Bar:
    start, end = _written(interval, bucket.span.first), _written(interval, bucket.span.last)
    height = max(_LEAST, round(HEIGHT * bucket.count / most)) if bucket.count else 0
    doubt = _WHY[bucket.flag] if bucket.flag else None
    address = asked.with_one(start=start, end=end)
    return Bar(start, end, _said(interval, bucket.span.first), bucket.count, height, address, doubt)


def _written(interval: Interval, day: date) -> str:
    return day.isoformat()[: {"year": len("2021"), "month": len("2021-04")}.get(interval)]


def _said(interval: Interval, day: date) -> str:
    if interval == "year":
        return f"{day.year}"
    if interval == "month":
        return format_skeleton("yMMMM", day, locale="en_GB")
    said = format_date(day, "d MMMM y", locale="en_GB")
    return f"the week of {said}" if interval == "week" else said
