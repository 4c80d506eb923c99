from datetime import date

from app.articles.dates import DaySpan
from app.search.suspicion import Doubted, heaps

START = date(2021, 3, 2).toordinal()
QUIET = dict.fromkeys(range(START, START + 60), 4)
DAY = date(2021, 3, 20).toordinal()
MARCH = DaySpan(date(2021, 3, 1), date(2021, 3, 31))


def test_days_like_those_around_them_are_no_heaps() -> None:
    assert heaps(QUIET, QUIET) == {}
    assert heaps(QUIET | {DAY: 19}, {DAY: 19}) == {}
    assert heaps({}, {}) == {}


def test_a_heap_published_on_the_day_of_the_visit_is_crawl_like() -> None:
    assert heaps(QUIET | {DAY: 20}, {DAY: 11}) == {DAY: "crawl_like"}


def test_a_heap_that_an_event_explains_is_none() -> None:
    assert heaps(QUIET | {DAY: 40}, {DAY: 20}) == {}


def test_a_heap_on_the_first_of_a_month_is_a_placeholder() -> None:
    first = date(2021, 4, 1).toordinal()
    assert heaps(QUIET | {first: 20}, {}) == {first: "placeholder_day"}


def test_a_heap_beyond_what_events_do_needs_no_reason() -> None:
    assert heaps(QUIET | {DAY: 80}, {}) == {DAY: "heap"}
    assert heaps({DAY: 50}, {}) == {DAY: "heap"}
    assert heaps({DAY: 49}, {}) == {}


def test_a_heap_at_the_end_of_a_corpus_is_set_against_the_days_before() -> None:
    last = max(QUIET)
    assert heaps(QUIET | {last: 20}, {last: 20}) == {last: "crawl_like"}


def test_a_bucket_is_flagged_where_most_of_its_articles_lie_on_the_heap() -> None:
    doubted = Doubted({DAY: "crawl_like"}, {DAY: 6, DAY + 1: 5}, {})
    assert doubted.flag(MARCH, 11) == "crawl_like"
    assert doubted.flag(MARCH, 12) is None
    day = date.fromordinal(DAY + 1)
    assert doubted.flag(DaySpan(day, day), 5) is None


def test_a_bucket_of_weak_dates_is_flagged() -> None:
    doubted = Doubted({}, {DAY: 3}, {MARCH.first.toordinal(): 2})
    assert doubted.flag(MARCH, 3) == "low_confidence"
    assert doubted.flag(MARCH, 4) is None


def test_a_heap_says_more_than_weak_dates() -> None:
    doubted = Doubted({DAY: "heap"}, {DAY: 3}, {MARCH.first.toordinal(): 3})
    assert doubted.flag(MARCH, 3) == "heap"
