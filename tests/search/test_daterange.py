"""Date filters: what lies wholly inside, and what is known too coarsely to tell."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles.dates import day_span
from app.errors import ParameterError
from app.search.daterange import DATED, DateRange, date_filter, date_range
from app.search.engines.seam import AllOf, AnyOf, Between, Clause, Every, Except

_DAYS = st.dates(date(2020, 12, 25), date(2021, 3, 5))
_PRINTED = _DAYS.flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


def holds(clause: Clause, numbers: Mapping[str, int]) -> bool:
    match clause:
        case Every():
            return True
        case Between(field, low, high):
            value = numbers.get(field)
            return value is not None and (low is None or low <= value) and (high is None or value <= high)
        case AllOf(parts):
            return all(holds(part, numbers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, numbers) for part in parts)
        case Except(part):
            return not holds(part, numbers)
        case _:
            raise AssertionError(clause)


def dated(text: str, at: datetime | None = None) -> dict[str, int]:
    span = day_span(text)
    assert span is not None
    days = {"first_day": span.first.toordinal(), "last_day": span.last.toordinal()}
    return days | ({"at": int(at.timestamp())} if at else {})


def inside(asked: DateRange, numbers: Mapping[str, int]) -> bool:
    return holds(asked.inside, numbers)


@given(_PRINTED, _PRINTED, _PRINTED)
def test_an_article_is_inside_when_its_whole_span_is(start: str, end: str, printed: str) -> None:
    first, last, own = day_span(start), day_span(end), day_span(printed)
    assert first is not None
    assert last is not None
    assert own is not None
    if first.first > last.last:
        with pytest.raises(ParameterError, match="exchange them"):
            date_range(start, end)
        return
    asked = date_range(start, end)
    whole = first.first <= own.first and own.last <= last.last
    touches = own.last >= first.first and own.first <= last.last
    assert inside(asked, dated(printed)) is whole
    assert holds(asked.perhaps_inside, dated(printed)) is (touches and not whole)


@given(_PRINTED, _PRINTED)
def test_nothing_is_both_inside_and_perhaps_inside(start: str, printed: str) -> None:
    for asked in (
        date_range(start, None),
        date_range(None, start),
        date_range(f"{start[:4]}-01-15T12:00:00Z", None),
    ):
        numbers = dated(printed)
        assert not (inside(asked, numbers) and holds(asked.perhaps_inside, numbers))


def test_undated_articles_are_neither_inside_nor_perhaps() -> None:
    for asked in (
        date_range("2021", None),
        date_range(None, "2021"),
        date_range("2021-04-07T00:00:00Z", None),
    ):
        assert not inside(asked, {})
        assert not holds(asked.perhaps_inside, {})


def test_an_instant_compares_with_the_instant_alone() -> None:
    noon = datetime(2021, 4, 7, 12, tzinfo=UTC)
    asked = date_range("2021-04-07T12:00:00Z", "2021-04-07T14:00:00+02:00")
    assert inside(asked, dated("2021-04-07", noon))
    assert not inside(asked, dated("2021-04-07", noon + timedelta(seconds=1)))
    assert not inside(asked, dated("2021-04-07"))
    assert holds(asked.perhaps_inside, dated("2021-04-07"))
    assert not holds(asked.perhaps_inside, dated("2021-04-07", noon + timedelta(hours=2)))
    assert not holds(asked.perhaps_inside, dated("2021-04-10"))


@pytest.mark.parametrize(
    ("asked", "undated", "lets_dated", "lets_undated"),
    [
        (None, None, True, True),
        (None, "include", True, True),
        (None, "exclude", True, False),
        (None, "only", False, True),
        ("2021", None, True, False),
        ("2021", "include", True, True),
        ("2021", "exclude", True, False),
        ("2021", "only", False, True),
    ],
)
def test_undated_articles_are_let_through_as_asked(
    *, asked: str | None, undated: str | None, lets_dated: bool, lets_undated: bool
) -> None:
    clause = date_filter(date_range(asked, None) if asked else None, undated)
    assert holds(clause, dated("2021-04-07")) is lets_dated
    assert holds(clause, {}) is lets_undated
    assert holds(DATED, dated("2021")) is True


@pytest.mark.parametrize("text", ["", "soon", "2021-02-30", "2021-04-07T12:00", "7/4/2021"])
def test_what_is_no_date_is_refused_with_its_parameter_and_how_to_write_one(text: str) -> None:
    with pytest.raises(ParameterError, match="2021-04-07T09:30:00Z") as refused:
        date_range(None, text)
    assert (refused.value.code, refused.value.notes[0].param) == ("bad_date", "to")


def test_two_instants_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ParameterError, match="exchange them"):
        date_range("2021-04-07T12:00:00Z", "2021-04-07T11:00:00Z")


@pytest.mark.parametrize("text", ["0001-01-01T01:00:00Z", "9999-12-31T23:00:00Z"])
def test_instants_at_the_ends_of_the_calendar_are_no_crash(text: str) -> None:
    for asked in (date_range(text, None), date_range(None, text)):
        holds(asked.perhaps_inside, dated("2021"))
