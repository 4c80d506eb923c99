"""Ingest from files to the store: what is counted, kept, left alone and taken away."""

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.articles import reads
from app.articles.identity import article_id
from app.articles.values import StoredArticle
from app.errors import Busy, UsageError
from app.ingest import writer
from app.ingest.pipeline import INGEST_LOCK, IngestRequest
from app.ingest.report import Report
from app.settings import Settings
from app.wiring import Archive, open_archive
from tests.archives import write_lines


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = open_archive(Settings(data=tmp_path / "data", max_file_size=20_000, max_article_size=5_000))
    yield opened
    opened.close()


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    folder = tmp_path / "wire"
    folder.mkdir()
    return folder


def run(archive: Archive, *paths: Path, **options: object) -> Report:
    return archive.ingest.run(IngestRequest(paths, **options))  # type: ignore[arg-type]


def articles(archive: Archive) -> list[StoredArticle]:
    with archive.store.read() as connection:
        return list(reads.articles(connection))


def titles(archive: Archive) -> set[str]:
    return {article.title for article in articles(archive)}


def line(number: int, title: str = "") -> dict[str, object]:
    return {"id": f"n{number}", "title": title or f"Story {number}", "body": f"It is told in part {number}."}


def counts(report: Report) -> dict[str, int]:
    counted = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "rejected": len(report.rejections),
    }
    assert report.read == sum(counted.values()) - report.removed
    return {name: count for name, count in counted.items() if count}


def refused(report: Report) -> list[tuple[str, str]]:
    assert all(rejected.path in rejected.detail for rejected in report.rejections)
    return [(rejected.path, rejected.reason) for rejected in report.rejections]


# What is counted


def test_everything_that_happens_to_an_article_is_counted(archive: Archive, wire: Path) -> None:
    file = write_lines(wire / "a.jsonl", [line(1), line(2), line(3), {"title": "No body"}])
    assert counts(run(archive, wire)) == {"added": 3, "rejected": 1}
    write_lines(file, [line(1), line(2, "Retold"), line(4), {"title": "No body"}])
    assert counts(run(archive, wire)) == {
        "added": 1, "changed": 1, "unchanged": 1, "removed": 1, "rejected": 1,
    }  # fmt: skip
    assert titles(archive) == {"Story 1", "Retold", "Story 4"}


def test_a_second_run_changes_nothing_and_leaves_the_revision(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1), {"title": "No body"}])
    (wire / "b.txt").write_text("A headline\n\nA body that goes on for a while.\n", encoding="utf-8")
    first = run(archive, wire)
    second = run(archive, wire)
    assert counts(second) == {"unchanged": 2, "rejected": 1}
    assert second.rejections == first.rejections
    assert second.revision == first.revision == 1


def test_a_line_that_changes_is_read_alone(archive: Archive, wire: Path) -> None:
    lines = [line(number) for number in range(20)]
    write_lines(wire / "a.jsonl", lines)
    run(archive, wire)
    before = {article.id: article.revision for article in articles(archive)}
    write_lines(wire / "a.jsonl", [*lines[:7], line(7, "Retold"), *lines[8:]])
    assert counts(run(archive, wire)) == {"changed": 1, "unchanged": 19}
    after = {article.id: article.revision for article in articles(archive)}
    assert [id for id in after if after[id] != before[id]] == [article_id("wire#n7")]


def test_a_line_inserted_above_others_changes_none_of_those_with_ids(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1), line(2)])
    run(archive, wire)
    write_lines(wire / "a.jsonl", [line(0), line(1), line(2)])
    assert counts(run(archive, wire)) == {"added": 1, "unchanged": 2}
    assert counts(run(archive, wire)) == {"unchanged": 3}


def test_two_lines_of_one_id_are_one_article_and_a_copy(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1), line(1, "The same id")])
    run(archive, wire)
    assert [(article.title, len(article.copies)) for article in articles(archive)] == [("Story 1", 1)]
    write_lines(wire / "a.jsonl", [line(1, "The same id")])
    run(archive, wire)
    assert [(article.title, article.copies) for article in articles(archive)] == [("The same id", ())]


