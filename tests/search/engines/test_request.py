import pytest

from app.search.engines.request import dimension, printed, ranked, remaining, restricted
from app.search.engines.seam import (
    AllOf,
    Between,
    EngineRequest,
    Every,
    Except,
    FacetCounts,
    FacetRequest,
    Weighted,
    Word,
)

SEA = Word("topic", "sea")
SPRING = Between("month", 202103, 202105)
REQUEST = EngineRequest(Every(), filters={"topic": SEA, "date": SPRING})


def test_filters_restrict_and_do_not_score() -> None:
    assert restricted(REQUEST) == AllOf((Every(), Weighted(SEA, 0.0), Weighted(SPRING, 0.0)))


def test_one_dimension_can_be_left_out() -> None:
    assert restricted(REQUEST, but="date") == AllOf((Every(), Weighted(SEA, 0.0)))


@pytest.mark.parametrize(
    ("facet", "left_out"), [("topic", "topic"), ("author", "author"), ("year", "date"), ("month", "date")]
)
def test_a_facet_belongs_to_its_own_dimension_and_the_calendar_to_the_date(facet: str, left_out: str) -> None:
    assert dimension(facet) == left_out


def test_without_a_cursor_the_whole_match_remains() -> None:
    assert remaining(EngineRequest(Every(), sort="newest")) == restricted(EngineRequest(Every()))


def test_a_cursor_leaves_what_is_past_its_key() -> None:
    newest = EngineRequest(Every(), sort="newest", after=7)
    oldest = EngineRequest(Every(), sort="oldest", after=7)
    assert remaining(newest) == AllOf((AllOf((Every(),)), Except(Between("newest_key", 7, None))))
    assert remaining(oldest) == AllOf((AllOf((Every(),)), Except(Between("oldest_key", None, 7))))


@pytest.mark.parametrize(
    ("facet", "value", "text"),
    [("year", 2021, "2021"), ("year", 987, "0987"), ("month", 202104, "2021-04"), ("topic", "sea", "sea")],
)
def test_years_and_months_are_printed_as_dates(facet: str, value: str | int, text: str) -> None:
    assert printed(facet, value) == text


def test_ranks_go_by_count_and_then_by_value() -> None:
    tallies = {"b": 2, "a": 2, "c": 5, "d": 1}
    assert ranked(FacetRequest("topic", 3), tallies) == FacetCounts((("c", 5), ("a", 2), ("b", 2)), 4)


def test_selected_values_follow_in_the_same_order() -> None:
    tallies = {"b": 2, "a": 2, "c": 5, "d": 1}
    selected = FacetRequest("topic", 1, ("z", "d", "c", "a", "y"))
    assert ranked(selected, tallies).counts == (("c", 5), ("a", 2), ("d", 1), ("y", 0), ("z", 0))
