"""Ingest from files to the store: what is counted, left alone, renamed and taken away."""

import json
from pathlib import Path

import pytest

from app.articles import reads
from app.articles.identity import article_id
from app.errors import UsageError
from app.ingest.pipeline import IngestRequest
from app.wiring import Archive
from tests.archives import write_lines
from tests.ingest.ingests import articles, counts, line, run, titles


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


def test_the_collection_is_the_folder_s_name_the_file_s_or_the_given_one(
    archive: Archive, wire: Path
) -> None:
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
    write_lines(
        wire / "deep" / "a.jsonl", [{"title": "One", "body": "A body."}, {"title": "Two", "body": "B."}]
    )
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


def test_pruning_leaves_alone_what_still_lies_in_another_folder(archive: Archive, wire: Path) -> None:
    for year in ("2020", "2021"):
        write_lines(wire / year / f"{year}.jsonl", [line(int(year))])
        run(archive, wire / year, collection="news")
    report = run(archive, wire / "2021", collection="news", prune=True)
    assert counts(report) == {"unchanged": 1}
    assert titles(archive) == {"Story 2020", "Story 2021"}


def test_a_folder_that_has_moved_is_known_again_and_pruned_where_it_now_lies(
    archive: Archive, wire: Path, tmp_path: Path
) -> None:
    write_lines(wire / "a.jsonl", [line(1)])
    write_lines(wire / "b.jsonl", [line(2)])
    run(archive, wire)
    moved = wire.rename(tmp_path / "moved")
    assert counts(run(archive, moved, collection=wire.name)) == {"unchanged": 2}
    (moved / "b.jsonl").unlink()
    assert counts(run(archive, moved, collection=wire.name, prune=True)) == {"unchanged": 1, "removed": 1}


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
