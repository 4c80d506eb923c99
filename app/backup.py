"""A store copied to one file while it is in use, and put back from one: whole, or not at all."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.database import Database, known_schemas
from app.errors import Busy, MicroficheError, SchemaTooNew, StoreDamaged, StoreError, UsageError
from app.ingest.pipeline import INGEST_LOCK
from app.search.indexing import INDEX_LOCK
from app.settings import Settings
from app.sqlite_file import (
    copy_pages,
    is_open_elsewhere,
    opened,
    put_in_place,
    remove,
    require_sound,
    size_of,
    sync,
    to_one_file,
)
from app.wiring import live_index

BACKUP_LOCK = "backup"
# A server that is indexing what came last is soon through.
_INDEX_WAIT_SECONDS = 60
_NOTHING_CHANGED = "The archive is as it was."


@dataclass(frozen=True, slots=True)
class Standing:
    """What a store holds, without any of it: `size` in bytes, `schema` the name of its last migration."""

    articles: int
    revision: int
    size: int
    schema: str


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept` is where the damaged store is that had to make room, if one had to."""

    standing: Standing
    kept: Path | None


def back_up(settings: Settings, file: Path, *, overwrite: bool = False) -> Standing:
    """Copy the store as it stands at one revision to `file`, beside ingests and servers; checked before it is there.

    Raises `UsageError` where `file` is taken or cannot be, `StoreError` where there is no store or no room,
    `StoreDamaged` where the store is; then `file` is as it was.
    """
    _refuse_place(file, settings.store_file, overwrite=overwrite)
    if not settings.store_file.exists():
        raise StoreError(
            f"There is no store at {settings.store_file} yet: ingest first, or set MICROFICHE_DATA."
        )
    aside = file.with_name(f"{file.name}.partial")
    with (
        closing(Database(settings.store_file, settings.lock_folder)) as store,
        store.lock(BACKUP_LOCK),
        _refused_by_system(file.parent),
    ):
        with _emptied(aside), opened(settings.store_file, writing=True) as source:
            source.execute("BEGIN")
            standing = _standing(source)
            _require_room(file.parent, standing.size)
            _copy(source, aside)
            require_sound(aside)
            aside.replace(file)
        sync(file.parent)
    return standing


def restore(settings: Settings, file: Path) -> Restored:
    """Put the store that `file` holds in the place of the archive's own, and have the index built anew.

    Servers may run: they see the old store until they see the new one. `file` is copied, checked and migrated aside
    before anything is touched. Raises `UsageError` where there is no such file, `StoreError` where it holds no sound
    store, `SchemaTooNew`, `Busy` while an ingest runs, or where the own store is damaged and a server has it open.
    """
    if not file.is_file():
        raise UsageError(f"{file} is no file that could be restored.")
    if settings.store_file.exists() and file.samefile(settings.store_file):
        raise UsageError(f"{file} is the store itself: name a backup of it.")
    staged = settings.store_file.with_name(f"{settings.store_file.name}.restoring")
    with (
        closing(Database(settings.store_file, settings.lock_folder)) as store,
        store.lock(INGEST_LOCK),
        store.lock(INDEX_LOCK, wait_seconds=_INDEX_WAIT_SECONDS),
        _refused_by_system(settings.store_file.parent),
        _emptied(staged),
    ):
        standing = _stage(file, staged, settings.lock_folder)
        return Restored(standing, _replace(settings, staged))


def _stage(file: Path, staged: Path, locks: Path) -> Standing:
    """A copy of `file`, sound and of this version's schema."""
    try:
        with opened(file) as source:
            standing = _standing(source)
            if standing.schema not in known_schemas():
                raise SchemaTooNew(
                    f"{file} was written by a newer Microfiche (schema {standing.schema}): "
                    f"restore it with that version. {_NOTHING_CHANGED}"
                )
            # Once for the copy, once more for SQLite's log of what it replaces.
            _require_room(staged.parent, 2 * standing.size)
            _copy(source, staged)
        require_sound(staged)
    except StoreDamaged as error:
        cause = error.__cause__ or "it is damaged"
        raise StoreError(f"{file} holds no sound store ({cause}): {_NOTHING_CHANGED}") from error
    with closing(Database(staged, locks)) as copy:
        copy.migrate()
    to_one_file(staged)
    return standing


def _replace(settings: Settings, staged: Path) -> Path | None:
    """Within the store's own file, where that can be read: then who has it open loses nothing."""
    store, index = settings.store_file, live_index(settings)
    if _is_readable(store):
        # Before the store: whoever dies in between leaves one whose index is built anew, not one that fits nothing.
        index.withdraw()
        with opened(staged) as source, opened(store, writing=True) as target:
            copy_pages(source, target)
        return None
    if is_open_elsewhere(store):
        raise Busy(
            f"{store} is damaged, and another process has it open: stop the servers, then restore again."
        )
    index.withdraw()
    return put_in_place(staged, store)


def _is_readable(store: Path) -> bool:
    """Whether SQLite can write here what the store is to be; refuses a database of something else."""
    if not store.exists():
        return False
    try:
        with opened(store, writing=True) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    except StoreDamaged:
        return False
    if tables and not {"corpus", "articles"} <= tables:
        raise StoreError(f"{store} is the database of something else: set MICROFICHE_STORE to another file.")
    return True


def _standing(connection: sqlite3.Connection) -> Standing:
    try:
        ((schema,),) = connection.execute("SELECT version_num FROM alembic_version")
        ((revision,),) = connection.execute("SELECT revision FROM corpus")
        ((articles,),) = connection.execute("SELECT count(newest_key) FROM articles")
    except (sqlite3.OperationalError, ValueError) as error:
        raise StoreError(f"This is no store of Microfiche ({error}). {_NOTHING_CHANGED}") from error
    return Standing(articles, revision, size_of(connection), schema)


def _copy(source: sqlite3.Connection, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as target:
        # What is lost with the power is begun anew; the file is on the disk before it gets its name.
        target.execute("PRAGMA synchronous = OFF")
        copy_pages(source, target)
    to_one_file(file)


def _refuse_place(file: Path, store: Path, *, overwrite: bool) -> None:
    if file.is_dir() or not file.parent.is_dir():
        raise UsageError(f"{file} cannot be written: name a file in a folder that is there.")
    if file.exists() and store.exists() and file.samefile(store):
        raise UsageError(f"{file} is the store itself: name another file.")
    if file.exists() and not overwrite:
        raise UsageError(f"{file} is there already: name another file, or add --overwrite.")


def _require_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError(
            f"{folder} has room for {free / 1e6:,.0f} MB, and {needed / 1e6:,.0f} MB are needed. {_NOTHING_CHANGED}"
        )


@contextmanager
def _emptied(aside: Path) -> Iterator[None]:
    """A place to write at that is empty before, whatever a killed process left there, and after."""
    remove(aside)
    try:
        yield
    finally:
        remove(aside)


@contextmanager
def _refused_by_system(folder: Path) -> Iterator[None]:
    try:
        yield
    except MicroficheError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{folder} cannot be written ({error}). {_NOTHING_CHANGED}") from error
