"""What each kind of clause matches."""

import pytest

from app.search.engines.seam import (
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Between,
    Clause,
    Close,
    Engine,
    EngineRequest,
    Every,
    Except,
    Weighted,
    Word,
)
from tests.contract.articles import article, fill, found, numbered

BODY = "body.exact"


def test_a_word_matches_the_articles_that_hold_it(engine: Engine) -> None:
    fill(engine, article("a", "tide and moon"), article("b", "moon"), article("c", "tides"))
    assert found(engine, Word(BODY, "moon")) == {"a", "b"}


def test_a_word_is_looked_for_in_its_own_field_alone(engine: Engine) -> None:
    fill(engine, article("a", "moon"), article("b", title="moon"))
    assert found(engine, Word("title.stem", "moon")) == {"b"}


def test_a_whole_value_matches_only_as_a_whole(engine: Engine) -> None:
    fill(engine, article("a", topics=["medtop:11000000", "los angeles"]))
    assert found(engine, Word("topic", "los angeles")) == {"a"}
    assert found(engine, Word("topic", "los")) == set()


def test_the_id_is_a_whole_value(engine: Engine) -> None:
    fill(engine, article("a"), article("b"))
    assert found(engine, Word("id", "b")) == {"b"}


def test_the_words_of_a_name_are_found_one_by_one(engine: Engine) -> None:
    fill(engine, article("a", author="ann lee"), article("b", author="lee chang"))
    assert found(engine, Word("author", "lee")) == {"a", "b"}
    assert found(engine, Adjacent("author", ("ann", "lee"))) == {"a"}


