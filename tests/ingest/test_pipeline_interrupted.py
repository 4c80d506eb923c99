"""Ingests that end half-way or come in pieces end where one undisturbed ingest would."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.articles import reads
from app.articles.settlement import Touched, settle
from app.ingest.pipeline import IngestRequest
from app.settings import Settings
from app.wiring import Archive, open_archive
from tests.archives import archive_at, ingest, write_lines
from tests.ingest.ingests import articles, counts, line, run, titles


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
    monkeypatch.setattr("app.ingest.writer._BATCH", 4)
    with monkeypatch.context() as patch:
        patch.setattr("app.ingest.writer.settle", failing_at_call(3))
        with pytest.raises(OSError, match="disk full"):
            run(archive, wire)
    assert titles(archive) == {f"Story {number}" for number in range(8)}
    assert counts(run(archive, wire)) == {"added": 2, "unchanged": 8}
    assert counts(run(archive, wire)) == {"unchanged": 10}


def failing_at_call(number: int) -> Callable[[Session, Touched, int], None]:
    calls = count(1)

    def settle_or_fail(session: Session, touched: Touched, revision: int) -> None:
        settle(session, touched, revision)
        if next(calls) == number:
            raise OSError("disk full")

    return settle_or_fail


_SAME = {"title": "Told twice", "body": "One body for both.", "source": "Courier"}
_CONTENTS = [
    None,
    "",
    json.dumps(_SAME),
    json.dumps({"id": "1", "title": "One", "body": "The first body.", "url": "https://example.org/1"}),
    json.dumps({"id": "1", "title": "One retold", "body": "Another body.", "url": "https://example.org/2"}),
    json.dumps({"id": "2", "title": "Two", "body": "The second body.", "url": "https://example.org/1"}),
    "{oops",
    "A headline of some words\n\nA text body that goes on for a while.",
]
_LINES = st.lists(st.sampled_from([one for one in _CONTENTS if one]), max_size=3).map("\n".join)
_EDITS = st.one_of(
    st.tuples(st.sampled_from(["a.json", "b.json", "deep/a.json", "c.txt"]), st.sampled_from(_CONTENTS)),
    st.tuples(st.sampled_from(["d.jsonl", "deep/e.jsonl"]), st.none() | _LINES),
)


@settings(max_examples=10)
@given(st.lists(st.tuples(_EDITS, st.booleans()), min_size=1, max_size=6))
def test_any_edits_ingested_one_by_one_end_like_one_ingest_of_the_last_folder(
    edits: list[tuple[tuple[str, str | None], bool]],
) -> None:
    with TemporaryDirectory() as name:
        wire = Path(name, "wire")
        wire.mkdir()
        with archive_at(Path(name, "steps")) as steps, archive_at(Path(name, "whole")) as whole:
            for (path, content), prune in edits:
                edit(wire / path, content)
                if prune or any(wire.rglob("*.*")):
                    ingest(steps, wire, prune=prune)
            ingest(steps, wire, prune=True)
            ingest(whole, wire, prune=True)
            assert standing(steps) == standing(whole)


def edit(file: Path, content: str | None) -> None:
    if content is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, encoding="utf-8")


def standing(archive: Archive) -> tuple[list[dict[str, object]], dict[str, int]]:
    """Every article as it stands, by id, and the refusals; the index has to hold the same ids."""
    found = sorted(articles(archive), key=lambda article: article.id)
    assert sorted(archive.index.engine().ids()) == [article.id for article in found]
    with archive.store.read() as connection:
        refusals = reads.rejections(connection)
    return [article.model_dump(exclude={"revision"}) for article in found], refusals
