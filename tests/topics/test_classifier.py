"""Topics by words: what is known, what is not said, and that the files of the package fit the tree."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pytest

from app.topics.classifier import LEAST_CONFIDENCE, Guess, classify, evidence
from app.topics.tree import topic_tree

LISTED = tomllib.loads(files("app.topics").joinpath("words.toml").read_text(encoding="utf-8"))


def topic(title: str, lead: str = "") -> str | None:
    guess = classify(title, lead)
    return guess.topic if guess else None


@pytest.mark.parametrize(
    ("title", "topic_id"),
    [
        ("Goalkeeper saves two penalties as Rovers reach the cup final", "medtop:15000000"),
        ("MPs reject the home secretary's bill in the Commons", "medtop:11000000"),
        ("Shares fall after the retailer's profit warning", "medtop:04000000"),
        ("The actress won an Oscar for her first film", "medtop:01000000"),
        ("Hackers use a flaw in the web browser to install spyware", "medtop:13000000"),
        ("Rebels shell the airport as the ceasefire ends", "medtop:16000000"),
        ("Earthquake survivors dig in the rubble", "medtop:03000000"),
    ],
)
def test_a_headline_of_one_subject_is_told(title: str, topic_id: str) -> None:
    assert topic(title) == topic_id


def test_a_text_that_says_nothing_has_no_topic() -> None:
    assert classify("It was so", "They said that they would, and then they did.") is None


def test_no_text_has_no_topic() -> None:
    assert classify("", "") is None


def test_what_is_stated_is_never_below_the_least() -> None:
    words = ("shares", "film", "minister", "match", "software", "storm", "church")
    guesses = [classify(f"{one} {other}", "") for one in words for other in words]
    assert all(LEAST_CONFIDENCE <= guess.confidence <= 1 for guess in guesses if guess)


def test_more_evidence_is_surer() -> None:
    short, long = (
        classify("The wicket", ""),
        classify("The wicket", "The batsman was bowled in the second innings."),
    )
    assert isinstance(short, Guess)
    assert isinstance(long, Guess)
    assert short.confidence < long.confidence


def test_a_plural_and_a_genitive_are_the_word() -> None:
    singular = evidence("goalkeeper", "")
    assert evidence("goalkeepers", "").tolist() == singular.tolist()
    assert evidence("goalkeeper’s", "").tolist() == singular.tolist()


def test_university_is_not_universal() -> None:
    assert topic("The university's students and lecturers") == "medtop:05000000"


def test_the_longest_term_counts_and_not_its_parts() -> None:
    assert topic("Video game") == "medtop:13000000"


def test_threads_that_ask_at_once_hear_the_same() -> None:
    with ThreadPoolExecutor(4) as pool:
        heard = set(pool.map(lambda _: topic("The band's second album"), range(40)))
    assert heard == {"medtop:01000000"}


def test_every_listed_topic_is_a_top_of_the_tree() -> None:
    tops = {topic.id for topic in topic_tree() if topic.broader is None and not topic.retired}
    assert set(LISTED) == tops


def test_every_listed_term_is_lower_case_and_stands_once_in_its_topic() -> None:
    for groups in LISTED.values():
        terms = [" ".join(term.split()) for group in groups.values() for term in group.split(",")]
        assert all(term and term == term.lower() for term in terms)
        assert len(terms) == len(set(terms)), sorted(term for term in terms if terms.count(term) > 1)
