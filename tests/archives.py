"""Archives for tests: real store, real engine, on a folder of the test's own."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.ingest.pipeline import IngestRequest
from app.ingest.report import Report
from app.settings import Settings
from app.wiring import Archive, open_archive

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


@contextmanager
def archive_at(data: Path, engine: str = "tantivy") -> Iterator[Archive]:
    archive = open_archive(Settings.model_validate({"data": data, "engine": engine}))
    try:
        yield archive
    finally:
        archive.close()


def ingest(archive: Archive, *paths: Path, **options: object) -> Report:
    """What `microfiche ingest` does."""
    report = archive.ingest.run(IngestRequest(paths, **options))  # type: ignore[arg-type]
    archive.indexing.catch_up()
    return report


def write_lines(path: Path, articles: Sequence[Mapping[str, object]]) -> Path:
    """A JSON Lines file of these articles."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    path.write_text("".join(lines), encoding="utf-8")
    return path
