"""What an ingest does not take in: each refusal with its reason, and the rest goes in."""

import gzip
import json
import os
from pathlib import Path

import pytest

from app.errors import Busy, UsageError
from app.ingest.pipeline import INGEST_LOCK
from app.wiring import Archive
from tests.archives import write_lines
from tests.ingest.ingests import articles, counts, line, refused, run, titles


def test_a_bad_line_is_named_with_its_number_and_the_others_go_in(archive: Archive, wire: Path) -> None:
    good = [json.dumps(line(number)) for number in (1, 2)]
    (wire / "a.jsonl").write_text(f"{good[0]}\n\n{{oops\n[1]\n{good[1]}\n", encoding="utf-8")
    report = run(archive, wire)
    assert counts(report) == {"added": 2, "rejected": 2}
    assert [(r.position, r.reason) for r in report.rejections] == [(3, "not_json"), (4, "no_object")]
    assert "a.jsonl, line 3" in report.rejections[0].detail
    assert report.rejected == {"not_json": 1, "no_object": 1}


def test_files_about_the_folder_and_hidden_ones_are_passed_over_and_counted(
    archive: Archive, wire: Path
) -> None:
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


def test_a_folder_that_cannot_be_listed_is_refused_and_its_articles_stay(
    archive: Archive, wire: Path
) -> None:
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


def test_a_path_that_is_not_there_stops_everything_before_anything_is_read(
    archive: Archive, wire: Path
) -> None:
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