def test_progress_never_goes_back_and_ends_with_what_was_read(archive: Archive, wire: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        write_lines(wire / name, [line(number, f"{name} {number}") for number in range(5)])
    seen: list[tuple[int, int, int]] = []
    archive.ingest.run(
        IngestRequest((wire,)),
        progress=lambda p: seen.append((p.files_done, p.bytes_done, p.files)),
    )
    assert seen == sorted(seen)
    assert len(seen) == 10
    assert {files for *_, files in seen} == {2}


# What an article is called


def test_the_collection_is_the_folder_s_name_the_file_s_or_the_given_one(archive: Archive, wire: Path) -> None:
    file = write_lines(wire / "a.jsonl", [line(1)])
    run(archive, wire)
    assert [article.id for article in articles(archive)] == [article_id("wire#n1")]
    run(archive, file)
    run(archive, wire, collection="dailies")
    [article] = articles(archive)
    assert {article.id, *(copy.id for copy in article.copies)} == {
        article_id(f"{name}#n1") for name in ("wire", "a.jsonl", "dailies")
    }


def test_the_folder_s_name_is_the_same_however_the_path_is_written(
    archive: Archive, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(wire / "a.jsonl", [line(1)])
    run(archive, wire)
    monkeypatch.chdir(wire)
    assert counts(run(archive, Path())) == {"unchanged": 1}
    assert counts(run(archive, Path("../wire"))) == {"unchanged": 1}


def test_without_ids_the_place_below_the_root_and_the_line_make_the_id(archive: Archive, wire: Path) -> None:
    write_lines(wire / "deep" / "a.jsonl", [{"title": "One", "body": "A body."}, {"title": "Two", "body": "B."}])
    (wire / "b.txt").write_text("Three\n\nA body that goes on for a while.\n", encoding="utf-8")
    run(archive, wire)
    assert {article.id for article in articles(archive)} == {
        article_id(key) for key in ("wire/deep/a.jsonl:1", "wire/deep/a.jsonl:2", "wire/b.txt")
    }


def test_an_article_in_two_folders_is_one_with_a_copy(archive: Archive, wire: Path, tmp_path: Path) -> None:
    same = line(1) | {"url": "https://example.org/1"}
    write_lines(wire / "a.jsonl", [same])
    write_lines(tmp_path / "agency" / "a.jsonl", [same | {"title": "Another headline"}])
    run(archive, wire)
    run(archive, tmp_path / "agency")
    [article] = articles(archive)
    assert article.id == article_id("agency#n1")
    assert [copy.id for copy in article.copies] == [article_id("wire#n1")]


def test_two_paths_that_would_hide_each_other_are_refused(archive: Archive, tmp_path: Path) -> None:
    one = write_lines(tmp_path / "one" / "news" / "a.jsonl", [line(1)])
    two = write_lines(tmp_path / "two" / "news" / "a.jsonl", [line(2)])
    with pytest.raises(UsageError, match="--collection"):
        run(archive, one.parent, two.parent)
    assert articles(archive) == []


def test_a_path_given_twice_is_read_once(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1)])
    assert counts(run(archive, wire, wire)) == {"added": 1}


# What is refused


def test_a_bad_line_is_named_with_its_number_and_the_others_go_in(archive: Archive, wire: Path) -> None:
    good = [json.dumps(line(number)) for number in (1, 2)]
    (wire / "a.jsonl").write_text(f"{good[0]}\n\n{{oops\n[1]\n{good[1]}\n", encoding="utf-8")
    report = run(archive, wire)
    assert counts(report) == {"added": 2, "rejected": 2}
    assert [(r.position, r.reason) for r in report.rejections] == [(3, "not_json"), (4, "no_object")]
    assert "a.jsonl, line 3" in report.rejections[0].detail
    assert report.rejected == {"not_json": 1, "no_object": 1}


def test_files_about_the_folder_and_hidden_ones_are_passed_over_and_counted(archive: Archive, wire: Path) -> None:
    for name in ("README.md", "readme.txt", "LICENSE", "Licence.txt", "NOTICE", ".hidden.txt", ".git/a.txt"):
        (wire / name).parent.mkdir(exist_ok=True)
        (wire / name).write_text("A headline\n\nA body that goes on.\n", encoding="utf-8")
    write_lines(wire / "a.jsonl", [line(1)])
    report = run(archive, wire)
    assert (report.ignored, counts(report)) == (7, {"added": 1})
    assert counts(run(archive, wire / "README.md")) == {"added": 1}


def test_what_is_no_article_is_refused_with_its_reason(archive: Archive, wire: Path) -> None:
    packed = gzip.compress(json.dumps(line(1)).encode())
    files = {
        "binary.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "blank.txt": b" \n\t",
        "cut.jsonl.gz": packed[:-10],
        "damaged.jsonl.gz": packed[:20] + b"\xff\xff\xff" + packed[23:],
        "empty.txt": b"",
        "huge.txt": b"word " * 5_000,
        "large.json": json.dumps({"title": "Long", "body": "word " * 1_500}).encode(),
        "list.json": b"[]",
        "not.jsonl.gz": b"plain text",
        "styles.css": b"p { color: red }",
    }
    for name, content in files.items():
        (wire / name).write_bytes(content)
    write_lines(wire / "z.jsonl", [line(9)])
    report = run(archive, wire)
    assert refused(report) == [
        ("binary.txt", "binary"),
        ("blank.txt", "empty"),
        ("cut.jsonl.gz", "corrupt_gzip"),
        ("damaged.jsonl.gz", "corrupt_gzip"),
        ("empty.txt", "empty"),
        ("huge.txt", "too_large"),
        ("large.json", "too_large"),
        ("list.json", "empty"),
        ("not.jsonl.gz", "corrupt_gzip"),
        ("styles.css", "unsupported"),
    ]
    assert titles(archive) == {"Story 9"}


