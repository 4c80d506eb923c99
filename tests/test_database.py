"""Connections, transactions and locks on a real SQLite file."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.articles.revisions import current_revision, raise_revision
from app.database import Database, chunks
from app.errors import Busy, StoreError

_HOLDER = """
import sys, time
from pathlib import Path
from app.database import Database

folder = Path(sys.argv[1])
with Database(folder / "store.db", folder / "locks").lock("ingest"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "store.db", tmp_path / "locks")
    made.migrate()
    yield made
    made.close()


@contextmanager
def holder(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lock `ingest`."""
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-c", _HOLDER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 30_000), ("synchronous", 1)],
)
def test_every_connection_is_set_up(store: Database, pragma: str, value: object) -> None:
    with store.read() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
    with store.write() as session:
        assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_a_transaction_is_committed_at_its_end(store: Database) -> None:
    with store.write() as session:
        assert raise_revision(session) == 1
    with store.read() as connection:
        assert current_revision(connection) == 1


def fail_half_way(store: Database, statement: str) -> None:
    with store.write() as session:
        raise_revision(session)
        session.connection().execute(text(statement))
        raise KeyError("half-way")


def test_a_transaction_that_raises_leaves_nothing(store: Database) -> None:
    with pytest.raises(KeyError):
        fail_half_way(store, "UPDATE corpus SET revision = 7")
    with store.read() as connection:
        assert current_revision(connection) == 0
    with store.write() as session:
        assert raise_revision(session) == 1


def test_a_statement_that_fails_is_a_store_error_and_leaves_nothing(store: Database) -> None:
    with pytest.raises(StoreError, match=r"store\.db cannot be used"):
        fail_half_way(store, "INSERT INTO nowhere VALUES (1)")
    with store.read() as connection:
        assert current_revision(connection) == 0


def test_a_reader_sees_one_state_throughout(store: Database) -> None:
    with store.read() as connection:
        assert current_revision(connection) == 0
        with store.write() as session:
            raise_revision(session)
        assert current_revision(connection) == 0
    with store.read() as connection:
        assert current_revision(connection) == 1


def test_a_lock_names_the_process_that_holds_it_and_is_free_once_that_is_killed(
    store: Database, tmp_path: Path
) -> None:
    with holder(tmp_path) as process:
        with pytest.raises(Busy) as refused, store.lock("ingest"):
            pass
        assert f"process {process.pid}, since 20" in refused.value.message
        with store.lock("index"):
            pass
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with store.lock("ingest", wait_seconds=5):
            pass


def test_a_lock_is_free_again_after_an_error(store: Database) -> None:
    with pytest.raises(KeyError), store.lock("ingest"):
        raise KeyError
    with store.lock("ingest"):
        pass


def test_a_writer_waits_for_another_s_commit(store: Database, tmp_path: Path) -> None:
    other = Database(tmp_path / "store.db", tmp_path / "locks")
    with other.read() as reader, store.write() as session:
        raise_revision(session)
        assert current_revision(reader) == 0
    other.close()


def test_chunks_hold_every_value_once() -> None:
    assert [len(chunk) for chunk in chunks(range(1_001))] == [500, 500, 1]
    assert list(chunks([])) == []


def test_a_statement_of_ours_that_the_store_refuses_is_not_blamed_on_the_disk(store: Database) -> None:
    with pytest.raises(IntegrityError), store.write() as session:
        session.connection().execute(text("INSERT INTO corpus (id, revision) VALUES (1, 0)"))
    with store.read() as connection:
        assert current_revision(connection) == 0
