"""Between the engine's commit and its publication readers, old and new, have the revision before and its content."""

import shutil
from pathlib import Path

import pytest

from app.search.requests import SearchRequest
from app.wiring import Archive
from tests.archives import archive_at, ingest, write_lines
from tests.faults.processes import GIVE_UP_SECONDS, Commands
from tests.waiting import until


def seen(archive: Archive) -> tuple[int, set[str]]:
    """The revision that an answer names, and the titles that it brings."""
    answer = archive.search.search(SearchRequest("story", match="all", limit=50))
    assert answer.total == len(answer.hits)
    return answer.revision, {hit.card.title for hit in answer.hits}


def write(file: Path, *titles: str) -> None:
    write_lines(file, [{"id": title, "title": f"Story {title}", "body": f"Of {title}."} for title in titles])


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_readers_have_the_published_revision_while_the_next_is_only_committed(
    tmp_path: Path, engine: str
) -> None:
    commands, file, mark = Commands(tmp_path / "data", engine), tmp_path / "a.jsonl", tmp_path / "mark"
    write(file, "one", "two")
    with archive_at(tmp_path / "data", engine) as old:
        ingest(old, file)
        before = seen(old)
        assert before[1] == {"Story one", "Story two"}
        write(file, "one", "two", "three")
        with commands.begun(
            "ingest", str(file), FAULT="pause@after engine commit@0", FAULT_FILE=str(mark)
        ) as process:
            until(mark.exists, GIVE_UP_SECONDS)
            with archive_at(tmp_path / "data", engine) as new:
                assert seen(old) == seen(new) == before
                mark.unlink()
                process.join(60)
                assert process.exitcode == 0
                for reader in (old, new):
                    assert seen(reader) == (2, {"Story one", "Story two", "Story three"})


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_process_that_died_between_commit_and_publication_leaves_the_revision_before(
    tmp_path: Path, engine: str
) -> None:
    commands, file = Commands(tmp_path / "data", engine), tmp_path / "a.jsonl"
    write(file, "one")
    with archive_at(tmp_path / "data", engine) as first:
        ingest(first, file)
    write(file, "two")
    assert commands.run("ingest", str(file), FAULT="kill@after engine commit@0").status < 0
    with archive_at(tmp_path / "data", engine) as archive:
        assert archive.search.search(SearchRequest("one", match="all")).revision == 1
        assert list(archive.index.engine().ids()) != []
        archive.indexing.catch_up()
        assert seen(archive) == (2, {"Story two"})


def test_a_store_that_was_put_back_to_an_earlier_day_and_goes_on_from_there_has_an_index_of_its_own(
    tmp_path: Path,
) -> None:
    commands, file, backup = Commands(tmp_path / "data"), tmp_path / "a.jsonl", tmp_path / "backup.db"
    write(file, "one")
    assert commands.run("ingest", str(file)).status == 0
    shutil.copy(tmp_path / "data" / "store.db", backup)
    write(file, "one", "two")
    assert commands.run("ingest", str(file)).status == 0
    shutil.copy(backup, tmp_path / "data" / "store.db")
    write(file, "one", "three")
    assert commands.run("ingest", str(file)).status == 0
    assert commands.run("check").said == "Store and index agree.\n"
    with archive_at(tmp_path / "data") as archive:
        assert seen(archive) == (2, {"Story one", "Story three"})
