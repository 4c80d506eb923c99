"""In which order hits come, and which of them a window shows."""

from datetime import date, timedelta

import pytest

from app.search.engines.seam import (
    AllOf,
    AnyOf,
    AnyWord,
    Between,
    Clause,
    Delete,
    Engine,
    EngineRequest,
    EngineResult,
    Every,
    Except,
    Sort,
    Upsert,
    Weighted,
    Word,
)
from tests.contract.articles import article, fill
from tests.contract.shelf import Shelf

BODY = "body.stem"
FIRST = date(2021, 1, 1)


def ids(result: EngineResult) -> list[str]:
    return [hit.id for hit in result.hits]


def fill_days(engine: Engine, days: int) -> None:
    """Articles `0`, `1`, ... of one day after the other."""
    fill(engine, *(article(f"{n}", "tide", day=FIRST + timedelta(days=n)) for n in range(days)))


def fill_alike(engine: Engine) -> list[str]:
    """Thirty articles in three commits; many of them have the same score for `tide` and for `moon`."""
    articles = [article(f"{n:02}", f"tide {'moon ' * (n % 3)}{'x ' * (n % 2)}") for n in range(30)]
    for batch in (articles[:20], articles[20:27], articles[27:]):
        fill(engine, *batch)
    return [article.id for article in articles]


def test_newest_begins_with_the_latest_day_and_ends_with_the_undated(engine: Engine) -> None:
    fill(engine, article("undated"), article("old", day=date(1912, 4, 15)), article("new", day=FIRST))
    assert ids(engine.search(EngineRequest(Every(), sort="newest"))) == ["new", "old", "undated"]


def test_oldest_begins_with_the_first_day_and_ends_with_the_undated(engine: Engine) -> None:
    fill(engine, article("undated"), article("old", day=date(1912, 4, 15)), article("new", day=FIRST))
    assert ids(engine.search(EngineRequest(Every(), sort="oldest"))) == ["old", "new", "undated"]


def test_a_hit_of_a_date_sort_has_its_key_and_no_score(engine: Engine) -> None:
    document = article("a", day=FIRST)
    fill(engine, document)
    (hit,) = engine.search(EngineRequest(Every(), sort="oldest")).hits
    assert (hit.score, hit.key) == (None, document.numbers["oldest_key"])


