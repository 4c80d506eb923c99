"""The table of facts: each with where it was read, and the unknown called so."""

from datetime import UTC, datetime

import pytest

from app.articles.provenance import Provenance
from app.articles.values import Article, Published, Topic
from app.web.facts import Fact, facts, often
from tests.articles.making import article
from tests.web.test_citing import stored

KEPT = Provenance(position=3, hash="ab12", added=datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC), removed=0)


def told(one: Article) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts(stored(one), KEPT)}


def test_a_date_tells_its_precision_its_instant_its_words_and_how_far_to_trust_it() -> None:
    published = Published(
        date="1969-07-21",
        precision="minute",
        at=datetime(1969, 7, 21, 10, tzinfo=UTC),
        method="json:date",
        confidence=0.99,
        evidence="21.7.1969, 06:00 EDT",
    )
    date = told(article().model_copy(update={"published": published}))["published"]
    assert date.known == ("21 July 1969", "known to the minute", "the instant is 1969-07-21 10:00:00 UTC")
    assert date.where == (
        "the source’s field “date”",
        "as “21.7.1969, 06:00 EDT”",
        "a date read there is right 99 times in 100",
    )


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    bare = told(article(language=None))
    for name in (
        "published",
        "authors",
        "agency",
        "source",
        "url",
        "language",
        "topics",
        "modified",
        "crawled",
    ):
        assert bare[name].known == ()
        assert bare[name].unknown.startswith(("unknown", "undated"))
    assert bare["published"].unknown == "undated: no date was found in what was read"


def test_a_guessed_topic_says_that_it_is_one_and_how_often_such_are_right() -> None:
    guessed = Topic(id="medtop:15000000", label="sport", confidence=0.85, method="classifier")
    topics = told(article().model_copy(update={"topics": (guessed,)}))["topics"]
    assert topics.known == ("sport: a guess by the words of the text, right 85 times in 100",)


def test_a_refused_date_and_another_encoding_have_rows_of_their_own() -> None:
    notes = {"published_refused": "json:pub date 2031-04-07: in the future", "encoding": "cp1252"}
    rows = told(article().model_copy(update={"origin": notes}))
    assert rows["refused"].known == ("2031-04-07", "it is in the future")
    assert rows["refused"].where == ("the source’s field “pub date”",)
    assert rows["encoding"].known == ("cp1252",)


def test_the_archive_tells_its_own_facts() -> None:
    rows = told(article())
    assert rows["path"].known == ("a.txt, element 3",)
    assert rows["hash"].known == ("ab12",)
    assert rows["added"].known == ("2026-11-23 04:05:06 UTC",)
    assert rows["revision"].known == ("1",)


@pytest.mark.parametrize(("confidence", "said"), [(0.994, "right 99 times in 100"), (None, None)])
def test_a_share_is_said_in_a_hundred(confidence: float | None, said: str | None) -> None:
    assert often(confidence) == said
