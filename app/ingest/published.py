"""When an article was published, changed and fetched: the first claim that holds, and where it was read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

import regex

from app.articles.values import Published
from app.ingest.dates import EARLIEST_YEAR, LONGEST_PRINTED, Moment, moment, plausible
from app.ingest.months import MONTHS, WEEKDAYS
from app.ingest.prose import tidy
from app.ingest.reading import Claim

_LONGEST_EVIDENCE = 200
_YEAR = r"(?P<year>(?:17|18|19|20)\d\d)"
_DAYS_IN_PATH = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        rf"/{_YEAR}/(?P<month>\d\d?)/(?P<day>\d\d?)(?!\d)",
        rf"/{_YEAR}/(?P<name>[a-z]{{3,9}})/(?P<day>\d\d?)(?!\d)",
        rf"/{_YEAR}/(?P<month>\d\d)(?P<day>\d\d)/",
        rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?![\d\-])",
        rf"[/_\-]{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?=[/_\-.]|$)",
    )
)
_MONTH_IN_PATH = regex.compile(rf"/{_YEAR}/(?P<month>\d\d)/")
_QUERY = regex.compile(r"[?#].*")
_NAMES = "|".join(sorted(map(regex.escape, WEEKDAYS), key=len, reverse=True))
_SPACED = r"[[\p{L}\p{M}]--[\p{Han}\p{Thai}]]"
_WEEKDAY = regex.compile(rf"(?V1)(?<!{_SPACED})(?:{_NAMES})(?!{_SPACED})")


CONFIDENCE: Mapping[str, float] = {
    "json": 0.99,
    "front_matter": 0.99,
    "url": 0.99,
    "json_ld": 0.97,
    "meta": 0.96,
    "itemprop": 0.96,
    "time": 0.95,
    "text_line": 0.87,
    "htmldate": 0.91,
}
"""How often a claim of that origin names the day of publication; what was not measured has none.

Counted on the 91 gold pages and, for addresses and given fields, on the 7,367 articles of news-10k that have both:
`python -m tests.eval` prints what is stated beside what was found. Lines printed in a text all name the day or the one
beside it, as the markup's clock is often another zone's.
"""


def published(
    claims: Iterable[Claim], url: str | None, guesses: Iterable[Claim], today: date
) -> Published | None:
    """The first claim that names a plausible day, else the address's day, else a guess, else its month."""
    path = _QUERY.sub("", url or "")
    for claim in chain(claims, _days(path), guesses, _months(path)):
        day = moment(claim.value)
        if day and not _fault(day, claim, today):
            return _published(day, claim)
    return None


def refused(claims: Iterable[Claim], today: date) -> str | None:
    """Why the most trusted of the claims that name a day was not believed, as `json:date 2031-04-07: in the future`.

    None where it was.
    """
    for claim in claims:
        day = moment(claim.value)
        if day:
            fault = _fault(day, claim, today)
            return f"{claim.origin} {day.date}: {fault}" if fault else None
    return None


def _fault(day: Moment, claim: Claim, today: date) -> str | None:
    if not plausible(day, today):
        return "before 1700" if day.date < str(EARLIEST_YEAR) else "in the future"
    text = str(claim.value).lower()
    if day.precision in ("year", "month") or len(text) > LONGEST_PRINTED:
        return None
    named = {WEEKDAYS[name] for name in _WEEKDAY.findall(text)}
    return (
        "another day of the week" if named and date.fromisoformat(day.date).weekday() not in named else None
    )


def told(claims: Iterable[Claim], today: date) -> tuple[str, str] | None:
    """When something else happened: the instant (RFC 3339, UTC) or the day, and where it was read."""
    found = _first(claims, today)
    if not found:
        return None
    day, origin = found
    return (day.at.isoformat().replace("+00:00", "Z") if day.at else day.date), origin


def told_day(claims: Iterable[Claim], today: date) -> tuple[str, str] | None:
    """The same, to the day as printed."""
    found = _first(claims, today)
    return (found[0].date, found[1]) if found else None


def _first(claims: Iterable[Claim], today: date) -> tuple[Moment, str] | None:
    for claim in claims:
        day = moment(claim.value)
        if day and plausible(day, today):
            return day, claim.origin
    return None


def _published(day: Moment, claim: Claim) -> Published:
    evidence = claim.evidence or tidy(str(claim.value))
    return Published(
        date=day.date,
        precision=day.precision,
        at=day.at,
        method=claim.origin,
        confidence=CONFIDENCE.get(claim.origin.partition(":")[0]),
        evidence=evidence[:_LONGEST_EVIDENCE],
    )


def _days(path: str) -> Iterator[Claim]:
    for pattern in _DAYS_IN_PATH:
        match = pattern.search(path)
        parts = match.groupdict() if match else {}
        month = MONTHS.get(parts["name"].lower()) if parts.get("name") else int(parts.get("month") or 0)
        if match and month:
            day = f"{parts['year']}-{month:02}-{int(parts['day']):02}"
            yield Claim(day, "url", match.group().strip("/_-"))


def _months(path: str) -> Iterator[Claim]:
    match = _MONTH_IN_PATH.search(path)
    if match:
        yield Claim(f"{match['year']}-{match['month']}", "url", match.group().strip("/"))
