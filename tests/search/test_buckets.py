from datetime import date
from itertools import pairwise

import pytest

from app.search.buckets import INTERVALS, Interval, Row, by_start


def spans(interval: Interval, first: date, last: date) -> list[tuple[str, str]]:
    return [(span.first.isoformat(), span.last.isoformat()) for span in Row(interval, first, last).spans()]


def test_weeks_run_from_monday_to_sunday_across_years() -> None:
    assert spans("week", date(2020, 12, 31), date(2021, 1, 4)) == [
        ("2020-12-28", "2021-01-03"),
        ("2021-01-04", "2021-01-10"),
    ]


def test_months_and_years_are_whole() -> None:
    assert spans("month", date(2020, 1, 31), date(2020, 3, 1)) == [
        ("2020-01-01", "2020-01-31"),
        ("2020-02-01", "2020-02-29"),
        ("2020-03-01", "2020-03-31"),
    ]
    assert spans("year", date(1999, 12, 31), date(2000, 1, 1)) == [
        ("1999-01-01", "1999-12-31"),
        ("2000-01-01", "2000-12-31"),
    ]


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("day", [date.min, date(1970, 1, 1), date(2020, 2, 29), date.max])
def test_each_bucket_begins_after_the_one_before_to_the_ends_of_the_calendar(
    interval: Interval, day: date
) -> None:
    first = date.fromordinal(max(1, day.toordinal() - 800))
    row = Row(interval, first, day)
    found = row.spans()
    assert len(found) == len(row)
    assert found[0].first <= first <= found[0].last
    assert found[-1].first <= day <= found[-1].last
    for before, after in pairwise(found):
        assert before.last.toordinal() + 1 == after.first.toordinal()
    if interval == "week":
        assert all(span.first.isoweekday() == 1 for span in found)


def test_what_was_tallied_is_put_where_its_bucket_begins() -> None:
    sunday, monday = date(2021, 1, 3).toordinal(), date(2021, 1, 4).toordinal()
    assert by_start("week", {sunday: 2, monday: 1, monday + 6: 1}) == {sunday - 6: 2, monday: 2}
    assert by_start("day", {monday: 3}) == {monday: 3}
    assert by_start("month", {202102: 5}) == {date(2021, 2, 1).toordinal(): 5}
    assert by_start("year", {2021: 5}) == {date(2021, 1, 1).toordinal(): 5}
