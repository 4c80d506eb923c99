"""Checking: every way in which store and index can differ is found, and named with its remedy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.articles.identity import article_id
from app.ingest.pipeline import IngestRequest
from app.search.checking import check
from app.search.engines.seam import Delete
from app.wiring import Archive
from tests.archives import archive_at, ingest, write_lines

ONE, TWO = article_id("c#one"), article_id("c#two")


@pytest.fixture(params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    with archive_at(tmp_path / "data", str(request.param)) as opened:
        articles = [{"id": name, "title": name, "body": f"The body of {name}."} for name in ("one", "two")]
        ingest(opened, write_lines(tmp_path / "a.jsonl", articles), collection="c")
        yield opened


def differences(archive: Archive) -> list[str]:
    found = check(archive.store, archive.index)
    assert all(difference.mend.startswith("microfiche reindex") for difference in found)
    return [difference.what for difference in found]


def test_a_level_index_is_found_to_agree(archive: Archive) -> None:
    assert differences(archive) == []


def test_an_index_that_lags_is_found(archive: Archive, tmp_path: Path) -> None:
    with archive.store.lock("index"):
        write_lines(tmp_path / "a.jsonl", [{"id": "one", "title": "Retold", "body": "Another body."}])
        archive.ingest.run(IngestRequest((tmp_path / "a.jsonl",), "c"))
    assert differences(archive) == [
        "The index stands at revision 1, the store at 2.",
        f"1 articles are in the index and not in the store: {TWO}.",
    ]


def test_an_article_that_the_index_misses_is_named(archive: Archive) -> None:
    engine = archive.index.engine()
    engine.apply([Delete(ONE)])
    engine.publish(engine.revision)
    assert differences(archive) == [f"1 articles are in the store and not in the index: {ONE}."]


def test_an_article_too_many_in_the_index_is_named(archive: Archive) -> None:
    with archive.store.write() as session:
        session.connection().exec_driver_sql("UPDATE articles SET newest_key = NULL WHERE id = ?", (TWO,))
    assert differences(archive) == [f"1 articles are in the index and not in the store: {TWO}."]


def test_an_index_that_is_not_there_is_found(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data") as archive:
        [what] = differences(archive)
    assert "No index is published" in what


def test_reindexing_mends_what_was_found(archive: Archive) -> None:
    engine = archive.index.engine()
    engine.apply([Delete(ONE)])
    engine.publish(engine.revision)
    archive.indexing.reindex()
    assert differences(archive) == []
