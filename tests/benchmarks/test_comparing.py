from dataclasses import replace

from benchmarks.serving.comparing import compare
from benchmarks.serving.questions import Question
from benchmarks.serving.servers.server import Answer

SEARCH = Question("faceted", ("harbour",))
ARTICLE = Question("article", id="a1")
FULL = Answer(12, tuple(f"a{number}" for number in range(10)), snippets=10, facets=9)
REFERENCE = {SEARCH: FULL, ARTICLE: Answer(1, ("a1",))}


def objections(search: Answer, article: Answer = REFERENCE[ARTICLE]) -> list[str]:
    return compare({SEARCH: search, ARTICLE: article}, REFERENCE).objections


def test_the_same_answers_are_not_objected_to() -> None:
    agreement = compare(REFERENCE, REFERENCE)
    assert agreement.objections == []
    assert (agreement.compared, agreement.same, agreement.page, agreement.articles) == (2, 1, 1, 1)


def test_a_server_that_finds_less_is_found_out() -> None:
    assert objections(replace(FULL, total=10)) == ["finds less"]


def test_a_server_that_shows_less_than_it_found_is_found_out() -> None:
    assert objections(replace(FULL, ids=FULL.ids[:3], snippets=3)) == ["1 short pages"]


def test_a_server_that_leaves_snippets_out_is_found_out() -> None:
    assert objections(replace(FULL, snippets=2)) == ["hits without snippets"]


def test_a_server_that_counts_fewer_facets_is_found_out() -> None:
    assert objections(replace(FULL, facets=0)) == ["fewer facet values"]


def test_a_server_that_gives_another_article_is_found_out() -> None:
    assert objections(FULL, Answer(1, ("a2",))) == ["wrong articles"]


def test_questions_that_only_one_answered_are_not_compared() -> None:
    agreement = compare({SEARCH: FULL}, {ARTICLE: Answer(1, ("a1",))})
    assert (agreement.compared, agreement.same, agreement.objections) == (0, None, [])
