"""Sort keys: unique integers in the order of time, undated last in both directions."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles.identity import article_id
from app.articles.sortkeys import known_span, newest_key, oldest_key
from app.articles.values import Published

_IDS = st.integers(0, 10**6).map(lambda number: article_id(str(number)))
_DAYS = st.dates(date(1, 1, 1), date(4000, 12, 31)).map(date.isoformat)


def printed(text: str, at: datetime | None = None) -> Published:
    precision = {4: "year", 7: "month", 10: "day"}[len(text)]
    return Published.model_validate(
        {"date": text, "precision": precision, "at": at, "method": "json:date", "evidence": text}
    )


@given(_DAYS, _DAYS, _IDS, _IDS)
def test_keys_stand_in_the_order_of_days(first: str, second: str, one: str, other: str) -> None:
    if first < second:
        assert newest_key(printed(first), one) < newest_key(printed(second), other)
        assert oldest_key(newest_key(printed(first), one)) < oldest_key(newest_key(printed(second), other))


@given(_DAYS, _IDS, _IDS)
def test_undated_articles_come_last_in_both_orders(day: str, dated: str, undated: str) -> None:
    known, unknown = newest_key(printed(day), dated), newest_key(None, undated)
    assert unknown < known
    assert oldest_key(unknown) > oldest_key(known)


@given(_DAYS, _IDS, st.integers(0, 2**27))
def test_keys_fit_in_64_bits(day: str, article: str, attempt: int) -> None:
    for published in (None, printed(day)):
        key = newest_key(published, article, attempt)
        assert -(2**63) <= key < 2**63
        assert -(2**63) <= oldest_key(key) < 2**63


@given(st.one_of(st.none(), _DAYS), _IDS, st.integers(0, 1000))
def test_each_further_attempt_is_another_key(day: str | None, article: str, attempt: int) -> None:
    published = printed(day) if day else None
    assert newest_key(published, article, attempt) != newest_key(published, article, attempt + 1)


def test_the_time_of_day_orders_articles_of_one_day() -> None:
    morning = datetime(2021, 4, 7, 6, tzinfo=UTC)
    keys = [
        newest_key(printed("2021-04-07", morning + timedelta(hours=h)), article_id("a")) for h in (0, 1, 5)
    ]
    assert keys == sorted(keys)


def test_a_zone_never_moves_an_article_to_another_day() -> None:
    far_east, far_west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
    early = printed("2021-04-07", datetime(2021, 4, 7, 0, 30, tzinfo=far_east))
    late = printed("2021-04-07", datetime(2021, 4, 7, 23, 30, tzinfo=far_west))
    before, after = printed("2021-04-06"), printed("2021-04-08")
    keys = [newest_key(one, article_id("a")) for one in (before, early, late, after)]
    assert keys == sorted(keys)
    day = 86_400 << 26
    assert keys[1] - keys[0] >= day
    assert keys[3] > keys[2]


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="is no day"):
        known_span(Published(date="soon", precision="day", method="m", evidence="e"))
