"""The index follows the store: what changed, what went, and all of it anew where it must."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.articles.identity import article_id
from app.errors import Busy, IndexUnreadable, StoreError
from app.ingest.pipeline import IngestRequest
from app.search.engines import live
from app.search.engines.live import LiveIndex
from app.search.engines.manifest import content
from app.search.engines.seam import Delete, Engine
from app.search.indexing import INDEX_LOCK, Indexing
from app.search.requests import SearchRequest
from app.wiring import Archive
from tests.archives import archive_at, write_lines


@pytest.fixture(params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    with archive_at(tmp_path / "data", str(request.param)) as opened:
        yield opened


def store(archive: Archive, file: Path, **titles: str) -> None:
    """Make the store hold these articles, by given id, and leave the index alone."""
    write_lines(file, [{"id": name, "title": title, "body": "A body."} for name, title in titles.items()])
    request = IngestRequest((file,), collection="c")
    with archive.store.lock(INDEX_LOCK):
        archive.ingest.run(request)


def generation(archive: Archive) -> str:
    current = archive.index.published
    assert current is not None
    return current.generation


def ids(*names: str) -> set[str]:
    return {article_id(f"c#{name}") for name in names}


def found(archive: Archive, q: str) -> set[str]:
    return {hit.card.id for hit in archive.search.search(SearchRequest(q, match="all")).hits}


def test_what_is_added_changed_and_removed_is_indexed(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    store(archive, file, one="Alpha", two="Beta", three="Gamma")
    assert archive.indexing.catch_up() == 1
    store(archive, file, one="Alpha", two="Delta", four="Epsilon")
    assert archive.indexing.lag == 1
    assert archive.indexing.catch_up() == 2
    assert archive.indexing.lag == 0
    assert set(archive.index.engine().ids()) == ids("one", "two", "four")
    assert (found(archive, "beta"), found(archive, "delta")) == (set(), ids("two"))


def test_catching_up_twice_publishes_once(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    archive.indexing.catch_up()
    current = tmp_path / "data" / "index" / "CURRENT"
    before = current.stat()
    assert archive.indexing.catch_up() == 1
    assert (current.stat().st_ino, current.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_empty_store_has_an_index_that_answers(archive: Archive) -> None:
    assert archive.indexing.catch_up() == 0
    assert found(archive, "*") == set()


def test_reindexing_builds_a_new_generation_and_those_who_had_the_old_one_notice(
    archive: Archive, tmp_path: Path
) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha", two="Beta")
    archive.indexing.catch_up()
    other = LiveIndex(tmp_path / "data" / "index", archive.index.kind, archive.index.terms_version)
    before = other.engine()
    old = generation(archive)
    assert archive.indexing.reindex() == 1
    assert generation(archive) != old
    assert other.engine() is not before
    assert set(other.engine().ids()) == ids("one", "two")
    other.close()


def test_the_generation_before_the_last_is_cleared_away(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    for _ in range(4):
        archive.indexing.reindex()
    assert len([f for f in (tmp_path / "data" / "index").iterdir() if f.is_dir()]) == 2


def test_another_analysis_version_builds_the_index_anew(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    archive.indexing.catch_up()
    later = LiveIndex(tmp_path / "data" / "index", archive.index.kind, "later")
    assert not later.usable
    with pytest.raises(IndexUnreadable, match="microfiche reindex"):
        later.engine()
    assert Indexing(archive.store, later, archive.topics).catch_up() == 1
    assert set(later.engine().ids()) == ids("one")
    later.close()


def test_another_engine_builds_its_own_index(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data", "tantivy") as first:
        store(first, tmp_path / "a.jsonl", one="Alpha")
        first.indexing.catch_up()
    with archive_at(tmp_path / "data", "whoosh") as second:
        assert not second.index.usable
        second.indexing.catch_up()
        assert found(second, "alpha") == ids("one")


def _lose_current(index: Path) -> None:
    (index / "CURRENT").write_text("no json", encoding="utf-8")


def _lose_generation(index: Path) -> None:
    for folder in [path for path in index.iterdir() if path.is_dir()]:
        shutil.rmtree(folder)


@pytest.mark.parametrize("lose", [_lose_current, _lose_generation])
def test_an_index_that_cannot_be_read_is_built_anew(
    archive: Archive, tmp_path: Path, lose: Callable[[Path], None]
) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    archive.indexing.catch_up()
    archive.index.close()
    lose(tmp_path / "data" / "index")
    with archive_at(tmp_path / "data", archive.index.kind) as other:
        assert not other.index.usable
        with pytest.raises(IndexUnreadable, match="microfiche reindex"):
            other.index.engine()
        other.indexing.catch_up()
        assert found(other, "alpha") == ids("one")


def test_one_process_indexes_at_a_time(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    with archive.store.lock(INDEX_LOCK):
        with pytest.raises(Busy):
            archive.indexing.catch_up()
        with pytest.raises(Busy):
            archive.indexing.reindex()
    assert archive.indexing.catch_up() == 1


def flip_a_bit(folder: Path) -> None:
    """Spoil the largest file of terms in its place; its size and its time stay."""
    files = (file for file in content(folder) if file.suffix in (".seg", ".term"))
    largest = max(files, key=lambda file: file.stat().st_size)
    status, spoilt = largest.stat(), bytearray(largest.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    largest.write_bytes(spoilt)
    os.utime(largest, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_what_is_written_but_not_published_is_seen_by_no_reader(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    archive.indexing.catch_up()
    old = archive.index.engine()
    with archive.index.draft(anew=False) as draft:
        draft.engine.apply([Delete(*ids("one"))])
        new = LiveIndex(tmp_path / "data" / "index", archive.index.kind, archive.index.terms_version)
        assert set(old.ids()) == set(new.engine().ids()) == ids("one")
        assert old.revision == new.engine().revision == 1
        draft.publish(2)
        assert set(new.engine().ids()) == set(archive.index.engine().ids()) == set()
        assert new.engine().revision == 2
    new.close()


def test_a_draft_that_is_not_published_leaves_nothing(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    archive.indexing.catch_up()
    before = sorted((tmp_path / "data" / "index").iterdir())
    with pytest.raises(InterruptedError), archive.index.draft(anew=False):
        raise InterruptedError
    assert sorted((tmp_path / "data" / "index").iterdir()) == before


def test_a_published_generation_is_never_written_again(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha", two="Beta")
    archive.indexing.catch_up()
    published = tmp_path / "data" / "index" / generation(archive)
    before = {file.name: file.read_bytes() for file in content(published)}
    store(archive, tmp_path / "a.jsonl", one="Gamma", three="Delta")
    archive.indexing.catch_up()
    assert {file.name: file.read_bytes() for file in content(published)} == before


def test_an_inspection_finds_a_flipped_bit_and_the_index_is_built_anew(
    archive: Archive, tmp_path: Path
) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha", two="Beta")
    archive.indexing.catch_up()
    assert found(archive, "alpha") == ids("one")
    flip_a_bit(tmp_path / "data" / "index" / generation(archive))
    archive.index.inspect()
    assert not archive.index.usable
    assert not archive.indexing.level
    with pytest.raises(IndexUnreadable, match="microfiche reindex"):
        found(archive, "alpha")
    assert archive.indexing.catch_up() == 1
    assert found(archive, "alpha") == ids("one")


def test_damage_is_not_sealed_into_the_next_generation(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha", two="Beta")
    archive.indexing.catch_up()
    flip_a_bit(tmp_path / "data" / "index" / generation(archive))
    with archive.index.draft(anew=False) as draft:
        draft.publish(1)
    archive.index.inspect()
    assert not archive.index.usable


def test_an_index_that_is_gone_is_answered_from_while_it_is_open(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    archive.indexing.catch_up()
    assert found(archive, "alpha") == ids("one")
    shutil.rmtree(tmp_path / "data" / "index")
    assert not archive.indexing.level
    assert found(archive, "alpha") == ids("one")
    archive.indexing.catch_up()
    assert archive.indexing.level


def test_an_index_that_is_ahead_of_its_store_is_built_anew(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    archive.indexing.catch_up()
    with archive.index.draft(anew=False) as draft:
        draft.engine.apply([Delete(*ids("one"))])
        draft.publish(5)
    assert not archive.indexing.level
    assert archive.indexing.catch_up() == 1
    assert found(archive, "alpha") == ids("one")


def test_an_article_whose_stored_terms_are_damaged_is_named(archive: Archive, tmp_path: Path) -> None:
    store(archive, tmp_path / "a.jsonl", one="Alpha")
    with archive.store.write() as session:
        session.connection().exec_driver_sql("UPDATE terms SET body = x'0102030405'")
    with pytest.raises(StoreError, match=next(iter(ids("one")))):
        archive.indexing.catch_up()


def test_an_index_that_the_system_refuses_to_open_once_is_opened_by_the_next_request(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Engine:
        raise StoreError("no more files")

    store(archive, tmp_path / "a.jsonl", one="Alpha")
    archive.indexing.catch_up()
    assert found(archive, "alpha") == ids("one")
    with archive_at(tmp_path / "data", archive.settings.engine) as other:
        store(other, tmp_path / "b.jsonl", two="Alpha Beta")
        other.indexing.catch_up()
    with monkeypatch.context() as patch:
        patch.setattr(live, "ENGINES", {archive.settings.engine: refuse})
        assert found(archive, "alpha") == ids("one")
    assert found(archive, "alpha") == ids("one", "two")


def test_what_is_published_is_not_deleted_when_the_system_does_not_say_what_that_is(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(errno.EMFILE, "Too many open files")

    store(archive, tmp_path / "a.jsonl", one="Alpha")
    archive.indexing.catch_up()
    before = generation(archive)
    store(archive, tmp_path / "b.jsonl", two="Beta")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refuse)
        with pytest.raises(StoreError, match="Too many open files"):
            archive.indexing.catch_up()
    assert generation(archive) == before
    archive.indexing.catch_up()
    assert found(archive, "beta") == ids("two")
