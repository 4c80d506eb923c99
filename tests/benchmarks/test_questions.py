from collections import Counter
from pathlib import Path

from benchmarks.serving.articles import Article, make_corpus, plain_lines
from benchmarks.serving.questions import KINDS, draw


def test_the_same_seed_gives_the_same_questions_and_another_seed_others(articles: list[Article]) -> None:
    assert draw(articles, 24, 12, seed=1) == draw(articles, 24, 12, seed=1)
    assert draw(articles, 24, 12, seed=1) != draw(articles, 24, 12, seed=2)


def test_no_question_comes_twice_neither_among_those_measured_nor_those_that_warm(
    articles: list[Article],
) -> None:
    drawn = draw(articles, 60, 60, seed=1)
    every = [*drawn.asked, *drawn.warming, *drawn.fresh]
    assert len(every) == len(set(every))


def test_kinds_are_asked_in_equal_numbers(articles: list[Article]) -> None:
    asked = draw(articles, 12, 0, seed=1).asked
    assert Counter(one.kind for one in asked) == dict.fromkeys(KINDS[:-1], 2)


def test_queries_of_a_file_are_one_more_kind(articles: list[Article]) -> None:
    asked = draw(articles, 14, 0, seed=1, given=["ferries crossed", "the closed quays", "a"]).asked
    assert {one.words for one in asked if one.kind == "given"} == {
        ("ferries", "crossed"),
        ("closed", "quays"),
    }


def test_a_phrase_stands_in_an_article_and_a_faceted_question_finds_one(articles: list[Article]) -> None:
    for one in draw(articles, 60, 0, seed=1).asked:
        if one.kind == "phrase":
            assert any(" ".join(one.words) in article.body for article in articles)
        if one.kind == "faceted":
            assert any(
                one.words[0] in article.body
                and one.topic in article.topics
                and one.start <= article.date <= one.end
                for article in articles
            )


def test_the_same_seed_makes_the_same_corpus(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl.gz", tmp_path / "second.jsonl.gz"
    make_corpus(first, 5, seed=3)
    make_corpus(second, 5, seed=3)
    assert first.read_bytes() == second.read_bytes()
    assert len(list(plain_lines(first))) == 5
