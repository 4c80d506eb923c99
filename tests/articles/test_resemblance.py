"""Near copies: other articles that carry the same text, whatever order they came in."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.articles import reads, resemblance
from app.articles.identity import article_id
from app.articles.revisions import current_revision, raise_revision
from app.articles.settlement import Touched, settle
from app.articles.values import Article, Copy
from app.articles.writes import keep, kept_in_file, open_file, purge, remove
from app.database import Database
from app.prepared import Prepared
from tests.articles.making import article, incoming

DRAWN = random.Random(7)
WORDS = ["".join(DRAWN.choices("abcdefghijklmnopqrstuvwxyz", k=DRAWN.randint(2, 10))) for _ in range(4_000)]


def prose(count: int, seed: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)


STORY = prose(400, 1)


def told(
    words: Sequence[str], title: str = "Wire", *, source: str | None = None, url: str | None = None
) -> Article:
    return article(title, " ".join(words), source=source, url=url)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(tmp_path / "store.db", tmp_path / "locks")
    found.migrate()
    yield found
    found.close()


def write(database: Database, **articles: Article | None) -> None:
    """Each article as a file of its own, whose name is its key; None takes away what the file held."""
    with database.write() as session:
        revision = raise_revision(session)
        touched = Touched()
        for path, one in articles.items():
            file_id = open_file(session, "c", path, path, 1)
            if one is None:
                numbers = [kept.number for kept in kept_in_file(session.connection(), file_id)]
                touched.article_ids |= remove(session, numbers, revision)
            else:
                touched.numbers |= set(keep(session, file_id, [incoming(path, one)], "1", revision))
        settle(session, touched, revision)


def copies(database: Database, key: str) -> tuple[Copy, ...]:
    with database.read() as connection:
        found = reads.article(connection, article_id(key))
    assert found is not None
    return found.copies


def near(database: Database, key: str) -> list[str]:
    return [copy.path for copy in copies(database, key) if copy.kind == "near"]


def rows(database: Database, table: str) -> int:
    with database.read() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608


def test_a_story_that_two_papers_carry_is_two_articles_each_linked_to_the_other(database: Database) -> None:
    write(
        database,
        a=told(STORY, source="Courier", url="https://courier.example/a"),
        b=told([*prose(60, 2), *STORY], "Wire, with a local lede", source="Gazette"),
    )
    (copy,) = copies(database, "a")
    assert (copy.id, copy.url, copy.path) == (article_id("b"), None, "b")
    assert (copy.kind, copy.title) == ("near", "Wire, with a local lede")
    assert copy.source is not None
    assert copy.source.label == "Gazette"
    assert copy.similarity == pytest.approx(0.86, abs=0.06)
    assert near(database, "b") == ["a"]


def test_other_stories_are_no_copies(database: Database) -> None:
    write(database, a=told(STORY), b=told(prose(400, 2)), c=told(prose(400, 3)))
    assert near(database, "a") == near(database, "b") == []


def test_a_short_part_of_a_long_story_is_its_copy(database: Database) -> None:
    write(database, a=told(STORY), b=told(STORY[:80]))
    assert near(database, "a") == ["b"]


def test_a_quoted_passage_makes_no_copy(database: Database) -> None:
    write(database, a=told(STORY), b=told([*prose(200, 2), *STORY[:60], *prose(140, 3)]))
    assert near(database, "a") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"source": "Courier"}, {"source": "Courier"}),
        ({"url": "https://courier.example/1"}, {"url": "https://www.courier.example/2"}),
    ],
)
def test_what_one_site_repeats_on_its_pages_makes_no_copies(
    database: Database, first: dict[str, str], second: dict[str, str]
) -> None:
    gallery = prose(200, 4)
    write(
        database,
        a=told([*STORY[:200], *gallery], **first),
        b=told([*prose(200, 5), *gallery], "Other", **second),
    )
    assert near(database, "a") == []


def test_a_story_that_one_site_told_twice_is_a_copy(database: Database) -> None:
    write(database, a=told(STORY, source="Courier"), b=told([*STORY, *prose(50, 2)], source="Courier"))
    assert near(database, "a") == ["b"]


def test_the_closest_copies_come_first_whatever_order_they_came_in(tmp_path: Path) -> None:
    versions = {f"b{cut}": told([*STORY[:cut], *prose(60, cut)]) for cut in (200, 260, 320, 380)}
    answers = []
    for number, order in enumerate([list(versions), list(reversed(versions))]):
        store = Database(tmp_path / str(number) / "store.db", tmp_path / str(number) / "locks")
        store.migrate()
        write(store, a=told(STORY))
        for key in order:
            write(store, **{key: versions[key]})
        answers.append([(copy.id, copy.similarity) for copy in copies(store, "a")])
        store.close()
    assert answers[0] == answers[1]
    assert [found for found, _ in answers[0]] == [article_id(f"b{cut}") for cut in (380, 320, 260, 200)]


def test_places_where_the_very_article_was_read_come_before_near_copies(database: Database) -> None:
    url = "https://courier.example/story"
    write(
        database,
        a=told(STORY, url=url),
        b=told(STORY[:380], "Rewritten", url=f"{url}?utm_source=feed"),
        c=told(STORY[:390], source="Gazette"),
    )
    found = copies(database, "a")
    assert [(copy.path, copy.kind, copy.title) for copy in found] == [
        ("b", "same", "Rewritten"),
        ("c", "near", "Wire"),
    ]
    assert found[0].similarity is None
    # A copy of the other kind is shown with its article alone.
    assert near(database, "c") == ["a"]


def test_what_was_removed_is_nobody_s_copy(database: Database) -> None:
    write(database, a=told(STORY), b=told(STORY[:300]))
    write(database, b=None)
    assert near(database, "a") == []
    with database.read() as connection:
        revision = current_revision(connection)
    with database.write() as session:
        purge(session, revision)
    assert rows(database, "signatures") == 1
    assert rows(database, "bands") == 16


def test_a_rewritten_article_is_known_by_its_new_text_alone(database: Database) -> None:
    write(database, a=told(STORY), b=told(STORY[:300]))
    write(database, b=told(prose(400, 9)))
    assert near(database, "a") == []
    write(database, b=told(STORY))
    assert near(database, "a") == []  # the same content: the same article
    assert [copy.kind for copy in copies(database, "a")] == ["same"]


def test_a_short_notice_is_nobody_s_copy(database: Database) -> None:
    write(database, a=told(STORY[:40]), b=told(STORY[:40], "The same notice"))
    assert copies(database, "a") == ()
    assert rows(database, "signatures") == rows(database, "bands") == 0


def test_an_article_of_a_store_from_before_signatures_has_near_copies_once_it_is_read_anew(
    database: Database,
) -> None:
    write(database, a=told(STORY))
    with database.write() as session:
        for earlier in (
            "DROP TABLE revisions",
            "DROP TABLE bands",
            "DROP TABLE signatures",
            "UPDATE alembic_version SET version_num = '0002'",
        ):
            session.connection().exec_driver_sql(earlier)
    database.migrate()
    write(database, b=told(STORY[:300]))
    assert near(database, "a") == near(database, "b") == []
    write(database, a=told(STORY, "Read anew"))
    assert near(database, "a") == ["b"]


def test_a_text_that_too_many_share_links_none_of_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(database, **{f"a{n}": told([*STORY, f"end{n}"], f"Title {n}") for n in range(6)})
    assert len(near(database, "a0")) == 5
    monkeypatch.setattr("app.articles.resemblance.MAX_SHARING", 2)
    monkeypatch.setattr("app.articles.resemblance._MEETING", Prepared(resemblance._meeting()))  # noqa: SLF001
    assert near(database, "a0") == []


@pytest.mark.parametrize(("shared", "at_most", "found"), [(1, 3, 2), (1, 2, 0), (2, 2, 2)])
def test_what_one_band_of_many_links_is_no_copy_unless_another_links_it_too(
    database: Database, monkeypatch: pytest.MonkeyPatch, shared: int, at_most: int, found: int
) -> None:
    write(database, a=told(STORY), b=told([*STORY, "here"]), c=told([*STORY, "there"]))
    with database.write() as session:
        session.connection().exec_driver_sql(
            "DELETE FROM bands WHERE band NOT IN "
            "(SELECT band FROM bands GROUP BY band HAVING count(*) = 3 ORDER BY band LIMIT ?)",
            (shared,),
        )
    assert rows(database, "bands") == 3 * shared
    monkeypatch.setattr("app.articles.resemblance.MAX_SHARING_ONE", at_most)
    monkeypatch.setattr("app.articles.resemblance._MEETING", Prepared(resemblance._meeting()))  # noqa: SLF001
    assert len(near(database, "a")) == found


def test_no_more_copies_are_listed_than_a_page_shows(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.articles.resemblance.MAX_LISTED", 3)
    write(database, **{f"a{n}": told([*STORY, f"end{n}"], f"Title {n}") for n in range(6)})
    assert len(near(database, "a0")) == 3


def test_all_articles_at_once_have_the_copies_that_each_has_alone(database: Database) -> None:
    write(
        database,
        a=told(STORY),
        b=told(STORY[:300]),
        c=told(prose(300, 2)),
        d=told([*prose(300, 2), *prose(80, 3)]),
    )
    with database.read() as connection:
        listed = {one.path: one.copies for one in reads.articles(connection)}
    assert listed == {key: copies(database, key) for key in "abcd"}
    assert [copy.path for copy in listed["d"]] == ["c"]
