"""The figures that a keeper is told, on a store known by heart."""

from app.articles.holdings import holdings
from app.articles.writes import purge
from tests.articles.making import article
from tests.articles.test_settlement import opened, write


def test_articles_copies_names_years_and_files_are_counted_as_they_stand() -> None:
    same = article("Same", "Same body.", source="Courier", date="1969-07", authors=("Ada", "Bo"))
    with opened() as database:
        write(database, "a", {"c/a": same, "c/b": same})
        write(database, "b", {"c/d": article("Other", "Other.", source="Gazette", authors=("Ada",))})
        with database.read() as connection:
            held = holdings(connection)
    assert (held.summary.articles, held.copies, held.waiting) == (2, 1, 0)
    assert (held.sources, held.authors, held.topics) == (2, 2, 0)
    assert held.years == {1969: 1}
    assert (held.files, held.unread, held.collections) == (2, 2, {"c": 2})
    assert held.raw > 0


def test_what_is_gone_is_counted_until_it_is_purged_and_names_no_source() -> None:
    with opened() as database:
        write(database, "a", {"c/a": article(source="Courier", topics=("corpus:moon",))})
        write(database, "a", {})
        with database.read() as connection:
            held = holdings(connection)
        with database.write() as session:
            purge(session, held.summary.revision)
        with database.read() as connection:
            purged = holdings(connection)
    assert (held.waiting, held.summary.articles, held.sources, held.topics) == (1, 0, 0, 0)
    assert (purged.waiting, purged.raw) == (0, 0)


def test_an_empty_store_holds_nothing() -> None:
    with opened() as database, database.read() as connection:
        held = holdings(connection)
    assert (held.summary.articles, held.copies, held.files, held.raw) == (0, 0, 0, 0)
    assert [*held.years, *held.collections, *held.rejections] == []