def test_a_small_gzip_that_unpacks_past_the_limit_is_refused(archive: Archive, wire: Path) -> None:
    (wire / "bomb.txt.gz").write_bytes(gzip.compress(b"word " * 1_000_000))
    assert refused(run(archive, wire)) == [("bomb.txt.gz", "too_large")]


def test_a_file_that_cannot_be_read_is_refused_and_what_it_held_stays(archive: Archive, wire: Path) -> None:
    file = write_lines(wire / "a.jsonl", [line(1)])
    write_lines(wire / "b.jsonl", [line(2)])
    run(archive, wire)
    file.unlink()
    file.symlink_to(wire / "nowhere")
    report = run(archive, wire, prune=True)
    assert refused(report) == [("a.jsonl", "unreadable")]
    assert titles(archive) == {"Story 1", "Story 2"}
    file.unlink()
    write_lines(file, [line(1)])
    assert counts(run(archive, wire)) == {"unchanged": 2}


def test_a_pipe_among_the_files_is_refused_and_not_waited_for(archive: Archive, wire: Path) -> None:
    os.mkfifo(wire / "pipe.txt")
    write_lines(wire / "a.jsonl", [line(1)])
    report = run(archive, wire)
    assert refused(report) == [("pipe.txt", "unreadable")]
    assert titles(archive) == {"Story 1"}


def test_a_folder_that_cannot_be_listed_is_refused_and_its_articles_stay(archive: Archive, wire: Path) -> None:
    write_lines(wire / "locked" / "a.jsonl", [line(1)])
    write_lines(wire / "b.jsonl", [line(2)])
    run(archive, wire)
    (wire / "locked").chmod(0)
    try:
        if os.access(wire / "locked", os.R_OK):
            pytest.skip("permissions do not bind this user")
        report = run(archive, wire, prune=True)
    finally:
        (wire / "locked").chmod(0o700)
    assert refused(report) == [("locked", "unreadable")]
    assert titles(archive) == {"Story 1", "Story 2"}


def test_a_file_name_that_is_no_text_is_read_all_the_same(archive: Archive, wire: Path) -> None:
    name = wire / os.fsdecode(b"caf\xe9.jsonl")
    try:
        write_lines(name, [{"title": "Coffee", "body": "It is served."}])
    except OSError:
        pytest.skip("this file system takes no such name")
    run(archive, wire)
    [article] = articles(archive)
    assert article.path == r"caf\xe9.jsonl"
    assert counts(run(archive, wire)) == {"unchanged": 1}


def test_a_path_that_is_not_there_stops_everything_before_anything_is_read(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1)])
    with pytest.raises(UsageError, match="nowhere does not exist"):
        run(archive, wire, wire / "nowhere")
    assert articles(archive) == []


def test_a_folder_with_nothing_in_it_is_wrong_usage_unless_it_is_pruned(archive: Archive, wire: Path) -> None:
    with pytest.raises(UsageError, match="nothing to read"):
        run(archive, wire)
    file = write_lines(wire / "a.jsonl", [line(1)])
    run(archive, wire)
    file.unlink()
    assert counts(run(archive, wire, prune=True)) == {"removed": 1}
    assert articles(archive) == []


def test_a_second_ingest_at_the_same_time_is_told_who_is_at_it(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1)])
    with archive.store.lock(INGEST_LOCK), pytest.raises(Busy, match=f"process {os.getpid()}"):
        run(archive, wire)


# Files that change, go and come back


def test_articles_of_a_file_that_is_gone_stay_until_pruned(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1)])
    file = write_lines(wire / "b.jsonl", [line(2), {"title": "No body"}])
    run(archive, wire)
    file.unlink()
    assert counts(run(archive, wire)) == {"unchanged": 1}
    assert titles(archive) == {"Story 1", "Story 2"}
    assert counts(run(archive, wire, prune=True)) == {"unchanged": 1, "removed": 1}
    assert titles(archive) == {"Story 1"}
    with archive.store.read() as connection:
        assert reads.rejections(connection) == {}


