"""What a server does beside answering."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.search.indexing import INDEX_LOCK, Indexing
from app.settings import Settings
from tests.archives import archive_at, write_lines
from tests.ingest.ingests import line, run
from tests.waiting import until

WITHIN_SECONDS = 60.0


def test_a_server_goes_on_following_the_store_after_an_error_that_nobody_foresaw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Indexing) -> bool:
        raise ValueError("never seen before")

    def total() -> int:
        return int(client.get("/v1/search?q=story").json()["total"])

    with TestClient(create_app(Settings(data=tmp_path / "data"))) as client:
        until(lambda: client.get("/health/ready").status_code == 200, WITHIN_SECONDS)
        with monkeypatch.context() as patch:
            patch.setattr(Indexing, "level", property(fail))
            until(lambda: "never seen before" in caplog.text, WITHIN_SECONDS)
        with archive_at(tmp_path / "data") as other, other.store.lock(INDEX_LOCK):
            run(other, write_lines(tmp_path / "a.jsonl", [line(1)]))
        until(lambda: total() == 1, WITHIN_SECONDS)
