"""The terms and the ids that an index lists."""

from app.search.engines.seam import Delete, Engine, TermCount, Upsert
from tests.contract.articles import article, fill

BODY = "body.exact"


def test_terms_come_in_code_point_order_with_their_articles(engine: Engine) -> None:
    fill(engine, article("a", "tide tides moon tide"), article("b", "tide tidal"))
    expected = [TermCount("tidal", 1), TermCount("tide", 2), TermCount("tides", 1)]
    assert engine.terms(BODY, "tid", 10) == expected


def test_a_limit_keeps_the_first_terms(engine: Engine) -> None:
    fill(engine, article("a", "c a b a"), article("b", "c"))
    assert [counted.term for counted in engine.terms(BODY, "", 2)] == ["a", "b"]
    assert engine.terms(BODY, "", 0) == []


def test_a_whole_term_is_a_prefix_of_itself(engine: Engine) -> None:
    fill(engine, article("a", "tide"))
    assert engine.terms(BODY, "tide", 10) == [TermCount("tide", 1)]
    assert engine.terms(BODY, "tides", 10) == []


def test_terms_are_those_of_one_field(engine: Engine) -> None:
    fill(engine, article("a", "tide", title="tidal"))
    assert engine.terms("title.exact", "ti", 10) == [TermCount("tidal", 1)]
    assert engine.terms("author", "ti", 10) == []


def test_whole_values_are_terms_too(engine: Engine) -> None:
    fill(engine, article("a", topics=["los angeles", "london"]), article("b", topics=["london"]))
    assert engine.terms("topic", "lo", 10) == [TermCount("london", 2), TermCount("los angeles", 1)]


def test_prefixes_and_terms_may_be_of_any_script(engine: Engine) -> None:
    fill(engine, article("a", "日本 日曜 الانتخابات 🎉🎈 c++ z é"))
    assert [counted.term for counted in engine.terms(BODY, "日", 10)] == ["日曜", "日本"]
    assert [counted.term for counted in engine.terms(BODY, "ال", 10)] == ["الانتخابات"]
    assert [counted.term for counted in engine.terms(BODY, "🎉", 10)] == ["🎉🎈"]
    assert [counted.term for counted in engine.terms(BODY, "c+", 10)] == ["c++"]
    listed = [counted.term for counted in engine.terms(BODY, "", 10)]
    assert listed == sorted(listed)


def test_terms_of_removed_articles_are_neither_counted_nor_listed(engine: Engine) -> None:
    fill(engine, article("a", "tide tidal"), article("b", "tide"), article("c", "tide moon"))
    engine.apply([Delete("a"), Upsert(article("c", "moon"))])
    engine.publish(2)
    assert engine.terms(BODY, "tid", 10) == [TermCount("tide", 1)]


def test_what_is_listed_has_every_term_and_counts_no_article_too_few(engine: Engine) -> None:
    fill(engine, article("a", "tide tidal"), article("b", "tide"), article("c", "tide moon"))
    assert engine.listed(BODY, "tid", 10) == engine.terms(BODY, "tid", 10)
    assert engine.listed(BODY, "tid", 1) == [TermCount("tidal", 1)]
    engine.apply([Delete("a"), Upsert(article("c", "moon"))])
    engine.publish(2)
    found = {counted.term: counted.count for counted in engine.listed(BODY, "", 10)}
    assert found.keys() >= {"moon", "tide"}
    assert found["tide"] >= 1


def test_terms_of_several_batches_are_counted_together(engine: Engine) -> None:
    for n in range(6):
        fill(engine, article(f"{n}", f"tide tide{n}"))
    assert engine.terms(BODY, "tide", 2) == [TermCount("tide", 6), TermCount("tide0", 1)]


def test_an_empty_index_has_no_terms(engine: Engine) -> None:
    assert engine.terms(BODY, "", 10) == []


def test_the_ids_are_those_of_the_published_articles(engine: Engine) -> None:
    fill(engine, *(article(f"{n}") for n in range(5)))
    engine.apply([Delete("3"), Upsert(article("9"))])
    assert sorted(engine.ids()) == ["0", "1", "2", "3", "4"]
    engine.publish(2)
    assert sorted(engine.ids()) == ["0", "1", "2", "4", "9"]
