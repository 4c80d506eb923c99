"""A search reads from the store what is not kept of the state that it answers from, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import Database
from app.search.requests import SearchRequest
from app.wiring import Archive
from tests.archives import archive_at, write_lines
from tests.ingest.ingests import line, run

QUESTION = SearchRequest("story", facets=("source",))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with archive_at(tmp_path / "data") as opened:
        run(opened, write_lines(tmp_path / "a.jsonl", [line(1), line(2)]))
        yield opened


def test_a_search_whose_articles_are_kept_opens_no_transaction(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = archive.search.search(QUESTION)

    def fail(_: object) -> None:
        raise AssertionError("read")

    monkeypatch.setattr(Database, "read", fail)
    again = archive.search.search(QUESTION)
    assert (again.hits, again.facets) == (first.hits, first.facets)


def test_a_changed_article_is_read_anew(archive: Archive, tmp_path: Path) -> None:
    before = {hit.card.id: hit.card.title for hit in archive.search.search(QUESTION).hits}
    changed = line(1)
    changed["title"] = "Another title of this story"
    run(archive, write_lines(tmp_path / "a.jsonl", [changed, line(2)]))
    after = {hit.card.id: hit.card.title for hit in archive.search.search(QUESTION).hits}
    assert after.keys() == before.keys()
    assert sorted(after.values()) != sorted(before.values())
    assert "Another title of this story" in after.values()


def test_a_view_is_taken_anew_where_the_store_moved_before_it_was_read(
    archive: Archive, tmp_path: Path
) -> None:
    asked: list[int] = []

    def ask(view: object) -> int:
        asked.append(view.engine.revision)  # type: ignore[attr-defined]
        if len(asked) == 1:
            run(archive, write_lines(tmp_path / "b.jsonl", [line(3)]))
        with_ids = [hit.card.id for hit in archive.search.search(SearchRequest("story")).hits]
        return len(view.cards(with_ids[:1])) + len(view.texts(with_ids))  # type: ignore[attr-defined]

    assert archive.views.answer(ask) == 4
    assert asked == [1, 2]


def test_an_article_of_a_whole_result_is_not_kept(archive: Archive) -> None:
    assert sum(len(hits) for hits in archive.search.stream(SearchRequest("story")).chunks) == 2
    assert archive.shelf.texts.bytes == 0
