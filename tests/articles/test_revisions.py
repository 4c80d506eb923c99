"""When what changed: the time of each revision, and since when an article is as it is."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from app.articles.revisions import changed, last_change
from app.articles.tables import ArticleRow, RevisionRow
from tests.archives import archive_at, ingest, write_lines

ONE: dict[str, object] = {"id": "1", "title": "One", "body": "The first."}
TWO: dict[str, object] = {"id": "2", "title": "Two", "body": "The second."}


def stop_clock(monkeypatch: pytest.MonkeyPatch, hour: int) -> datetime:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Stopped":
            return cls(2026, 5, 1, hour, tzinfo=tz)

    monkeypatch.setattr("app.articles.revisions.datetime", Stopped)
    return datetime(2026, 5, 1, hour, tzinfo=UTC)


def test_an_article_is_as_it_is_since_the_revision_that_changed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive_at(tmp_path / "data") as archive:
        first = stop_clock(monkeypatch, 10)
        ingest(archive, write_lines(tmp_path / "few.jsonl", [ONE, TWO]))
        second = stop_clock(monkeypatch, 11)
        ingest(archive, write_lines(tmp_path / "few.jsonl", [ONE, TWO | {"body": "Mended."}]))
        with archive.store.read() as connection:
            titles = dict(connection.execute(select(col(ArticleRow.id), col(ArticleRow.title))).all())
            since = {titles[i]: moment for i, moment in changed(connection, [*titles, "nosuch"]).items()}
            assert since == {"One": first, "Two": second}
            assert last_change(connection) == second


def test_an_article_of_a_revision_whose_time_was_not_kept_is_as_old_as_its_coming(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, write_lines(tmp_path / "few.jsonl", [ONE]))
        with archive.store.write() as session:
            session.connection().execute(delete(RevisionRow))
        with archive.store.read() as connection:
            article_id, added = connection.execute(select(col(ArticleRow.id), col(ArticleRow.added))).one()
            assert changed(connection, [article_id]) == {article_id: datetime.fromtimestamp(added, UTC)}


def test_a_store_from_before_times_were_kept_knows_that_of_its_last_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive_at(tmp_path / "data") as archive:
        moment = stop_clock(monkeypatch, 10)
        ingest(archive, write_lines(tmp_path / "few.jsonl", [ONE]))
        with archive.store.write() as session:
            for earlier in ("DROP TABLE revisions", "UPDATE alembic_version SET version_num = '0003'"):
                session.connection().exec_driver_sql(earlier)
        archive.store.migrate()
        with archive.store.read() as connection:
            ids = list(connection.scalars(select(col(ArticleRow.id))))
            assert changed(connection, ids) == dict.fromkeys(ids, moment)


def test_a_corpus_that_never_changed_says_so(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data") as archive, archive.store.read() as connection:
        assert last_change(connection) is None
