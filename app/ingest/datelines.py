"""Lines that tell a date: a masthead's day, a line under the title, the place and day of a paragraph."""

from dataclasses import dataclass
from typing import Literal

import regex

from app.ingest.agencies import agency_in, agency_line
from app.ingest.dates import find_date, find_time
from app.ingest.months import HIJRI_MONTHS, WEEKDAYS

_LONGEST_LINE = 120
_LONGEST_LINE_OF_DATES = 160
_LONGEST_OPENING = 90
_PUBLISHED = (
    "published date posted online first on at by le à am um el a las los hrs uhr de en the h "
    "publié publiée paru mis ligne veröffentlicht erschienen stand publicado publicada publicação em às "
    "опубликовано дата в года год г نشر نشرت بتاريخ في الساعة تاريخ النشر م "
    "发布 发布时间 时间 日期 公開 公開日 配信 掲載 เผยแพร่ วันที่ เวลา น โพสต์"
).split()
_UPDATED = (
    "updated update modified last edited actualisé jour modifié aktualisiert zuletzt geändert actualizado "
    "actualizada atualizado обновлено изменено تحديث آخر 更新 更新日 更新时间 อัปเดต"
).split()
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’][\p{L}]+)?")
# Portuguese counts its days: `terça-feira` is the third.
_WEEKDAYS = frozenset(WEEKDAYS) | {"feira"}
_LABELS = frozenset(_PUBLISHED) | frozenset(_UPDATED) | _WEEKDAYS
_HIJRI = regex.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?[\s,\-]+(?:{'|'.join(map(regex.escape, HIJRI_MONTHS))})"
    r"[\p{L}\p{M}\s'’\-.]*[\s,]*1[34]\d{2}(?:\s*(?:AH|A\.H\.|H|هـ|ه))?",
    regex.IGNORECASE,
)
_HIJRI_YEAR = regex.compile(r"1[34]\d\d|١[٣٤]\d\d")
_PLACE = regex.compile(
    r"(?:\p{Lu}[\p{L}\p{M}.'’\-]*|\p{Lo}[\p{L}\p{M}\-]*|d[aeiou]s?|del|la|of|am|an|der|sur|upon|и)"
    r"(?:[\s\-/]+(?:\p{Lu}[\p{L}\p{M}.'’\-]*|\p{Lo}[\p{L}\p{M}\-]*|d[aeiou]s?|del|la|of|am|an|der|sur|upon|и)){0,4}"
    r"(?:\s*[,،、(]\s*(?:\p{Lu}[\p{L}\p{M}.'’\- ]*|\p{Lo}[\p{L}\p{M}\- ]*)\)?)?"
)
_AFTER_DATELINE = regex.compile(r"[\s.]*(?:г\.|року|года|م)?\s*(?:[(\[][^)\]]{2,40}[)\]])?\s*[—–:\-.]+\s*")
_AGENCY_OPENING = regex.compile(
    r"(?P<before>[^()\n]{0,60}?)\s*[(\[](?P<agency>[^()\[\]]{2,40})[)\]]\s*[—–:.\-]+\s?"
)
_CHINESE_OPENING = regex.compile(
    r"(?P<agency>新华社|中新社|中新网|路透社|法新社|美联社)\p{Han}{0,8}\d{0,2}月?\d{0,2}日?电"
)

DatedField = Literal["published", "modified"]

_BETWEEN_DATES = regex.compile(
    r"\s*[|•·]\s*|\s+(?=(?:last\s)?(?:updated|modified)\b)|\s*/\s+", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that holds a date and little else: a weekday, a label (`Updated:`), or the place before it."""

    field: DatedField
    weekday: bool
    labelled: bool = False
    after_place: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """How a paragraph opens: the words of its dateline, where they have a full date, and the agency in it."""

    evidence: str | None
    agency: str | None


def date_line(text: str) -> DateLine | None:
    """What a line tells that is a date and nothing more; None for every other line."""
    printed = find_date(text) if len(text) <= _LONGEST_LINE else None
    if printed is None or printed.moment.precision not in ("day", "month"):
        return None
    before, after = text[: printed.start], _without_time(text[printed.end :])
    words = [word.lower() for word in _WORD.findall(_without_time(before) + " " + after)]
    weekday = any(word in _WEEKDAYS for word in words)
    if all(word in _LABELS for word in words):
        updated = any(word in _UPDATED for word in words)
        labelled = any(word not in _WEEKDAYS and len(word) > 3 for word in words)
        return DateLine("modified" if updated else "published", weekday, labelled=labelled)
    place = before.strip(" ,،、")
    closed = before.rstrip().endswith((",", "،", "、"))
    if closed and _PLACE.fullmatch(place) and all(word.lower() in _LABELS for word in _WORD.findall(after)):
        return DateLine("published", weekday, after_place=True) if printed.moment.precision == "day" else None
    return None


def dates_apart(text: str) -> list[tuple[int, int]]:
    """Where each date of a line stands that holds nothing but dates; of any other line nothing."""
    if len(text) > _LONGEST_LINE_OF_DATES or not find_date(text):
        return []
    marks = [mark.span() for mark in _BETWEEN_DATES.finditer(text)]
    if not marks:
        return []
    starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(text)]
    parts = list(zip(starts, ends, strict=True))
    return parts if all(_is_date(text[start:end]) for start, end in parts) else []


def _is_date(text: str) -> bool:
    return date_line(text) is not None or is_hijri(text)


def is_hijri(text: str) -> bool:
    """Whether the line is a day of the Islamic calendar, as mastheads print it beside the common one."""
    if len(text) > _LONGEST_LINE or not _HIJRI_YEAR.search(text):
        return False
    bare = " ".join(word for word in text.split() if word.strip(",،").lower() not in _WEEKDAYS)
    return bool(_HIJRI.fullmatch(bare.strip(" ,،|")))


def opening(text: str) -> Opening:
    """What a paragraph opens with: `MOSCOW, April 12 (TASS) —` an agency, `Nashville, May 1, 1920.` a day."""
    head = text[:_LONGEST_OPENING]
    chinese = _CHINESE_OPENING.match(head) if "电" in head else None
    if chinese:
        return Opening(None, agency_in(chinese["agency"]))
    credit = _AGENCY_OPENING.match(head) if "(" in head or "[" in head else None
    agency = agency_line(credit["agency"]) if credit else None
    return Opening(_dated_place(head), agency)


def _dated_place(head: str) -> str | None:
    printed = find_date(head)
    if printed is None or printed.moment.precision != "day":
        return None
    place = head[: printed.start].strip(" ,،、(")
    after = _AFTER_DATELINE.match(head, printed.end)
    return head[: printed.end] if place and after and _PLACE.fullmatch(place) else None


def _without_time(text: str) -> str:
    clock = find_time(text)
    return text[: clock.start()] + " " + text[clock.end() :] if clock else text
