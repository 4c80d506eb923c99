"""Given topics and sections: IPTC's where it knows them, the corpus's own where it does not."""

from typing import Any

import pytest

from tests.ingest.making import read_json


def found(**fields: Any) -> list[tuple[str, str, str]]:
    return [(topic.id, topic.label, topic.method) for topic in read_json(**fields).article.topics]


@pytest.mark.parametrize(
    ("given", "topic"),
    [
        ("politics", ("medtop:11000000", "politics", "given")),
        ("Politik", ("medtop:11000000", "politics", "given")),
        ("medtop:11000000", ("medtop:11000000", "politics", "given")),
        ("Berlin Wall", ("corpus:berlin-wall", "Berlin Wall", "given")),
        ("#storms", ("corpus:storms", "storms", "given")),
        ("東京", ("corpus:東京", "東京", "given")),
    ],
)
def test_a_given_topic_is_iptc_s_or_the_corpus_s_own(given: str, topic: tuple[str, str, str]) -> None:
    assert found(topics=[given]) == [topic]


@pytest.mark.parametrize(
    ("section", "topic_id"),
    [
        ("Business", "medtop:04000000"),
        ("Sports", "medtop:15000000"),
        ("Tech", "medtop:13000000"),
        ("Culture", "medtop:01000000"),
        ("Climate", "medtop:20000418"),
        ("Wirtschaft", "medtop:04000000"),
        ("体育", "medtop:15000000"),
        ("رياضة", "medtop:15000000"),
        ("économie", "medtop:04000000"),
    ],
)
def test_sections_that_newspapers_have_are_known(section: str, topic_id: str) -> None:
    assert [(topic[0], topic[2]) for topic in found(section=section)] == [(topic_id, "section")]


@pytest.mark.parametrize("section", ["World", "Opinion", "Local"])
def test_a_section_that_is_no_subject_is_the_corpus_s_own(section: str) -> None:
    assert found(section=section) == [(f"corpus:{section.lower()}", section, "section")]


def test_a_string_of_several_is_split() -> None:
    assert [topic[1] for topic in found(keywords="storms, harbours; boats | tides、海")] == [
        "storms",
        "harbours",
        "boats",
        "tides",
        "海",
    ]


def test_a_label_with_commas_of_its_own_is_one_topic() -> None:
    assert [topic[0] for topic in found(category="disaster, accident and emergency incident")] == [
        "medtop:03000000"
    ]


def test_a_topic_given_twice_is_one_and_given_goes_before_section() -> None:
    assert found(topics=["sport"], section="Sports", tags=["Sport"]) == [
        ("medtop:15000000", "sport", "given")
    ]


def test_objects_name_topics_too() -> None:
    assert [
        topic[0] for topic in found(topics=[{"name": "politics"}, {"id": "medtop:15000000"}, {"x": 1}])
    ] == [
        "medtop:11000000",
        "medtop:15000000",
    ]


def test_stuffed_keywords_are_bounded() -> None:
    assert len(found(keywords=[f"word {number}" for number in range(500)])) == 50


FOOTBALL = (
    "The goalkeeper saved a penalty in injury time, and the striker scored the equaliser from a free kick."
)


def test_words_tell_the_topic_where_nothing_else_does() -> None:
    article = read_json(title="Rovers draw", body=FOOTBALL).article
    assert [(topic.id, topic.method) for topic in article.topics] == [("medtop:15000000", "classifier")]
    assert article.origin["topics"] == "classifier"
    assert article.topics[0].confidence is not None
    assert article.topics[0].confidence > 0.5


def test_words_are_not_asked_where_a_topic_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(title: str, lead: str) -> None:
        raise AssertionError(title, lead)

    monkeypatch.setattr("app.ingest.topics.classify", refuse)
    assert found(body=FOOTBALL, topics=["Berlin Wall"]) == [("corpus:berlin-wall", "Berlin Wall", "given")]


def test_a_language_whose_words_are_unknown_has_no_topic_by_words() -> None:
    assert found(title="Rovers draw", body=FOOTBALL, language="de") == []
