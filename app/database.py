"""The store's connections: how SQLite is opened, migrated and locked, and the one place that commits."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from app.errors import Busy, SchemaTooNew
from app.sqlite_file import require_whole, unusable

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
# A writer waits so long for another's commit; batches take well under a second.
_BUSY_SECONDS = 30
_CACHE_KIB = 16_384
# Pages of 4 KiB that the write-ahead log gathers before they go to the file, which waits for the disk: with SQLite's
# own 1,000 each batch of an ingest did that, for a third of the time that writing took.
_LOGGED_PAGES = 16_000
# Values bound in one statement: SQLite plans an `IN` of this length as fast as a short one.
_BOUND_VALUES = 500

T = TypeVar("T")


class Database:
    """One SQLite file in WAL mode: many readers, one writer at a time."""

    def __init__(self, file: Path, locks: Path, *, connections: int = 8, more: int = 10) -> None:
        self._file = file
        self._locks = locks
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            locks.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unusable(file.parent, error.strerror) from error
        self._engine = create_engine(
            f"sqlite:///{file}",
            pool_size=connections,
            max_overflow=more,
            connect_args={"timeout": _BUSY_SECONDS},
            json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)

    def migrate(self) -> None:
        """Bring the schema to this version's; a schema of a later version is refused untouched.

        Raises `StoreDamaged` where the file is no database or cut short, `StoreError` where it cannot be written.
        """
        require_whole(self._file)
        config = _migrations()
        with self._refusals_named(), self._writing("migrating") as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            if current is not None and current not in known_schemas():
                raise SchemaTooNew(
                    f"{self._file} was written by a newer Microfiche (schema {current}): "
                    "install that version, or point MICROFICHE_DATA at another folder."
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the store throughout."""
        with self._refusals_named(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it is committed at the end, or, on any error, none."""
        with (
            self._refusals_named(),
            self._writing("writing") as connection,
            Session(bind=connection) as session,
        ):
            yield session
            session.flush()

    @contextmanager
    def lock(self, name: str, *, wait_seconds: float = 0) -> Iterator[None]:
        """Hold the store's lock of this name; raises `Busy`, naming the holder, where another process has it.

        The operating system frees it when its holder ends, however that comes about.
        """
        holder = self._locks / f"{name}.json"
        lock = FileLock(self._locks / f"{name}.lock", timeout=wait_seconds)
        with ExitStack() as held:
            # What goes wrong in the work under the lock is none of the lock's.
            try:
                held.enter_context(lock)
                since = datetime.now(UTC).isoformat(timespec="seconds")
                holder.write_text(json.dumps({"pid": os.getpid(), "since": since}), encoding="utf-8")
            except Timeout as error:
                message = f"Another process is at work here ({_described(holder)}): wait for it to end."
                raise Busy(message) from error
            except OSError as error:
                raise unusable(self._locks, error.strerror) from error
            yield

    def glance(self, statement: str) -> "Glance":
        """A look at one row, for who must not wait; closed by whoever asked for it."""
        return Glance(self._file, statement)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _refusals_named(self) -> Iterator[None]:
        try:
            yield
        except (IntegrityError, ProgrammingError):
            # No disk is at fault, but a statement of ours.
            raise
        except DatabaseError as error:
            raise unusable(self._file, error.orig) from error
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except sqlite3.DatabaseError as error:
            raise unusable(self._file, error) from error

    @contextmanager
    def _writing(self, purpose: str) -> Iterator[Connection]:
        with self._engine.connect().execution_options(writes=purpose) as connection, connection.begin():
            yield connection


def known_schemas() -> frozenset[str]:
    """The schemas that this version can bring to its own."""
    return frozenset(
        script.revision for script in ScriptDirectory.from_config(_migrations()).walk_revisions()
    )


class Glance:
    """One row of the store, looked at again and again on a connection of its own: some microseconds each time.

    For any number of threads, each waiting for another's look.
    """

    def __init__(self, file: Path, statement: str) -> None:
        self._looking = threading.Lock()
        self._address = f"{file.absolute().as_uri()}?mode=ro"
        self._statement = statement
        self._connection: sqlite3.Connection | None = None

    def look(self) -> tuple[Any, ...] | None:
        """The row as it is now; None where it cannot be read at once."""
        with self._looking:
            try:
                if self._connection is None:
                    self._connection = sqlite3.connect(
                        self._address, uri=True, timeout=0, isolation_level=None, check_same_thread=False
                    )
                found: tuple[Any, ...] | None = self._connection.execute(self._statement).fetchone()
            except sqlite3.Error:
                self._close()
                return None
            return found

    def close(self) -> None:
        with self._looking:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists short enough to be bound in one statement."""
    remaining = iter(values)
    while chunk := list(islice(remaining, _BOUND_VALUES)):
        yield chunk


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):  # pragma: no cover - the store is SQLite
        raise TypeError(type(connection))
    # SQLAlchemy says when a transaction begins, not the driver's own guess from the statement.
    connection.isolation_level = None
    connection.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; "
        f"PRAGMA cache_size = -{_CACHE_KIB}; PRAGMA wal_autocheckpoint = {_LOGGED_PAGES};"
    )


def _begin(connection: Connection) -> None:
    # A writer takes its place at once: a reader that turns writer later can be refused half-way.
    immediate = "writes" in connection.get_execution_options()
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _described(holder: Path) -> str:
    try:
        told = json.loads(holder.read_text(encoding="utf-8"))
        return f"process {told['pid']}, since {told['since']}"
    except (OSError, ValueError, KeyError):
        return "it has just begun"
