"""Printed dates to moments."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.dates import Moment, find_date, moment, plausible

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-07",
        "2021/04/07",
        "2021.04.07",
        "20210407",
        "April 7, 2021",
        "Apr. 7, 2021",
        "April 7th 2021",
        "7 April 2021",
        "7th of April, 2021",
        "07-APR-2021",
        "Wednesday, 7 April 2021",
        "mercredi 7 avril 2021",
        "7 de abril de 2021",
        "7. April 2021",
        "7 апреля 2021 г.",
        "7 أبريل 2021",
        "٧ نيسان ٢٠٢١",
        "2021年4月7日",
        "令和3年4月7日",
        "7 เมษายน 2564",
        "7 เม.ย. 2564",
        "2021년 4월 7일",
        "7.4.2021",
    ],
)
def test_a_day_is_read_in_each_printed_form(text: str) -> None:
    assert moment(text) == Moment("2021-04-07", "day")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er mai 2020", "2020-05-01"),
        ("16 août 2019", "2019-08-16"),
        ("3. März 1999", "1999-03-03"),
        ("22 de octubre de 1982", "1982-10-22"),
        ("9 мая 1945 года", "1945-05-09"),
        ("11 de março de 2011", "2011-03-11"),
        ("Sept. 11, 2001", "2001-09-11"),
        ("昭和39年10月10日", "1964-10-10"),
    ],
)
def test_months_are_known_by_their_names(text: str, expected: str) -> None:
    assert moment(text) == Moment(expected, "day")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021", "2021"),
        ("2021-04", "2021-04"),
        ("April 2021", "2021-04"),
        ("avril 2021", "2021-04"),
        ("2021年4月", "2021-04"),
    ],
)
def test_what_is_not_printed_is_not_added(text: str, expected: str) -> None:
    assert moment(text) == Moment(expected, "year" if len(expected) == 4 else "month")


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-07T23:30:00+05:00",
        "2021-04-07 23:30:00 +0500",
        "Wed, 07 Apr 2021 23:30:00 +0500",
        "20210407T233000+0500",
        "2021-04-07T23:30:00.25+05:00",
        "April 7, 2021 11:30:00 PM PKT",
        "Wed Apr 07 23:30:00 +0500 2021",
    ],
)
def test_the_day_stays_as_printed_and_the_instant_is_in_utc(text: str) -> None:
    assert moment(text) == Moment("2021-04-07", "second", datetime(2021, 4, 7, 18, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-07 10:20",
        "7 avril 2021 à 10 h 20",
        "07.04.2021 10.20 Uhr",
        "10:20 AM, April 7, 2021",
        "April 7, 2021 10:20 IST",
    ],
)
def test_without_a_known_zone_there_is_no_instant(text: str) -> None:
    assert moment(text) == Moment("2021-04-07", "minute")


@pytest.mark.parametrize(
    "number", [1617753600, 1617753600.0, 1617753600000, 1617753600000000, "1617753600"], ids=repr
)
def test_epoch_numbers_are_instants(number: object) -> None:
    assert moment(number) == Moment("2021-04-07", "second", datetime(2021, 4, 7, tzinfo=UTC))


def test_an_epoch_number_before_1970_is_negative() -> None:
    assert moment(-14182980) == Moment("1969-07-20", "second", datetime(1969, 7, 20, 20, 17, tzinfo=UTC))


@pytest.mark.parametrize("number", [2021, 20210407])
def test_small_numbers_are_years_and_days(number: int) -> None:
    assert moment(number) == moment(str(number))


@pytest.mark.parametrize("text", ["04/07/2021", "4-7-2021", "7/4/21"])
def test_a_date_that_could_be_two_days_is_none(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize("text", ["13/04/2021", "04/13/2021", "13-04-2021"])
def test_a_part_past_twelve_tells_the_day(text: str) -> None:
    assert moment(text) == Moment("2021-04-13", "day")


@pytest.mark.parametrize(
    "text", ["2021-02-30", "2021-13-01", "yesterday", "2 hours ago", "on February 29", "", "20 Rajab 1446"]
)
def test_what_names_no_day_is_none(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    "value", [None, True, {}, [], float("nan"), float("inf"), 10**400, -(10**400), 0, 1e-9]
)
def test_what_is_no_date_at_all_is_none(value: object) -> None:
    assert moment(value) is None


def test_a_date_deep_in_prose_is_no_date_field() -> None:
    assert moment("He was born on April 7, 2021. " * 10) is None


@given(st.dates(min_value=date(1700, 1, 1), max_value=date(2100, 1, 1)))
def test_every_day_is_read_back_from_its_usual_forms(day: date) -> None:
    expected = Moment(day.isoformat(), "day")
    assert moment(day.isoformat()) == expected
    assert moment(f"{day:%B} {day.day}, {day.year}") == expected
    assert moment(f"{day.day} {day:%b} {day.year}") == expected
    assert moment(f"{day.year}年{day.month}月{day.day}日") == expected


@given(
    st.datetimes(
        min_value=datetime(1700, 1, 2),  # noqa: DTZ001 (hypothesis adds the zone)
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.timezones(),
        allow_imaginary=False,
    )
)
def test_every_instant_is_read_back(at: datetime) -> None:
    offset = at.utcoffset()
    if offset is None or offset.seconds % 60:
        return
    found = moment(at.isoformat(timespec="seconds"))
    assert found is not None
    assert found.at == at.astimezone(UTC).replace(microsecond=0)
    assert found.date == at.date().isoformat()


@given(st.text(max_size=60) | st.integers() | st.floats())
def test_no_value_is_fatal(value: str | float) -> None:
    moment(value)


def test_a_date_is_found_where_it_stands() -> None:
    text = "LAKEHURST, N.J., May 7, 1937 — The airship"
    printed = find_date(text)
    assert printed is not None
    assert text[printed.start : printed.end] == "May 7, 1937"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-02", True),
        ("2026-01-03", False),
        ("2026", True),
        ("2027", False),
        ("1700-01-01", True),
        ("1699", False),
        ("2564-04-07", False),
    ],
)
def test_articles_are_not_of_the_future_nor_older_than_newspapers(day: str, *, expected: bool) -> None:
    found = moment(day)
    assert found is not None
    assert plausible(found, TODAY) is expected