def test_a_hit_of_relevance_has_its_score_and_no_key(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b"))
    (hit,) = engine.search(EngineRequest(Word(BODY, "tide"))).hits
    assert hit.key is None
    assert hit.score is not None
    assert hit.score > 0


def test_more_of_a_word_ranks_higher(engine: Engine) -> None:
    fill(engine, article("once", "tide x x x x"), article("often", "tide tide tide x x"))
    assert ids(engine.search(EngineRequest(Word(BODY, "tide")))) == ["often", "once"]


def test_a_rare_word_ranks_higher_than_a_common_one(engine: Engine) -> None:
    fill(engine, article("rare", "moon"), *(article(f"{n}", "tide") for n in range(5)))
    assert ids(engine.search(EngineRequest(AnyOf((Word(BODY, "tide"), Word(BODY, "moon"))))))[0] == "rare"


def test_scores_of_parts_add_up(engine: Engine) -> None:
    fill(engine, article("both", "tide", title="tide"), article("one", "tide", title="moon"))
    query = AnyOf((Word(BODY, "tide"), Word("title.stem", "tide")))
    assert ids(engine.search(EngineRequest(query))) == ["both", "one"]


def test_a_weight_multiplies_the_score(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b", "moon"))
    (plain,) = engine.search(EngineRequest(Word(BODY, "tide"))).hits
    (thrice,) = engine.search(EngineRequest(Weighted(Word(BODY, "tide"), 3.0))).hits
    assert plain.score is not None
    assert thrice.score == pytest.approx(3 * plain.score)


def test_every_match_of_any_word_scores_the_same(engine: Engine) -> None:
    fill(engine, article("a", "tide tide"), article("b", "moon x x x"), article("c", "tide moon"))
    hits = engine.search(EngineRequest(AnyWord(BODY, ("tide", "moon")))).hits
    assert {hit.score for hit in hits} == {1.0}


@pytest.mark.parametrize(
    "query",
    [Every(), Between("year", 2021, None), Except(Word(BODY, "sun"))],
    ids=["all", "range", "refusal"],
)
def test_what_has_no_words_scores_nothing(engine: Engine, query: Clause) -> None:
    fill_days(engine, 3)
    assert [hit.score for hit in engine.search(EngineRequest(query)).hits] == [0.0, 0.0, 0.0]


def test_what_only_restricts_adds_nothing_to_a_score(engine: Engine) -> None:
    fill(engine, article("a", "tide", topics=["sea"]), article("b", "moon", topics=["sea"]))
    word = Word(BODY, "tide")
    (alone,) = engine.search(EngineRequest(word)).hits
    (filtered,) = engine.search(EngineRequest(word, filters={"topic": Word("topic", "sea")})).hits
    (narrowed,) = engine.search(EngineRequest(AllOf((word, Every(), Except(Word(BODY, "moon")))))).hits
    assert filtered.score == narrowed.score == alone.score


def test_a_window_shows_its_own_part(engine: Engine) -> None:
    fill_days(engine, 9)
    result = engine.search(EngineRequest(Every(), sort="oldest", offset=3, limit=2))
    assert (ids(result), result.total) == (["3", "4"], 9)


def test_the_last_window_shows_what_is_left(engine: Engine) -> None:
    fill_days(engine, 9)
    assert ids(engine.search(EngineRequest(Every(), sort="oldest", offset=7, limit=5))) == ["7", "8"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_window_past_the_end_is_empty(engine: Engine, sort: Sort) -> None:
    fill_days(engine, 3)
    result = engine.search(EngineRequest(Every(), sort=sort, offset=10**12, limit=100))
    assert (result.hits, result.total) == ((), 3)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_limit_of_nothing_still_counts(engine: Engine, sort: Sort) -> None:
    fill_days(engine, 3)
    result = engine.search(EngineRequest(Word(BODY, "tide"), sort=sort, limit=0))
    assert (result.hits, result.total) == ((), 3)


@pytest.mark.parametrize(
    ("sort", "expected"), [("newest", ["3", "2", "1", "0"]), ("oldest", ["5", "6", "7", "8"])]
)
def test_a_cursor_goes_on_right_after_its_key(engine: Engine, sort: Sort, expected: list[str]) -> None:
    fill_days(engine, 9)
    fifth = engine.search(EngineRequest(Every(), sort=sort, offset=4, limit=1)).hits[0]
    rest = engine.search(EngineRequest(Every(), sort=sort, after=fifth.key))
    assert ids(rest) == expected


def test_a_cursor_leaves_the_total_alone(engine: Engine) -> None:
    fill_days(engine, 9)
    fifth = engine.search(EngineRequest(Every(), sort="newest", offset=4, limit=1)).hits[0]
    assert engine.search(EngineRequest(Every(), sort="newest", after=fifth.key, limit=2)).total == 9


def test_a_cursor_outlives_its_article(engine: Engine) -> None:
    fill_days(engine, 9)
    fifth = engine.search(EngineRequest(Every(), sort="oldest", offset=4, limit=1)).hits[0]
    engine.apply([Delete(fifth.id)])
    engine.publish(2)
    assert ids(engine.search(EngineRequest(Every(), sort="oldest", after=fifth.key))) == ["5", "6", "7", "8"]


@pytest.mark.parametrize(("sort", "extreme"), [("newest", -(2**63)), ("oldest", 2**63 - 1)])
def test_nothing_comes_after_the_last_key_there_can_be(engine: Engine, sort: Sort, extreme: int) -> None:
    fill_days(engine, 3)
    assert engine.search(EngineRequest(Every(), sort=sort, after=extreme)).hits == ()


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_a_walk_by_cursor_meets_every_article_once(engine: Engine, sort: Sort) -> None:
    fill(engine, *(article(f"{n}", "tide", day=FIRST if n % 2 else None) for n in range(11)))
    after, walked = None, []
    while hits := engine.search(EngineRequest(Word(BODY, "tide"), sort=sort, after=after, limit=3)).hits:
        walked += [hit.id for hit in hits]
        after = hits[-1].key
    assert walked == ids(engine.search(EngineRequest(Word(BODY, "tide"), sort=sort, limit=100)))
    assert sorted(walked, key=int) == [f"{n}" for n in range(11)]


@pytest.mark.parametrize(
    "query",
    [Word(BODY, "tide"), AnyOf((Word(BODY, "tide"), Word(BODY, "moon"))), Every(), Except(Word(BODY, "sun"))],
    ids=["one word", "two words", "everything", "a refusal"],
)
@pytest.mark.parametrize("limit", [1, 4, 7])
def test_a_walk_by_relevance_meets_every_article_once(engine: Engine, query: Clause, limit: int) -> None:
    everyone = fill_alike(engine)
    walked = []
    for offset in range(0, len(everyone), limit):
        walked += ids(engine.search(EngineRequest(query, offset=offset, limit=limit)))
    assert sorted(walked) == everyone
    assert walked == ids(engine.search(EngineRequest(query, limit=100)))


def test_relevance_is_the_same_from_another_engine_on_the_same_index(engine: Engine, shelf: Shelf) -> None:
    fill_alike(engine)
    request = EngineRequest(Word(BODY, "tide"), limit=100)
    assert ids(shelf.open().search(request)) == ids(engine.search(request))


def test_a_new_version_of_an_article_moves_in_a_date_sort(engine: Engine) -> None:
    fill_days(engine, 3)
    engine.apply([Upsert(article("0", "tide", day=date(2022, 1, 1)))])
    engine.publish(2)
    assert ids(engine.search(EngineRequest(Every(), sort="newest"))) == ["0", "2", "1"]
