"""Ingests for tests, and what they leave in the store."""

from pathlib import Path

from app.articles import reads
from app.articles.values import StoredArticle
from app.ingest.pipeline import IngestRequest
from app.ingest.report import Report
from app.wiring import Archive


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
