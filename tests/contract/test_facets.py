"""What facets count, and further clauses beside them."""

from datetime import date

from app.search.engines.seam import (
    AnyWord,
    Between,
    Clause,
    Delete,
    Engine,
    EngineRequest,
    Every,
    FacetCounts,
    FacetRequest,
    Upsert,
    Word,
)
from tests.contract.articles import article, fill

BODY = "body.stem"
APRIL = Between("month", 202104, 202104)


def facet(
    engine: Engine, request: FacetRequest, query: Clause | None = None, **filters: Clause
) -> FacetCounts:
    """The answer to one facet."""
    asked = EngineRequest(query or Every(), filters=filters, limit=0, facets=(request,))
    return engine.search(asked).facets[request.name]


def fill_sea_and_sky(engine: Engine) -> None:
    fill(
        engine,
        article("a", "tide", author="ann lee", topics=["sea", "moon"], day=date(2021, 4, 7)),
        article("b", "tide", author="ann lee", topics=["sea"], day=date(2021, 5, 1)),
        article("c", "cloud", author="bo chen", topics=["sky"], day=date(2020, 4, 30)),
        article("d", "cloud", topics=["sky", "sea"]),
        article("e", "cloud"),
    )


def test_a_facet_counts_each_value_of_an_article(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    assert facet(engine, FacetRequest("topic", 10)) == FacetCounts((("sea", 3), ("sky", 2), ("moon", 1)), 3)


def test_a_facet_counts_the_match_alone(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    assert facet(engine, FacetRequest("topic", 10), Word(BODY, "cloud")).counts == (("sky", 2), ("sea", 1))


def test_values_as_frequent_as_each_other_are_listed_in_order(engine: Engine) -> None:
    fill(engine, article("a", topics=["b", "é", "c", "日", "a", "Z"]))
    listed = [value for value, _ in facet(engine, FacetRequest("topic", 10)).counts]
    assert listed == ["Z", "a", "b", "c", "é", "日"]


def test_a_value_given_twice_is_counted_once(engine: Engine) -> None:
    fill(engine, article("a", topics=["sea", "sea"]))
    assert facet(engine, FacetRequest("topic", 10)).counts == (("sea", 1),)


def test_a_limit_cuts_the_list_and_not_the_number_of_values(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    assert facet(engine, FacetRequest("topic", 1)) == FacetCounts((("sea", 3),), 3)
    assert facet(engine, FacetRequest("topic", 0)) == FacetCounts((), 3)


def test_a_facet_leaves_out_its_own_filter(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    counted = facet(engine, FacetRequest("topic", 10), topic=Word("topic", "moon"))
    assert counted == FacetCounts((("sea", 3), ("sky", 2), ("moon", 1)), 3)


def test_a_facet_keeps_the_filters_of_the_others(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    counted = facet(
        engine, FacetRequest("topic", 10), topic=Word("topic", "moon"), author=Word("author_id", "ann-lee")
    )
    assert counted == FacetCounts((("sea", 2), ("moon", 1)), 2)


def test_years_and_months_leave_out_the_filter_by_date(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    assert facet(engine, FacetRequest("year", 10), date=APRIL).counts == (("2021", 2), ("2020", 1))
    months = (("2020-04", 1), ("2021-04", 1), ("2021-05", 1))
    assert facet(engine, FacetRequest("month", 10), date=APRIL).counts == months


def test_the_filter_by_date_restricts_the_other_facets(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    assert facet(engine, FacetRequest("topic", 10), date=APRIL).counts == (("moon", 1), ("sea", 1))


def test_a_selected_value_is_listed_past_the_limit(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    assert facet(engine, FacetRequest("topic", 1, ("moon",))) == FacetCounts((("sea", 3), ("moon", 1)), 3)


def test_a_selected_value_is_listed_at_zero(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    counted = facet(engine, FacetRequest("year", 10, ("1912", "2021")), Word(BODY, "tide"))
    assert counted == FacetCounts((("2021", 2), ("1912", 0)), 1)


def test_a_selected_value_is_listed_once(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    counted = facet(engine, FacetRequest("topic", 1, ("sea", "sea", "none", "none")))
    assert counted.counts == (("sea", 3), ("none", 0))


def test_a_removed_article_is_counted_no_more(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    engine.apply([Delete("a"), Upsert(article("b", topics=["sky"]))])
    engine.publish(2)
    assert facet(engine, FacetRequest("topic", 10)) == FacetCounts((("sky", 3), ("sea", 1)), 2)


def test_facets_of_an_empty_index_are_empty(engine: Engine) -> None:
    assert facet(engine, FacetRequest("topic", 10, ("sea",))) == FacetCounts((("sea", 0),), 0)
    assert facet(engine, FacetRequest("month", 10)) == FacetCounts((), 0)


def test_several_facets_come_from_one_search(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    result = engine.search(
        EngineRequest(
            Word(BODY, "tide"),
            filters={"topic": Word("topic", "moon"), "date": APRIL},
            facets=(FacetRequest("topic", 5), FacetRequest("author", 5), FacetRequest("year", 5)),
        )
    )
    assert result.total == 1
    assert result.facets == {
        "topic": FacetCounts((("moon", 1), ("sea", 1)), 2),
        "author": FacetCounts((("ann-lee", 1),), 1),
        "year": FacetCounts((("2021", 1),), 1),
    }


def test_each_count_is_what_its_click_returns(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    counted = facet(engine, FacetRequest("topic", 10), topic=AnyWord("topic", ("moon",)))
    for value, count in counted.counts:
        clicked = EngineRequest(Every(), filters={"topic": Word("topic", value)})
        assert engine.search(clicked).total == count


def test_a_further_clause_is_counted_under_every_filter_but_the_date(engine: Engine) -> None:
    fill_sea_and_sky(engine)
    result = engine.search(
        EngineRequest(
            Word(BODY, "tide"),
            filters={"date": APRIL, "author": Word("author_id", "ann-lee")},
            counts=(Between("month", 202105, 202105), Between("year", 2021, 2021), Word("topic", "sky")),
        )
    )
    assert (result.total, result.counts) == (1, (1, 2, 0))
