"""Whoever follows the changes holds the corpus, however long the steps and whatever happens between them."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.articles import reads
from app.articles.changes import Step, step
from app.articles.identity import article_id
from app.articles.revisions import current_revision
from app.articles.values import Article
from app.articles.writes import purge
from app.database import Database
from tests.articles.making import article
from tests.articles.test_settlement import opened, write


class Follower:
    """A client that keeps the title of every article, reading what a step names as the store has it then."""

    def __init__(self) -> None:
        self.titles: dict[str, str] = {}
        self.since = 0
        self.after = ""

    def go_on(self, database: Database, limit: int) -> Step:
        with database.read() as connection:
            told = step(connection, self.since, self.after, limit)
            for one in told.changed:
                found = reads.article(connection, one)
                assert found is not None
                self.titles[one] = found.title
        for one in told.removed:
            self.titles.pop(one, None)
        self.since, self.after = told.revision, told.after
        return told

    def go_to_the_end(self, database: Database, limit: int) -> list[Step]:
        steps = [self.go_on(database, limit)]
        while not steps[-1].last:
            steps.append(self.go_on(database, limit))
        return steps


@pytest.fixture
def database() -> Iterator[Database]:
    with opened() as found:
        yield found


def numbered(count: int, title: str = "T") -> dict[str, Article]:
    return {f"c/{n}": article(f"{title} {n}", f"Body {n} of {title}.") for n in range(count)}


def standing(database: Database) -> dict[str, str]:
    with database.read() as connection:
        return {one.id: one.title for one in reads.articles(connection)}


def test_a_revision_of_more_than_a_step_is_told_in_several(database: Database) -> None:
    write(database, "a", numbered(7))
    steps = Follower().go_to_the_end(database, 3)
    assert [len(told.changed) for told in steps] == [3, 3, 1]
    assert [(told.revision, bool(told.after)) for told in steps] == [(0, True), (0, True), (1, False)]


def test_a_step_that_ends_with_a_revision_says_so(database: Database) -> None:
    write(database, "a", numbered(2))
    write(database, "b", {"c/x": article("X", "X.")})
    first, second = Follower().go_to_the_end(database, 2)
    assert (first.revision, first.after, first.last) == (1, "", False)
    assert (second.revision, second.changed) == (2, (article_id("c/x"),))


def test_an_empty_store_has_no_changes(database: Database) -> None:
    assert Follower().go_to_the_end(database, 5) == [Step((), (), 0, "", last=True)]


def test_nothing_new_is_an_empty_step_at_the_same_revision(database: Database) -> None:
    write(database, "a", numbered(2))
    follower = Follower()
    follower.go_to_the_end(database, 5)
    assert follower.go_to_the_end(database, 5) == [Step((), (), 1, "", last=True)]


def test_what_changed_and_then_went_is_told_once_as_gone(database: Database) -> None:
    write(database, "a", numbered(1))
    write(database, "a", numbered(1, "New"))
    write(database, "a", {})
    (told,) = Follower().go_to_the_end(database, 5)
    assert (told.changed, told.removed) == ((), (article_id("c/0"),))


def test_an_id_that_came_back_is_told_as_changed_alone(database: Database) -> None:
    write(database, "a", numbered(1))
    write(database, "a", {})
    write(database, "a", numbered(1))
    (told,) = Follower().go_to_the_end(database, 5)
    assert (told.changed, told.removed) == ((article_id("c/0"),), ())


def test_an_article_that_becomes_a_copy_is_gone_and_its_article_is_told_anew(database: Database) -> None:
    same = article("Same", "Same body.", source="Courier")
    write(database, "b", {"c/b": same})
    follower = Follower()
    follower.go_to_the_end(database, 5)
    write(database, "a", {"c/a": same})
    (told,) = follower.go_to_the_end(database, 5)
    assert (told.changed, told.removed) == ((article_id("c/a"),), (article_id("c/b"),))


def test_what_was_purged_is_still_told_as_gone(database: Database) -> None:
    write(database, "a", numbered(1))
    follower = Follower()
    follower.go_to_the_end(database, 5)
    write(database, "a", {})
    with database.write() as session:
        purge(session, current_revision(session.connection()))
    follower.go_to_the_end(database, 5)
    assert follower.titles == {}


contents = st.builds(
    article,
    title=st.sampled_from(["One", "Two", "Three"]),
    body=st.sampled_from(["Same.", "Other."]),
    url=st.sampled_from([None, "https://x.example/1", "https://x.example/2"]),
)
files = st.dictionaries(st.sampled_from("abcdef"), contents, max_size=6)
edits = st.lists(st.tuples(st.sampled_from(["f", "g", "h"]), files), max_size=8)


@settings(max_examples=40)
@given(edits=edits, limit=st.integers(1, 4), paces=st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_a_follower_holds_the_corpus_whatever_changes_between_its_steps(
    edits: list[tuple[str, dict[str, Article]]], limit: int, paces: list[int]
) -> None:
    follower = Follower()
    with opened() as database:
        for (path, keyed), pace in zip(edits, paces, strict=False):
            write(database, path, {f"c/{path}/{name}": one for name, one in keyed.items()})
            for _ in range(pace):
                told = follower.go_on(database, limit)
                assert len(told.changed) + len(told.removed) <= limit
        follower.go_to_the_end(database, limit)
        assert follower.titles == standing(database)
