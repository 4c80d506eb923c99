"""Sort keys of the two date orders: unique integers, so that a page is a range and never a deep offset."""

import base64
from datetime import UTC, datetime, time

from app.articles.dates import DaySpan, day_span
from app.articles.values import Published

_FIRST_DAY = datetime(1, 1, 1, tzinfo=UTC)
_SECONDS_A_DAY = 86_400
# 37 bits of seconds reach from the year 1 past the year 4300; the 26 left tell articles of one second apart.
_TIE_BITS = 26
_HALF = 2**63


def newest_key(published: Published | None, article_id: str, attempt: int = 0) -> int:
    """The signed 64-bit key of one article: larger is newer, undated below all dated ones.

    Two articles of one second can share their 26 bits of id; the writer then asks for the next `attempt`.
    """
    bits = int.from_bytes(base64.b32decode(article_id.upper()))
    if published is None:
        return (bits + attempt) % _HALF - _HALF
    tie = (bits + attempt) % (1 << _TIE_BITS)
    return (_seconds(published) << _TIE_BITS) + tie


def oldest_key(newest: int) -> int:
    """The key for the other direction: ascending from the oldest, undated last there too."""
    return newest - _HALF if newest >= 0 else newest + _HALF


def keys_of_day(newest: int) -> tuple[int, int]:
    """The smallest and the largest key, by `newest_key`, of what was published on the first day of this dated one."""
    day = (newest >> _TIE_BITS) // _SECONDS_A_DAY
    first, behind = ((one * _SECONDS_A_DAY) << _TIE_BITS for one in (day, day + 1))
    return first, behind - 1


def known_span(published: Published) -> DaySpan:
    span = day_span(published.date)
    if span is None:
        raise ValueError(f"{published.date} is no day, month or year")
    return span


def _seconds(published: Published) -> int:
    """Seconds since the year 1: by the printed day first, so that a zone never moves an article to another day."""
    day = datetime.combine(known_span(published).first, time(), tzinfo=UTC)
    within = int((published.at - day).total_seconds()) if published.at else 0
    return int((day - _FIRST_DAY).total_seconds()) + max(0, min(within, _SECONDS_A_DAY - 1))
