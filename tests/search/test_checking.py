"""Checking: every way in which store and index can differ is found, and named with its remedy."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.articles.changes import indexable
from app.articles.identity import article_id
from app.ingest.pipeline import IngestRequest
from app.search.checking import check
from app.search.documents import document
from app.search.engines.live import LiveIndex
from app.search.engines.manifest import content
from app.search.engines.seam import Change, Delete, Document, Upsert
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
    return [difference.what for difference in check(archive.store, archive.index)]


def mends(archive: Archive) -> set[str]:
    return {difference.mend for difference in check(archive.store, archive.index)}


def publish(archive: Archive, *changes: Change) -> None:
    """Publish an index with these changes, of which the store knows nothing."""
    current = archive.index.published
    assert current is not None
    with archive.index.draft(anew=False) as draft:
        draft.engine.apply(changes)
        draft.publish(current.revision)


def in_store(archive: Archive, statement: str, *values: object) -> None:
    with archive.store.write() as session:
        session.connection().exec_driver_sql(statement, values)


def indexable_document(archive: Archive, article_id: str) -> Document:
    """The document of an article as it is indexed."""
    with archive.store.read() as connection:
        [article] = (one for one in indexable(connection, -1) if one.id == article_id)
    return document(article, archive.topics)


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
    publish(archive, Delete(ONE))
    assert differences(archive) == [f"1 articles are in the store and not in the index: {ONE}."]


def test_an_article_too_many_in_the_index_is_named(archive: Archive) -> None:
    publish(archive, Upsert(replace(indexable_document(archive, ONE), id="another")))
    assert differences(archive) == ["1 articles are in the index and not in the store: another."]


def test_an_article_that_the_index_dates_otherwise_is_named(archive: Archive) -> None:
    stale = indexable_document(archive, ONE)
    publish(archive, Upsert(replace(stale, numbers={**stale.numbers, "newest_key": 17})))
    assert differences(archive) == [f"1 articles have another date in the index: {ONE}."]


def test_languages_that_the_index_counts_otherwise_are_found(archive: Archive) -> None:
    in_store(archive, "UPDATE articles SET language = 'fr' WHERE id = ?", TWO)
    [what] = differences(archive)
    assert what.startswith("By language the index counts")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM terms WHERE article_number = 1", "have no terms"),
        ("DELETE FROM originals WHERE article_number = 1", "have no original"),
        (
            "INSERT INTO tombstones (id, revision) SELECT id, 1 FROM articles WHERE number = 1",
            "both there and removed",
        ),
        ("UPDATE terms SET version = 'older' WHERE article_number = 1", "terms of an older analysis"),
    ],
)
def test_an_article_that_is_not_whole_in_the_store_is_named(
    archive: Archive, statement: str, said: str
) -> None:
    in_store(archive, statement)
    [what] = differences(archive)
    assert said in what
    assert ONE in what
    assert all(mend.startswith("microfiche ingest --again") for mend in mends(archive))


def test_a_copy_of_no_article_is_named(archive: Archive) -> None:
    in_store(archive, "UPDATE articles SET newest_key = NULL, copy_of = 'nobody' WHERE id = ?", TWO)
    assert differences(archive) == [
        f"1 articles of the store are copies of no article: {TWO}.",
        f"1 articles are in the index and not in the store: {TWO}.",
    ]


def test_a_row_that_is_neither_article_nor_copy_is_named(archive: Archive) -> None:
    in_store(archive, "UPDATE articles SET newest_key = NULL WHERE id = ?", TWO)
    assert f"1 articles of the store are neither articles nor copies: {TWO}." in differences(archive)


def test_an_index_of_another_analysis_is_found(archive: Archive, tmp_path: Path) -> None:
    later = LiveIndex(tmp_path / "data" / "index", archive.index.kind, "later")
    [difference] = check(archive.store, later)
    assert (
        difference.what
        == f"The index holds terms of analysis {archive.index.terms_version}; this one is later."
    )
    assert difference.mend == "microfiche reindex"


def test_an_index_of_another_engine_is_found(archive: Archive, tmp_path: Path) -> None:
    other = "whoosh" if archive.index.kind == "tantivy" else "tantivy"
    with archive_at(tmp_path / "data", other) as opened:
        [what] = differences(opened)
    assert f"another engine's than {other}" in what


def test_a_flipped_bit_in_any_file_of_the_index_is_found(archive: Archive, tmp_path: Path) -> None:
    current = archive.index.published
    assert current is not None
    for file in content(tmp_path / "data" / "index" / current.generation):
        whole = file.read_bytes()
        middle = len(whole) // 2
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        with archive_at(tmp_path / "data", archive.index.kind) as other:
            assert mends(other) == {"microfiche reindex"}
        file.write_bytes(whole)
    assert differences(archive) == []


def test_an_index_that_is_not_there_is_found(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data") as archive:
        [what] = differences(archive)
    assert "No index is published" in what


def test_reindexing_mends_what_was_found(archive: Archive) -> None:
    publish(archive, Delete(ONE))
    archive.indexing.reindex()
    assert differences(archive) == []
