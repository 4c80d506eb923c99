"""Dates cut to what is known, as spans of days; instants in UTC."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles.dates import DaySpan, day_span, instant


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-04", date(2021, 4, 1), date(2021, 4, 30)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2021-04-07", date(2021, 4, 7), date(2021, 4, 7)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_date_is_the_span_of_days_that_it_can_mean(text: str, first: date, last: date) -> None:
    assert day_span(text) == DaySpan(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "21",
        "2021-4",
        "2021-13",
        "2021-00",
        "2021-02-30",
        "2021-04-31",
        "0000",
        "2021-04-07T00:00:00Z",
        "20210407",
        " 2021",
        "2021\n",
        "2021-04-",
        "-2021",
        "soon",
    ],
)
def test_what_is_no_date_is_no_span(text: str) -> None:
    assert day_span(text) is None


@given(st.dates())
def test_every_day_lies_in_its_month_and_its_year(day: date) -> None:
    printed = day.isoformat()
    for text in (printed, printed[:7], printed[:4]):
        span = day_span(text)
        assert span is not None
        assert span.first <= day <= span.last


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-07T12:30:00Z",
        "2021-04-07t12:30:00z",
        "2021-04-07 14:30:00+02:00",
        "2021-04-07T07:30-0500",
        "2021-04-07T12:30:00.000Z",
    ],
)
def test_an_instant_is_read_in_utc_whatever_its_zone(text: str) -> None:
    assert instant(text) == datetime(2021, 4, 7, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-07",
        "2021-04-07T12:30:00",
        "2021-04-07T25:00:00Z",
        "2021-02-30T00:00:00Z",
        "",
        "now",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2021-04-07T12:30:00+99:00",
    ],
)
def test_a_time_without_a_zone_or_out_of_the_calendar_is_no_instant(text: str) -> None:
    assert instant(text) is None


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    day_span(text)
    instant(text)
