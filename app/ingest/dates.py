"""Printed dates to moments: what day a text names, how exactly, and never a guess between two days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import regex

from app.articles.dates import day_span
from app.articles.values import Precision
from app.ingest.months import JAPANESE_ERAS, MONTHS, THAI_OFFSET, ZONES

EARLIEST_YEAR = 1700
LONGEST_PRINTED = 200
"""A date field longer than this holds prose, and a day named in prose is not the day of publication."""


def _any_month() -> str:
    """A pattern of the names, by their first letters: so that most letters of a text are asked but once."""
    rests: dict[str, list[str]] = {}
    for name in sorted(MONTHS, key=len, reverse=True):
        rests.setdefault(name[0], []).append(regex.escape(name[1:]))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items())


_NAMED = rf"(?<![\p{{L}}\p{{M}}])(?P<name>{_any_month()})(?![\p{{L}}\p{{M}}])\.?"
_YEAR = r"(?:(?:พ\.ศ\.|ค\.ศ\.)\s*)?(?P<year>\d{4})(?!\d)"
_OF = r"(?:(?:de|del|di|of)\s+)?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|[ºª°.]|-?го)?"
_PATTERNS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)",
        rf"{_DAY}[\s\-–.]*{_OF}{_NAMED},?[\s\-–]*{_OF}{_YEAR}",
        rf"{_NAMED}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"{_NAMED}\s+(?P<day>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?\s+(?:[A-Z]{{1,5}}\s+|[+\-]\d{{4}}\s+)?{_YEAR}",
        rf"{_NAMED},?[\s\-]*{_OF}{_YEAR}",
        r"(?P<era>令和|平成|昭和|大正|明治)(?P<year>\d{1,2}|元)年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?",
        r"(?<!\d)(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월](?:\s*(?P<day>\d{1,2})\s*[日号號일])?",
        r"(?<![\d\-])(?P<year>\d{4})-(?P<month>\d{2})(?![\d\-])",
    )
)
_NAMELESS = tuple(pattern for pattern in _PATTERNS if "name" not in pattern.groupindex)
_MONTH_NAME = regex.compile(_NAMED, regex.IGNORECASE)
_HINT = regex.compile(r"\d{4}|\d年|元年")
_COMPACT = regex.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})(Z|[+-]\d{2}:?\d{2})?)?")
_YEAR_ALONE = regex.compile(r"(?:พ\.ศ\.\s*)?(\d{4})\s*年?")
_EPOCH = regex.compile(r"-?\d{9,16}(?:\.\d+)?")
_TIME = regex.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})(?::|\s?h\s?|\.(?=\d\d\s?(?:Uhr|[AaPp]\.?[Mm])))(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?!\d)(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\b\.?)?"
    r"(?:\s?\(?(?P<zone>(?:UTC|GMT)?[+\-−]\d{1,2}(?::?\d{2})?(?!\d)|[A-Z]{1,5}\b))?"
)
_OFFSET = regex.compile(r"(?:UTC|GMT)?(?P<sign>[+\-−])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
_THAI = regex.compile(r"\p{Thai}")
_SECONDS = (1e8, 1e11)
"""Epoch seconds from 1973 to 5138; smaller numbers are years or days, larger ones thousandths."""
_PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
_LARGEST_NUMBER = 1e17
_LARGEST_OFFSET = 16 * 60
"""Minutes: Manila counted 15:56 behind Greenwich until 1844; no zone of today is further off than 14 hours."""
_LATEST_COMMON_YEAR = 2400
"""A later year printed among Thai letters counts by the Thai calendar."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as printed, cut to what is known (`2021`, `2021-04`, `2021-04-07`), and the instant, if known."""

    date: str
    precision: Precision
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A date inside a text: the code points that it covers there, and what it says."""

    start: int
    end: int
    moment: Moment


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    second: int | None
    offset: int | None


def moment(value: object) -> Moment | None:
    """What a given value says: ISO 8601, RFC 3339, RFC 822, epoch numbers, or a date printed in words.

    None for what names no day, and for `04/07/2021`, which names two.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _of_number(value)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_PRINTED:
        return None
    text = value.strip()
    if text.isascii() and day_span(text):
        return Moment(text, _PRECISIONS[len(text)])
    if compact := _COMPACT.fullmatch(text):
        return moment(_spread(compact))
    if _EPOCH.fullmatch(text):
        return _of_number(float(text))
    if year := _YEAR_ALONE.fullmatch(text):
        return Moment(str(_common_year(int(year[1]), text)), "year")
    printed = find_date(text)
    return _with_time(printed, text) if printed else None


