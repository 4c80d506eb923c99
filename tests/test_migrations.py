"""Migrations: they make what the models say, and leave alone what they do not know."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from app.articles.tables import CorpusRow
from app.database import Database
from app.errors import SchemaTooNew, StoreError


def database(folder: Path) -> Database:
    return Database(folder / "store.db", folder / "locks")


def schema(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_models_and_migrations_agree(tmp_path: Path) -> None:
    store = database(tmp_path)
    store.migrate()
    with store.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, CorpusRow.metadata) == []
    store.close()


def test_migrating_twice_is_harmless(tmp_path: Path) -> None:
    store = database(tmp_path)
    store.migrate()
    before = schema(tmp_path / "store.db")
    store.migrate()
    store.close()
    again = database(tmp_path)
    again.migrate()
    again.close()
    assert schema(tmp_path / "store.db") == before


def test_a_migrated_store_begins_at_revision_0(tmp_path: Path) -> None:
    store = database(tmp_path)
    store.migrate()
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT revision, updated FROM corpus").all() == [(0, None)]
    store.close()


def test_a_store_of_a_newer_schema_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    store = database(tmp_path)
    store.migrate()
    with store.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = schema(tmp_path / "store.db")
    with pytest.raises(SchemaTooNew, match=r"newer Microfiche \(schema 9999\): install that version"):
        store.migrate()
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "9999"
    store.close()
    assert schema(tmp_path / "store.db") == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_text("Dear diary, " * 1_000, encoding="utf-8")
    before = file.read_bytes()
    store = database(tmp_path)
    with pytest.raises(StoreError, match=r"store.db cannot be used"):
        store.migrate()
    store.close()
    assert file.read_bytes() == before


def test_a_database_of_something_else_is_not_taken_for_a_store(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        connection.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, recipe TEXT)")
        connection.commit()
    before = schema(tmp_path / "store.db")
    store = database(tmp_path)
    with pytest.raises(StoreError):
        store.migrate()
    store.close()
    assert schema(tmp_path / "store.db") == before


def test_a_folder_in_the_place_of_the_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()
    store = database(tmp_path)
    with pytest.raises(StoreError):
        store.migrate()
    store.close()


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="check the path, its permissions"):
        database(tmp_path / "file" / "data")


def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    try:
        (folder / "probe").touch()
    except PermissionError:
        pass
    else:
        pytest.skip("permissions do not bind this user")
    with pytest.raises(StoreError, match="check the path, its permissions"):
        database(folder).migrate()
