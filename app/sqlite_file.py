"""A database file as SQLite sees it, whatever its tables: whether it is whole, who has it open, how it is copied."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from app.errors import StoreDamaged, StoreError

# Files that SQLite keeps beside a database in WAL mode.
WAL, SHARED_MEMORY = "-wal", "-shm"
# Copied between two looks at signals: 4 MB, some ten milliseconds.
_PAGES_A_STEP = 1_000
# Connections in WAL mode hold a shared lock on these bytes as long as they are open (SQLite's file format, os.h).
_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_WAY_BACK = "it is damaged. Put a backup in its place with `microfiche restore FILE`, or move it away and ingest anew."


def unusable(path: Path, reason: object) -> StoreError:
    """The error for what SQLite or the system says of a file: damage has another way back than a full disk."""
    if isinstance(reason, sqlite3.Error) and getattr(reason, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
        return damaged(path, reason)
    return StoreError(
        f"{path} cannot be used ({reason}): check the path, its permissions and the room on its disk."
    )


def damaged(path: Path, reason: object) -> StoreDamaged:
    return StoreDamaged(f"{path} cannot be used ({reason}): {_WAY_BACK}")


@contextmanager
def opened(file: Path, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection to a database that is there, committing nothing by itself.

    Without `writing` the file is not touched, nor anything beside it. Raises `StoreError`, and `StoreDamaged` where
    the file is no database or cut short.
    """
    has_log = _size(_beside(file, WAL)) > 0
    mode = "rw" if writing else ("ro" if has_log else "ro&immutable=1")
    try:
        with closing(
            sqlite3.connect(
                f"file:{quote(str(file))}?mode={mode}", uri=True, timeout=30, isolation_level=None
            )
        ) as connection:
            yield connection
    except sqlite3.Error as error:
        raise unusable(file, error) from error


def size_of(connection: sqlite3.Connection) -> int:
    """Bytes of the state that the connection sees."""
    pages, page_size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return int(pages) * int(page_size)


def copy_pages(
    source: sqlite3.Connection, target: sqlite3.Connection, after_step: Callable[[], None] = lambda: None
) -> None:
    """Make `target` what `source` is, in one transaction of it: until its end, readers of `target` see what was."""
    source.backup(target, pages=_PAGES_A_STEP, progress=lambda *_: after_step())


def require_sound(file: Path) -> None:
    """Read every page; raises `StoreDamaged` where one is wrong. Takes two seconds for each gigabyte."""
    with opened(file) as connection:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(file, " ".join(str(found).split()))


def require_whole(file: Path) -> None:
    """Look whether a file is as long as it says of itself; raises `StoreDamaged` where its end is missing.

    SQLite does this itself, but not where a log lies beside the file. Takes no time; `require_sound` reads all.
    """
    if not _size(file):
        return
    with opened(file, writing=True) as connection:
        # In the order in which pages go from the log to the file: another process may be moving them.
        size, logged = size_of(connection), _size(_beside(file, WAL))
        missing = size - _size(file)
    if missing > logged:
        raise damaged(file, f"{missing:,} bytes are missing at its end")


def is_open_elsewhere(file: Path) -> bool:
    """Whether another process has this database open. Not for a process that has it open itself."""
    try:
        descriptor = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def to_one_file(file: Path) -> None:
    """Take a database out of WAL mode, so that it is one file, and have all of it on the disk."""
    with opened(file, writing=True) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    sync(file)


def remove(file: Path) -> None:
    """Delete a database and what SQLite keeps beside it."""
    for path in (file, *(_beside(file, suffix) for suffix in (WAL, SHARED_MEMORY, "-journal"))):
        path.unlink(missing_ok=True)


def put_in_place(new: Path, file: Path) -> Path | None:
    """Let `new` take the place of `file`, which nobody has open, in one step; returns where the old one is kept.

    A process killed half-way leaves the old one where it was.
    """
    kept: Path | None = None
    if file.exists():
        kept = _beside(file, ".damaged")
        remove(kept)
        os.link(file, kept)
        new.chmod(file.stat().st_mode & 0o777)
    # A log that is left would be taken for the new file's.
    with suppress(FileNotFoundError):
        _beside(file, WAL).replace(_beside(kept or file, WAL if kept else ".damaged-wal"))
    _beside(file, SHARED_MEMORY).unlink(missing_ok=True)
    new.replace(file)
    sync(file.parent)
    return kept


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(f"{file.name}{suffix}")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