def test_any_word_matches_what_holds_one_of_them(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b", "moon"), article("c", "sun"))
    assert found(engine, AnyWord(BODY, ("moon", "tide", "absent"))) == {"a", "b"}


def test_any_of_no_words_matches_nothing(engine: Engine) -> None:
    fill(engine, article("a", "tide"))
    assert found(engine, AnyWord(BODY, ())) == set()


def test_a_phrase_keeps_its_order(engine: Engine) -> None:
    fill(engine, article("a", "white house"), article("b", "house white"))
    assert found(engine, Adjacent(BODY, ("white", "house"))) == {"a"}


def test_a_phrase_leaves_no_gap(engine: Engine) -> None:
    fill(engine, article("a", "the white house"), article("b", "the big white house"))
    assert found(engine, Adjacent(BODY, ("the", "white", "house"))) == {"a"}


def test_a_phrase_that_repeats_a_word_needs_it_as_often(engine: Engine) -> None:
    fill(engine, article("a", "new york new york"), article("b", "new york"), article("c", "new new"))
    assert found(engine, Adjacent(BODY, ("new", "york", "new"))) == {"a"}
    assert found(engine, Adjacent(BODY, ("new", "new"))) == {"c"}


def test_near_words_stand_in_either_order(engine: Engine) -> None:
    fill(engine, article("a", "tide x moon"), article("b", "moon x tide"), article("c", "moon"))
    assert found(engine, Close(BODY, "tide", "moon", 1)) == {"a", "b"}


@pytest.mark.parametrize("distance", [0, 1, 2, 3, 4, 5])
def test_a_distance_counts_the_words_between(engine: Engine, distance: int) -> None:
    fill(engine, *(article(f"{gap}", f"tide {'x ' * gap}moon") for gap in range(6)))
    expected = {f"{gap}" for gap in range(distance + 1)}
    assert found(engine, Close(BODY, "tide", "moon", distance)) == expected
    assert found(engine, Close(BODY, "moon", "tide", distance)) == expected


@pytest.mark.parametrize("distance", [0, 1, 2, 3, 4, 5])
def test_a_word_near_itself_needs_two_places(engine: Engine, distance: int) -> None:
    fill(engine, article("one", "moon"), *(article(f"{gap}", f"moon {'x ' * gap}moon") for gap in range(6)))
    assert found(engine, Close(BODY, "moon", "moon", distance)) == {f"{gap}" for gap in range(distance + 1)}


def test_a_distance_past_all_texts_matches_what_holds_both(engine: Engine) -> None:
    fill(engine, article("a", f"tide {'x ' * 500}moon"), article("b", "tide"))
    assert found(engine, Close(BODY, "tide", "moon", 10**12)) == {"a"}
    assert found(engine, Close(BODY, "x", "x", 10**12)) == {"a"}


def test_both_bounds_of_a_range_are_in_it(engine: Engine) -> None:
    fill(engine, *(numbered(f"{at}", at=at) for at in (-2, -1, 0, 1, 2)))
    assert found(engine, Between("at", -1, 1)) == {"-1", "0", "1"}


def test_an_open_bound_lets_all_in(engine: Engine) -> None:
    fill(engine, *(numbered(f"{at}", at=at) for at in (-(2**63), 0, 2**63 - 1)))
    assert found(engine, Between("at", None, 0)) == {f"{-(2**63)}", "0"}
    assert found(engine, Between("at", 1, None)) == {f"{2**63 - 1}"}


def test_bounds_the_wrong_way_round_let_nothing_in(engine: Engine) -> None:
    fill(engine, *(numbered(f"{at}", at=at) for at in range(5)))
    assert found(engine, Between("at", 3, 1)) == set()


def test_an_unknown_number_is_in_no_range(engine: Engine) -> None:
    fill(engine, article("undated"), numbered("dated", at=5))
    assert found(engine, Between("at", -(2**63), 2**63 - 1)) == {"dated"}


def test_every_article_is_every_article(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("bare"))
    assert found(engine, Every()) == {"a", "bare"}


def test_all_of_needs_each_part(engine: Engine) -> None:
    fill(engine, article("a", "tide moon"), article("b", "tide"), article("c", "moon"))
    assert found(engine, AllOf((Word(BODY, "tide"), Word(BODY, "moon")))) == {"a"}


def test_any_of_needs_one_part(engine: Engine) -> None:
    fill(engine, article("a", "tide moon"), article("b", "tide"), article("c", "sun"))
    assert found(engine, AnyOf((Word(BODY, "tide"), Word(BODY, "moon")))) == {"a", "b"}


def test_all_of_nothing_is_everything_and_any_of_nothing_is_nothing(engine: Engine) -> None:
    fill(engine, article("a"), article("b"))
    assert found(engine, AllOf(())) == {"a", "b"}
    assert found(engine, AnyOf(())) == set()


def test_a_refusal_alone_matches_all_the_others(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b", "moon"), article("bare"))
    assert found(engine, Except(Word(BODY, "tide"))) == {"b", "bare"}
    assert found(engine, AllOf((Except(Word(BODY, "tide")), Except(Word(BODY, "moon"))))) == {"bare"}


def test_a_refusal_inside_an_or_adds_all_the_others(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b", "tide moon"), article("c", "sun"))
    assert found(engine, AnyOf((Word(BODY, "moon"), Except(Word(BODY, "tide"))))) == {"b", "c"}


def test_a_refused_refusal_is_the_thing_itself(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b", "moon"))
    assert found(engine, Except(Except(Word(BODY, "tide")))) == {"a"}


def test_refusing_everything_leaves_nothing(engine: Engine) -> None:
    fill(engine, article("a", "tide"))
    assert found(engine, AllOf((Word(BODY, "tide"), Except(Every())))) == set()
    assert found(engine, Except(AnyOf(()))) == {"a"}


@pytest.mark.parametrize("factor", [0.0, 0.5, 3.0])
def test_a_weight_changes_no_match(engine: Engine, factor: float) -> None:
    fill(engine, article("a", "tide"), article("b", "moon"))
    assert found(engine, Weighted(Word(BODY, "tide"), factor)) == {"a"}
    assert found(engine, AllOf((Every(), Except(Weighted(Word(BODY, "tide"), factor))))) == {"b"}


@pytest.mark.parametrize(
    "term", "日本 الانتخابات 🎉 👩‍🚀 u.s o'neill l’été c++ at&t 100% a/b \" \\ AND * ß".split()
)
def test_a_term_is_taken_as_it_is(engine: Engine, term: str) -> None:
    fill(engine, article("a", f"x {term} y", topics=[term]), article("b", "x y", topics=["x"]))
    assert found(engine, Word(BODY, term)) == {"a"}
    assert found(engine, Adjacent(BODY, ("x", term, "y"))) == {"a"}
    assert found(engine, Close(BODY, "y", term, 0)) == {"a"}
    assert found(engine, AnyWord(BODY, (term,))) == {"a"}
    assert found(engine, Word("topic", term)) == {"a"}


def test_a_clause_of_fifty_levels_and_two_hundred_leaves_is_answered(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b", "moon"))
    clause: Clause = Word(BODY, "tide")
    for level in range(50):
        leaves = tuple(Word(BODY, f"w{level}{leaf}") for leaf in range(4))
        part = AnyOf((clause, *leaves))
        clause = AllOf((part, Every())) if level % 2 else Weighted(part, 1.5)
    assert found(engine, clause) == {"a"}


@pytest.mark.parametrize("depth", [49, 50])
def test_fifty_refusals_of_refusals_are_answered(engine: Engine, depth: int) -> None:
    fill(engine, article("a", "tide"), article("b", "moon"))
    clause: Clause = Word(BODY, "tide")
    for _ in range(depth):
        clause = Except(clause)
    assert found(engine, clause) == ({"b"} if depth % 2 else {"a"})


def test_an_empty_index_matches_nothing(engine: Engine) -> None:
    assert engine.search(EngineRequest(Every())).total == 0
    assert found(engine, AnyOf((Word(BODY, "tide"), Except(Word(BODY, "tide"))))) == set()
