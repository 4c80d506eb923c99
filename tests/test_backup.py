"""Backups: what is copied, what is put back, what is refused."""

import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from app.backup import back_up, restore
from app.database import MIGRATIONS
from app.errors import Busy, MicroficheError, SchemaTooNew, StoreDamaged, StoreError, UsageError
from app.search.requests import SearchRequest
from app.settings import Settings
from app.sqlite_file import require_sound
from app.wiring import open_archive
from tests.archives import archive_at, ingest, write_lines


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An archive of two articles."""
    made = Settings(data=tmp_path / "data")
    fill(made, "one", "two")
    return made


def fill(settings: Settings, *titles: str) -> None:
    articles = [{"id": title, "title": f"Story {title}", "body": f"Of {title}."} for title in titles]
    with archive_at(settings.data) as archive:
        ingest(archive, write_lines(settings.data.parent / "wire.jsonl", articles))


def titles(settings: Settings) -> set[str]:
    with archive_at(settings.data) as archive:
        archive.indexing.catch_up()
        answer = archive.search.search(SearchRequest("story", limit=50))
        return {hit.card.title.removeprefix("Story ") for hit in answer.hits}


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_backup_is_one_sound_file_with_the_articles_at_their_revision(
    settings: Settings, tmp_path: Path
) -> None:
    standing = back_up(settings, tmp_path / "backup.db")
    assert (standing.articles, standing.revision) == (2, 1)
    require_sound(tmp_path / "backup.db")
    assert (tmp_path / "backup.db").stat().st_size == standing.size
    assert [file.name for file in tmp_path.glob("backup.db*")] == ["backup.db"]


def test_a_backup_put_back_is_the_archive_of_its_day_with_an_index_of_its_own(
    settings: Settings, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "backup.db")
    fill(settings, "three")
    assert titles(settings) == {"three"}
    assert restore(settings, tmp_path / "backup.db").standing.articles == 2
    assert titles(settings) == {"one", "two"}
    assert not list(settings.data.glob("store.db.*"))


def test_a_backup_of_another_archive_at_the_same_revision_is_not_served_from_the_old_index(
    settings: Settings, tmp_path: Path
) -> None:
    other = Settings(data=tmp_path / "other" / "data")
    fill(other, "four")
    back_up(other, tmp_path / "backup.db")
    restore(settings, tmp_path / "backup.db")
    assert titles(settings) == {"four"}


def test_a_backup_can_be_put_where_there_is_no_archive(settings: Settings, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "backup.db")
    elsewhere = Settings(data=tmp_path / "elsewhere")
    assert restore(elsewhere, tmp_path / "backup.db").kept is None
    assert titles(elsewhere) == {"one", "two"}


def test_an_archive_that_is_open_sees_what_was_put_back(settings: Settings, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "backup.db")
    fill(settings, "three")
    with archive_at(settings.data) as archive:
        assert archive.search.search(SearchRequest("story")).total == 1
        restore(settings, tmp_path / "backup.db")
        # What was opened answers on until the index is built anew.
        assert archive.search.search(SearchRequest("story")).total == 1
        archive.indexing.catch_up()
        assert archive.search.search(SearchRequest("story")).total == 2


def test_a_file_that_is_there_is_replaced_only_when_asked(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("precious", encoding="utf-8")
    with pytest.raises(UsageError, match="--overwrite"):
        back_up(settings, file)
    assert file.read_text("utf-8") == "precious"
    back_up(settings, file, overwrite=True)
    require_sound(file)


@pytest.mark.parametrize("place", ["nowhere/backup.db", "data", "data/store.db"])
def test_a_place_that_no_backup_can_take_is_wrong_usage(
    settings: Settings, tmp_path: Path, place: str
) -> None:
    with pytest.raises(UsageError):
        back_up(settings, tmp_path / place, overwrite=True)
    assert titles(settings) == {"one", "two"}


def test_without_a_store_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        back_up(Settings(data=tmp_path / "data"), tmp_path / "backup.db")
    assert not (tmp_path / "data" / "store.db").exists()


def test_a_disk_without_room_is_told_before_anything_is_written(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(settings, tmp_path / "backup.db")
    usage = namedtuple("usage", "free")  # noqa: PYI024 - as shutil's
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1_000))
    with pytest.raises(StoreError, match="has room for 0 MB"):
        back_up(settings, tmp_path / "second.db")
    with pytest.raises(StoreError, match="has room for 0 MB"):
        restore(settings, tmp_path / "backup.db")
    assert not list(tmp_path.glob("second*"))
    assert titles(settings) == {"one", "two"}


def test_a_damaged_store_is_not_taken_for_a_backup_of_it(settings: Settings, tmp_path: Path) -> None:
    overwrite_pages(settings.store_file)
    (tmp_path / "backup.db").write_text("yesterday's", encoding="utf-8")
    with pytest.raises(StoreDamaged):
        back_up(settings, tmp_path / "backup.db", overwrite=True)
    assert (tmp_path / "backup.db").read_text("utf-8") == "yesterday's"
    assert not (tmp_path / "backup.db.partial").exists()


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwrite_pages(file: Path) -> None:
    content = bytearray(file.read_bytes())
    # All but the first pages, which hold the schema and the revision.
    content[40_960:] = b"\xff" * len(content[40_960:])
    file.write_bytes(content)


def make_another_s(file: Path) -> None:
    file.unlink()
    change(file, "CREATE TABLE recipes (id INTEGER PRIMARY KEY)")


def write_prose(file: Path) -> None:
    file.write_text("Dear diary, " * 1_000, encoding="utf-8")


@pytest.mark.parametrize("spoil", [cut_short, overwrite_pages, make_another_s, write_prose, Path.unlink])
def test_a_file_that_holds_no_sound_store_is_refused_and_nothing_is_lost(
    settings: Settings, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    back_up(settings, tmp_path / "backup.db")
    spoil(tmp_path / "backup.db")
    with pytest.raises(MicroficheError) as refused:
        restore(settings, tmp_path / "backup.db")
    assert "backup.db" in refused.value.message or "no store" in refused.value.message
    assert titles(settings) == {"one", "two"}
    assert not list(settings.data.glob("store.db.*"))


def test_a_backup_of_a_newer_schema_is_refused_with_the_way_out(settings: Settings, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "backup.db")
    change(tmp_path / "backup.db", "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew, match=r"schema 9999\): restore it with that version"):
        restore(settings, tmp_path / "backup.db")
    assert titles(settings) == {"one", "two"}


def test_a_backup_of_an_older_schema_comes_back_with_its_data_in_this_one(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "old.db"
    back_up(settings, file)
    change(file, "DELETE FROM alembic_version")
    for table in ("revisions", "signatures", "bands"):
        change(file, f"DROP TABLE IF EXISTS {table}")
    change(file, "INSERT INTO alembic_version VALUES ('0003')")
    downgrade_to_first(file)
    before = file.read_bytes()
    assert restore(settings, file).standing.schema == "0001"
    assert titles(settings) == {"one", "two"}
    assert file.read_bytes() == before


def downgrade_to_first(file: Path) -> None:
    """Make it what the first version would have written: the same rows in the tables of the first schema."""
    first = file.with_name("first.db")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{first}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(first)) as connection:
        connection.execute("ATTACH ? AS newer", (str(file),))
        tables = [
            name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
        ]
        for table in set(tables) - {"alembic_version"}:
            columns = ", ".join(
                f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})")
            )
            connection.execute(f"DELETE FROM main.{table}")  # noqa: S608 - names of our own tables
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")  # noqa: S608
        connection.commit()
    first.replace(file)


@pytest.mark.parametrize("spoil", [cut_short, write_prose, Path.unlink, lambda file: file.write_bytes(b"")])
def test_a_damaged_store_is_refused_with_the_way_back_which_leads_back(
    settings: Settings, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    back_up(settings, tmp_path / "backup.db")
    spoil(settings.store_file)
    if settings.store_file.exists():
        with pytest.raises(StoreDamaged, match="microfiche restore"):
            open_archive(settings)
    spoilt = settings.store_file.read_bytes() if settings.store_file.exists() else None
    kept = restore(settings, tmp_path / "backup.db").kept
    assert titles(settings) == {"one", "two"}
    assert spoilt in (None, b"") or (kept is not None and kept.read_bytes() == spoilt)


def test_a_database_of_something_else_is_not_replaced(settings: Settings, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "backup.db")
    make_another_s(settings.store_file)
    with pytest.raises(StoreError, match="something else"):
        restore(settings, tmp_path / "backup.db")
    change(settings.store_file, "INSERT INTO recipes VALUES (1)")


def test_the_store_itself_is_no_backup_of_it(settings: Settings) -> None:
    with pytest.raises(UsageError, match="store itself"):
        restore(settings, settings.store_file)


def test_nothing_is_put_back_while_an_ingest_runs(settings: Settings, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "backup.db")
    with archive_at(settings.data) as archive, archive.store.lock("ingest"):
        with pytest.raises(Busy):
            restore(settings, tmp_path / "backup.db")
        back_up(settings, tmp_path / "second.db")
