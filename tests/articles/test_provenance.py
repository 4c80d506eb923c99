"""How an article came into the archive."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.articles import reads
from app.articles.provenance import provenance
from tests.archives import archive_at, write_lines
from tests.ingest.ingests import articles, line, run


def test_an_article_tells_its_place_its_hash_and_when_it_came(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data") as archive:
        run(archive, write_lines(tmp_path / "a.jsonl", [line(1), line(2)]))
        second = next(article for article in articles(archive) if article.title == "Story 2")
        with archive.store.read() as connection:
            kept, original = provenance(connection, second.id), reads.original(connection, second.id)
    assert kept
    assert original
    assert (kept.position, kept.hash, kept.removed) == (2, original.hash, len(original.removed))
    assert timedelta(0) <= datetime.now(UTC) - kept.added < timedelta(hours=1)


def test_an_unknown_article_came_from_nowhere(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data") as archive, archive.store.read() as connection:
        assert provenance(connection, "nosuch") is None
