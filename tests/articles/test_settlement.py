"""Articles, copies and tombstones depend on what stands in the store, not on how it came there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from app.articles import changes, reads
from app.articles.identity import article_id
from app.articles.revisions import current_revision, raise_revision
from app.articles.settlement import Touched, settle
from app.articles.tables import ArticleRow
from app.articles.values import Article
from app.articles.writes import keep, kept_in_file, open_file, purge, remove
from app.database import Database
from tests.articles.making import article, incoming


@contextmanager
def opened() -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        database = Database(Path(folder, "store.db"), Path(folder, "locks"))
        database.migrate()
        yield database
        database.close()


@pytest.fixture
def database() -> Iterator[Database]:
    with opened() as found:
        yield found


def write(database: Database, path: str, articles: Mapping[str, Article]) -> None:
    """Make a file hold exactly these articles, by key, in one transaction."""
    with database.write() as session:
        revision = raise_revision(session)
        file_id = open_file(session, "c", path, path, 1)
        before = kept_in_file(session.connection(), file_id)
        batch = [incoming(key, one) for key, one in articles.items()]
        touched = Touched(set(keep(session, file_id, batch, "1", revision)))
        gone = [kept.number for kept in before if kept.key not in articles]
        touched.article_ids |= remove(session, gone, revision)
        settle(session, touched, revision)


def standing(database: Database) -> dict[str, tuple[str, list[str]]]:
    """Title and copies of every article, by id."""
    with database.read() as connection:
        return {one.id: (one.title, [copy.id for copy in one.copies]) for one in reads.articles(connection)}


def test_the_smallest_key_is_the_article_and_the_others_its_copies(database: Database) -> None:
    same = article("Same", "Same body.", source="Courier")
    write(database, "b.txt", {"c/b.txt": same})
    write(database, "a.txt", {"c/a.txt": same})
    assert standing(database) == {article_id("c/a.txt"): ("Same", [article_id("c/b.txt")])}
    with database.read() as connection:
        assert reads.alias_of(connection, article_id("c/b.txt")) == article_id("c/a.txt")


def test_one_address_is_one_article_whatever_tracking_it_carries(database: Database) -> None:
    write(
        database, "a", {"c/a": article("One", "One.", url="https://www.courier.example/story?utm_source=x")}
    )
    write(database, "b", {"c/b": article("Two", "Two.", url="http://courier.example/story/#top")})
    assert standing(database) == {article_id("c/a"): ("One", [article_id("c/b")])}


def test_an_article_its_amp_page_and_its_print_view_are_one_article(database: Database) -> None:
    address = "https://www.courier.example/2021/storm"
    write(database, "a", {"c/a": article("Storm", "One body.", url=address)})
    write(database, "b", {"c/b": article("Storm | AMP", "One body, less.", url=f"{address}/amp/")})
    write(database, "p", {"c/p": article("Storm - print", "One body, more.", url=f"{address}?print=1")})
    assert standing(database) == {article_id("c/a"): ("Storm", [article_id("c/b"), article_id("c/p")])}


def test_a_page_read_again_later_is_the_same_article_though_its_text_has_changed(database: Database) -> None:
    address = "https://courier.example/storm"
    write(database, "2024/a", {"c/2024/a": article("Storm", "First words.", url=address)})
    write(database, "2025/a", {"c/2025/a": article("Storm: update", "Last words.", url=f"{address}/")})
    assert standing(database) == {article_id("c/2024/a"): ("Storm", [article_id("c/2025/a")])}


def test_a_front_page_address_joins_nothing(database: Database) -> None:
    write(database, "a", {"c/a": article("One", "One.", url="https://courier.example/")})
    write(database, "b", {"c/b": article("Two", "Two.", url="https://courier.example/")})
    assert len(standing(database)) == 2


def test_a_copy_takes_the_place_of_its_article_when_that_goes(database: Database) -> None:
    same = article("Same", "Same body.")
    write(database, "a", {"c/a": same})
    write(database, "b", {"c/b": same})
    write(database, "a", {})
    assert standing(database) == {article_id("c/b"): ("Same", [])}
    with database.read() as connection:
        assert changes.removed_ids(connection, 0) == [article_id("c/a")]


def test_a_chain_of_copies_falls_apart_with_the_link_that_held_it(database: Database) -> None:
    write(database, "a", {"c/a": article("One", "One.", url="https://x.example/s")})
    write(database, "m", {"c/m": article("Two", "Two.", url="https://x.example/s")})
    write(database, "z", {"c/z": article("Two", "Two.", url="https://x.example/t")})
    assert len(standing(database)) == 1
    write(database, "m", {})
    assert standing(database).keys() == {article_id("c/a"), article_id("c/z")}


def test_what_was_removed_is_read_by_id_no_more_and_is_purged_later(database: Database) -> None:
    write(database, "a", {"c/a": article()})
    write(database, "a", {})
    with database.read() as connection:
        assert reads.article(connection, article_id("c/a")) is None
        assert article_id("c/a") in reads.cards(connection, [article_id("c/a")])
        revision = current_revision(connection)
    with database.write() as session:
        assert purge(session, revision) == 1
    with database.read() as connection:
        assert reads.cards(connection, [article_id("c/a")]) == {}


def test_sort_keys_are_unique_even_where_time_and_bits_of_id_coincide(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.articles.sortkeys._TIE_BITS", 4)
    write(database, "a", {f"c/{n}": article(f"T{n}", f"B{n}.", date="2021-04-07") for n in range(12)})
    with database.read() as connection:
        keys = [one.newest_key for one in changes.indexable(connection, 0)]
    assert len(set(keys)) == 12


contents = st.builds(
    article,
    title=st.sampled_from(["One", "Two"]),
    body=st.sampled_from(["Same.", "Other."]),
    url=st.sampled_from([None, "https://x.example/1", "https://x.example/2"]),
)
files = st.dictionaries(st.sampled_from("abcd"), contents, max_size=4)
edits = st.lists(st.tuples(st.sampled_from(["f", "g", "h"]), files), max_size=8)


@settings(max_examples=40)
@given(edits=edits)
def test_any_edits_end_like_one_writing_of_the_last_state(
    edits: list[tuple[str, dict[str, Article]]],
) -> None:
    last: dict[str, dict[str, Article]] = {}
    with opened() as edited, opened() as fresh:
        for path, keyed in edits:
            last[path] = {f"c/{path}/{name}": one for name, one in keyed.items()}
            write(edited, path, last[path])
        for path in sorted(last):
            write(fresh, path, last[path])
        assert standing(edited) == standing(fresh)
        with edited.read() as connection:
            dead = set(changes.removed_ids(connection, 0))
            assert not dead & standing(edited).keys()


def test_a_further_copy_changes_the_article_and_writes_none_of_the_earlier_copies(database: Database) -> None:
    same = article("Same", "Same body.", source="Courier")
    write(database, "a", {"c/a": same, "c/b": same})
    write(database, "b", {"c/c": same})
    with database.read() as connection:
        rows = select(col(ArticleRow.key), col(ArticleRow.revision))
        found = {tuple(row) for row in connection.execute(rows)}
    assert found == {("c/a", 2), ("c/b", 1), ("c/c", 2)}
    assert standing(database) == {article_id("c/a"): ("Same", [article_id("c/b"), article_id("c/c")])}
