"""Copies of one text are shown as one, whatever the page; streams bring what pages bring. On both engines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.articles.resemblance import near_copies_by_id
from app.errors import ParameterError
from app.search import service
from app.search.answers import Hit, SearchAnswer
from app.search.requests import SearchRequest
from app.wiring import Archive
from tests.archives import archive_at, ingest, write_lines
from tests.copied import copied_articles

SORTS: list[dict[str, Any]] = [
    {"sort": "relevance"}, {"sort": "newest"}, {"sort": "oldest"}, {"sort": "random", "seed": "7"}
]  # fmt: skip


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp(str(request.param))
    with archive_at(folder / "data", request.param) as opened:
        ingest(opened, write_lines(folder / "papers.jsonl", copied_articles()))
        yield opened


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small corpus takes many of them."""
    monkeypatch.setattr(service, "_WINDOW", 7)
    monkeypatch.setattr(service, "_STREAMED", 3)


def walk(archive: Archive, **asked: Any) -> tuple[list[Hit], SearchAnswer]:
    hits: list[Hit] = []
    cursor = None
    while True:
        answer = archive.search.search(SearchRequest(**asked, cursor=cursor))
        hits += answer.hits
        cursor = answer.next_cursor
        if cursor is None:
            return hits, answer


def streamed(archive: Archive, **asked: Any) -> list[Hit]:
    return [hit for chunk in archive.search.stream(SearchRequest(**asked)).chunks for hit in chunk]


def near(archive: Archive, hits: list[Hit]) -> dict[str, set[str]]:
    with archive.store.read() as connection:
        found = near_copies_by_id(connection, [hit.card.id for hit in hits])
    return {article: {copy.id for copy in copies} for article, copies in found.items()}


def folded(archive: Archive, **asked: Any) -> list[tuple[str, tuple[str, ...]]]:
    """What collapsing has to show, taken from the whole result: who has no copy before it, and its copies after it."""
    hits, _ = walk(archive, **asked, limit=100)
    ids, copies = [hit.card.id for hit in hits], near(archive, hits)
    rank = {article: number for number, article in enumerate(ids)}
    shown = []
    for article in ids:
        matching = sorted((copy for copy in copies.get(article, ()) if copy in rank), key=rank.__getitem__)
        if all(rank[article] < rank[copy] for copy in matching):
            shown.append((article, tuple(matching)))
    return shown


@pytest.mark.parametrize("order", SORTS, ids=lambda order: str(order["sort"]))
@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_a_collapsed_walk_shows_the_first_of_each_copied_story_once(
    archive: Archive, order: dict[str, Any], limit: int
) -> None:
    expected = folded(archive, q="bridge", **order)
    hits, answer = walk(archive, q="bridge", **order, limit=limit, collapse="copies")
    assert [(hit.card.id, hit.collapsed) for hit in hits] == expected
    assert answer.total == len(copied_articles()) > len(hits)
    assert sum(len(hit.collapsed or ()) for hit in hits) == answer.total - len(hits)


def test_a_copy_that_the_search_does_not_find_neither_hides_nor_counts(archive: Archive) -> None:
    asked: dict[str, Any] = {"q": "bridge", "sort": "newest", "source": ("paper-1", "paper-2")}
    hits, answer = walk(archive, **asked, limit=3, collapse="copies")
    assert [(hit.card.id, hit.collapsed) for hit in hits] == folded(archive, **asked)
    labels = {hit.card.source.label for hit in hits if hit.card.source}
    assert labels <= {"Paper 1", "Paper 2"}
    assert 0 < len(hits) < answer.total


def test_without_collapse_no_hit_says_that_it_stands_for_others(archive: Archive) -> None:
    hits, _ = walk(archive, q="bridge", limit=100)
    assert {hit.collapsed for hit in hits} == {None}


def test_stories_are_not_told_apart_and_the_answer_says_so(archive: Archive) -> None:
    story = archive.search.search(SearchRequest("bridge", collapse="story", limit=100))
    copies = archive.search.search(SearchRequest("bridge", collapse="copies", limit=100))
    assert [note.code for note in story.notes] == ["no_stories"]
    assert story.hits == copies.hits


def test_where_a_collapsed_page_begins_is_not_computed(archive: Archive) -> None:
    archive.search.search(SearchRequest("bridge", collapse="copies", page=1))
    with pytest.raises(ParameterError) as refused:
        archive.search.search(SearchRequest("bridge", collapse="copies", page=2))
    assert refused.value.code == "page_and_collapse"


@pytest.mark.parametrize("collapse", [None, "copies"])
@pytest.mark.parametrize("order", SORTS, ids=lambda order: str(order["sort"]))
def test_a_stream_brings_what_the_pages_bring(
    archive: Archive, order: dict[str, Any], collapse: str | None
) -> None:
    asked: dict[str, Any] = {"q": "bridge", "collapse": collapse, **order}
    hits, answer = walk(archive, **asked, limit=4)
    assert streamed(archive, **asked) == hits
    head = archive.search.stream(SearchRequest(**asked)).head
    assert (head.total, head.revision, head.hits) == (answer.total, answer.revision, ())


def test_a_stream_of_nothing_ends_at_once(archive: Archive) -> None:
    assert streamed(archive, q="nosuchword") == []


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
@pytest.mark.parametrize("order", SORTS, ids=lambda order: str(order["sort"]))
def test_a_stream_goes_on_while_the_corpus_changes_and_leaves_out_what_is_gone(
    tmp_path: Path, engine: str, order: dict[str, Any]
) -> None:
    articles = copied_articles()
    with archive_at(tmp_path / "data", engine) as archive:
        for article in articles:
            write_lines(tmp_path / "papers" / f"{article['id']}.jsonl", [article])
        ingest(archive, tmp_path / "papers")
        asked: dict[str, Any] = {"q": "bridge", **order}
        before = [hit.card.id for hit in streamed(archive, **asked)]
        chunks = archive.search.stream(SearchRequest(**asked)).chunks
        came = [hit.card for hit in next(chunks)]
        gone = {str(article["id"]) for article in articles[::4]}
        for name in gone:
            (tmp_path / "papers" / f"{name}.jsonl").unlink()
        write_lines(tmp_path / "papers" / "new.jsonl", [articles[1] | {"id": "new", "url": None}])
        archive.ingest.purge(ingest(archive, tmp_path / "papers", prune=True).revision)
        first = len(came)
        came += [hit.card for chunk in chunks for hit in chunk]
        assert [card.id for card in came] == [i for i in before if i in {card.id for card in came}]
        assert not {card.given_id for card in came[first:]} & gone
        kept = {str(article["id"]) for article in articles} - gone
        assert {card.given_id for card in came} >= kept