def find_date(text: str) -> Printed | None:
    """The first date with a year that is printed in the text, without its time of day."""
    if not _HINT.search(text):
        return None
    found = sorted(_matches(text), key=lambda match: (match.start(), -match.end()))
    if not found:
        return None
    day = _of_match(found[0], text)
    return Printed(found[0].start(), found[0].end(), day) if day else None


def plausible(day: Moment, today: date) -> bool:
    """Whether an article can have been published then: not before 1700, not after tomorrow."""
    span = day_span(day.date)
    return span is not None and span.first.year >= EARLIEST_YEAR and span.first <= today + timedelta(days=1)


def find_time(text: str) -> regex.Match[str] | None:
    """The first time of day that is printed in the text."""
    return _TIME.search(text)


def _matches(text: str) -> Iterator[regex.Match[str]]:
    # Most years in a text stand beside no month.
    for pattern in _PATTERNS if _MONTH_NAME.search(text) else _NAMELESS:
        match = pattern.search(text)
        if match:
            yield match


def _of_match(match: regex.Match[str], text: str) -> Moment | None:
    parts = match.groupdict()
    if parts.get("first"):
        ordered = _day_and_month(int(parts["first"]), int(parts["second"]), parts["mark"])
        return _day(int(parts["year"]), ordered[1], ordered[0]) if ordered else None
    month = MONTHS.get(parts["name"].lower(), 0) if parts.get("name") else int(parts["month"])
    number = parts.get("day")
    return _day(_year(parts, text), month, int(number) if number else None)


def _year(parts: dict[str, str], text: str) -> int:
    era = parts.get("era")
    if era:
        return JAPANESE_ERAS[era] + (1 if parts["year"] == "元" else int(parts["year"]))
    return _common_year(int(parts["year"]), text)


def _common_year(year: int, text: str) -> int:
    buddhist = year > _LATEST_COMMON_YEAR and _THAI.search(text) and "ค.ศ." not in text
    return year - THAI_OFFSET if buddhist else year


def _day_and_month(first: int, second: int, mark: str) -> tuple[int, int] | None:
    # Dots are written day first wherever they are written; strokes and hyphens are not, so there only a
    # part that can be no month decides.
    if mark == "." or first > 12 or first == second:
        return first, second
    return (second, first) if second > 12 else None


def _day(year: int, month: int, day: int | None) -> Moment | None:
    text = f"{year:04}-{month:02}" if day is None else f"{year:04}-{month:02}-{day:02}"
    if day_span(text) is None:
        return None
    return Moment(text, "month" if day is None else "day")


def _with_time(printed: Printed, text: str) -> Moment:
    day = printed.moment
    clock = _clock(text) if day.precision == "day" else None
    if clock is None:
        return day
    return Moment(day.date, "minute" if clock.second is None else "second", _instant(day.date, clock))


def _clock(text: str) -> _Clock | None:
    match = find_time(text)
    if not match:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    second = int(match["second"]) if match["second"] else None
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    return _Clock(hour, minute, second, _offset(match["zone"]))


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    match = _OFFSET.fullmatch(zone)
    if not match:
        return ZONES.get(zone)
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    return minutes if match["sign"] == "+" else -minutes


def _instant(day: str, clock: _Clock) -> datetime | None:
    if clock.offset is None or abs(clock.offset) > _LARGEST_OFFSET:
        return None
    zone = timezone(timedelta(minutes=clock.offset))
    local = datetime.fromisoformat(day).replace(
        hour=clock.hour, minute=clock.minute, second=clock.second or 0, tzinfo=zone
    )
    try:
        return local.astimezone(UTC)
    except OverflowError:
        return None


def _of_number(number: float) -> Moment | None:
    if not abs(number) < _LARGEST_NUMBER:
        return None
    if EARLIEST_YEAR <= number <= date.max.year:
        return Moment(str(int(number)), "year")
    if EARLIEST_YEAR * 10_000 < number < _SECONDS[0]:
        return moment(str(int(number)))
    seconds = number
    while abs(seconds) >= _SECONDS[1]:
        seconds /= 1000
    return _of_epoch(seconds) if seconds < 0 or seconds >= _SECONDS[0] else None


def _of_epoch(seconds: float) -> Moment | None:
    try:
        at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        return None
    return Moment(at.date().isoformat(), "second", at)


def _spread(match: regex.Match[str]) -> str:
    year, month, day, hour, minute, second, zone = match.groups()
    clock = f" {hour}:{minute}:{second} {zone or ''}" if hour else ""
    return f"{year}-{month}-{day}{clock}"
