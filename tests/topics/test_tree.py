"""The tree of topics: found by id, by label in any locale, and with all that is above."""

import pytest

from app.topics.tree import OWN, MediaTopic, TopicTree, topic_tree


def test_the_shipped_tree_has_seventeen_tops_in_use_and_every_path_exists() -> None:
    tree = topic_tree()
    assert len([topic for topic in tree if topic.broader is None and not topic.retired]) == 17
    assert all(tree.get(above) is not None for topic in tree for above in topic.path)
    assert all(topic.path[-1] == topic.id for topic in tree)


@pytest.mark.parametrize("name", ["sport", "Sport", "SPORT", "medtop:15000000"])
def test_a_topic_is_meant_by_its_id_its_label_and_its_slug(name: str) -> None:
    assert "medtop:15000000" in topic_tree().resolve(name)


def test_a_label_of_another_locale_is_known() -> None:
    tree = topic_tree()
    politics = tree.get("medtop:11000000")
    assert politics is not None
    assert len(politics.labels) > 1
    assert all(politics.id in tree.find(label) for label in politics.labels.values())


def test_a_name_that_the_tree_lacks_means_the_corpus_s_own_topic() -> None:
    assert topic_tree().resolve("Model railways") == (f"{OWN}model-railways",)
    assert topic_tree().resolve(f"{OWN}model-railways") == (f"{OWN}model-railways",)


def test_a_topic_brings_all_that_is_above_it_and_each_once() -> None:
    tree = topic_tree()
    soccer = tree.find("soccer")[0]
    found = tree.with_broader([soccer, soccer, "medtop:15000000", "corpus:gardening"])
    assert found[0] == "medtop:15000000"
    assert {soccer, "corpus:gardening"} <= set(found)
    assert len(found) == len(set(found))


def test_a_label_falls_back_to_english_and_then_to_the_id() -> None:
    tree = topic_tree()
    assert tree.label("medtop:15000000", "xx") == "sport"
    assert tree.label("corpus:gardening") == "corpus:gardening"


def test_of_topics_with_one_name_those_in_use_come_first() -> None:
    def made(topic_id: str, *, retired: bool) -> MediaTopic:
        return MediaTopic(topic_id, {"en": "Chess"}, "", (topic_id,), retired)

    tree = TopicTree([made("a", retired=True), made("b", retired=False)])
    assert tree.find("chess") == ("b", "a")