def test_pruning_leaves_other_collections_alone(archive: Archive, wire: Path, tmp_path: Path) -> None:
    other = write_lines(tmp_path / "agency" / "a.jsonl", [line(1)])
    run(archive, other.parent)
    other.unlink()
    write_lines(wire / "a.jsonl", [line(2)])
    run(archive, wire, prune=True)
    assert titles(archive) == {"Story 1", "Story 2"}


def test_a_pruned_article_that_comes_back_has_its_id_again(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1)])
    file = write_lines(wire / "b.jsonl", [line(2)])
    run(archive, wire)
    before = articles(archive)
    file.unlink()
    run(archive, wire, prune=True)
    write_lines(file, [line(2)])
    assert counts(run(archive, wire)) == {"added": 1, "unchanged": 1}
    assert {one.id for one in articles(archive)} == {one.id for one in before}


def test_reading_again_changes_every_article_and_none_of_its_words(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1), line(2)])
    run(archive, wire)
    before = {one.id: one.body for one in articles(archive)}
    report = run(archive, wire, again=True)
    assert counts(report) == {"changed": 2}
    assert {one.id: one.body for one in articles(archive)} == before


def test_reading_again_works_from_the_store_where_the_file_is_gone(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(1)])
    gone = {
        "b.jsonl": json.dumps(line(2)) + "\n" + json.dumps({"title": "Three", "body": "Without an id."}),
        "c.txt": "A headline of four words\n\nA body that goes on for a while.\n",
        "d.md": "---\ntitle: Five\ndate: 2021-04-07\n---\n\nA body in Markdown.\n",
        "e.html": "<html><head><title>Six</title></head><body><article><p>A body of some length, in a page "
        "that has little else to show.</p></article></body></html>",
        "f.json": json.dumps({"articles": [line(7), line(8)]}),
    }
    for name, content in gone.items():
        (wire / name).write_text(content, encoding="utf-8")
    run(archive, wire)
    before = [one.model_dump(exclude={"revision"}) for one in articles(archive)]
    for name in gone:
        (wire / name).unlink()
    assert counts(run(archive, wire, again=True)) == {"changed": len(before)}
    assert [one.model_dump(exclude={"revision"}) for one in articles(archive)] == before


# Ingests that end half-way


def stop_after(calls: int) -> Callable[[], bool]:
    left = iter(range(calls))
    return lambda: next(left, None) is None


@pytest.mark.parametrize("steps", [0, 1, 3, 6])
def test_an_ingest_that_was_stopped_and_run_again_ends_like_one_that_was_not(
    archive: Archive, wire: Path, tmp_path: Path, steps: int
) -> None:
    write_lines(wire / "a.jsonl", [line(number) for number in range(4)])
    write_lines(wire / "b.jsonl", [line(number) for number in range(2, 6)])
    report = archive.ingest.run(IngestRequest((wire,)), stopped=stop_after(steps))
    assert report.stopped
    assert len(titles(archive)) == min(steps + 1, 5) if steps < 6 else len(titles(archive)) == 5
    run(archive, wire)
    stopped = [one.model_dump(exclude={"revision"}) for one in articles(archive)]
    whole = open_archive(Settings(data=tmp_path / "whole"))
    run(whole, wire)
    assert stopped == [one.model_dump(exclude={"revision"}) for one in articles(whole)]
    whole.close()


def test_a_stopped_ingest_removes_nothing_that_it_has_not_come_to(archive: Archive, wire: Path) -> None:
    write_lines(wire / "a.jsonl", [line(number) for number in range(6)])
    run(archive, wire)
    write_lines(wire / "a.jsonl", [line(0, "Retold"), *map(line, range(2, 6))])
    archive.ingest.run(IngestRequest((wire,), prune=True), stopped=stop_after(1))
    assert len(articles(archive)) == 6
    run(archive, wire)
    assert titles(archive) == {"Retold", *(f"Story {number}" for number in range(2, 6))}


def test_a_transaction_that_fails_leaves_whole_batches_and_the_next_run_completes_them(
    archive: Archive, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(wire / "a.jsonl", [line(number) for number in range(10)])
    monkeypatch.setattr(writer, "_BATCH", 4)
    calls = iter((writer.settle, writer.settle, _broken))
    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr(writer, "settle", lambda *given: next(calls)(*given))
        run(archive, wire)
    assert titles(archive) == {f"Story {number}" for number in range(8)}
    assert counts(run(archive, wire)) == {"added": 2, "unchanged": 8}
    assert counts(run(archive, wire)) == {"unchanged": 10}


def _broken(*_: object) -> None:
    raise OSError("disk full")
