"""Database files: whole or cut short, open elsewhere or not, copied and put in place."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app import sqlite_file
from app.errors import StoreDamaged, StoreError
from app.sqlite_file import (
    copy_pages,
    is_open_elsewhere,
    opened,
    put_in_place,
    require_sound,
    require_whole,
    to_one_file,
)

# Opens a database, says so, and keeps it open until its input ends.
_READER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM words").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


def made(file: Path, words: int = 2_000) -> Path:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE words (word TEXT)")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO words VALUES (?)", [(f"word {n} " * 10,) for n in range(words)])
        connection.execute("COMMIT")
    return file


def count(file: Path) -> int:
    with opened(file) as connection:
        return int(connection.execute("SELECT count(*) FROM words").fetchone()[0])


def flip_middle(file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4_096] = bytes(4_096)
    file.write_bytes(content)


def test_a_whole_and_sound_database_is_let_pass(tmp_path: Path) -> None:
    file = made(tmp_path / "a.db")
    require_whole(file)
    require_sound(file)


def test_a_database_without_its_end_is_damaged(tmp_path: Path) -> None:
    file = made(tmp_path / "a.db")
    file.write_bytes(file.read_bytes()[:-8_192])
    with pytest.raises(StoreDamaged, match="microfiche restore"):
        require_whole(file)


def test_a_database_without_its_end_is_damaged_even_with_a_log_beside_it(tmp_path: Path) -> None:
    file = made(tmp_path / "a.db")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("INSERT INTO words VALUES ('kept in the log')")
        file.write_bytes(file.read_bytes()[:-40_960])
        with pytest.raises(StoreDamaged, match="40,960 bytes are missing at its end"):
            require_whole(file)


def test_an_overwritten_page_is_found_by_reading_all(tmp_path: Path) -> None:
    file = made(tmp_path / "a.db")
    flip_middle(file)
    require_whole(file)
    with pytest.raises(StoreDamaged, match="microfiche restore"):
        require_sound(file)


def test_what_is_no_database_is_damaged_and_a_folder_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "diary.db").write_text("Dear diary, " * 1_000, encoding="utf-8")
    with pytest.raises(StoreDamaged):
        require_whole(tmp_path / "diary.db")
    with pytest.raises(StoreError) as refused, opened(tmp_path):
        pass
    assert not isinstance(refused.value, StoreDamaged)


def test_a_process_that_has_a_database_open_is_noticed(tmp_path: Path) -> None:
    file = made(tmp_path / "a.db")
    assert not is_open_elsewhere(file)
    command = [sys.executable, "-c", _READER, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        assert is_open_elsewhere(file)
        reader.communicate()
    assert not is_open_elsewhere(file)
    assert not is_open_elsewhere(tmp_path / "nowhere.db")


def test_readers_of_a_database_that_is_made_another_see_the_old_until_they_see_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "_PAGES_A_STEP", 10)
    source, target = made(tmp_path / "a.db", 500), made(tmp_path / "b.db", 3_000)
    with opened(target, writing=True) as reader:
        reader.execute("BEGIN")
        counted = "SELECT count(*) FROM words"
        assert reader.execute(counted).fetchone() == (3_000,)
        seen: list[object] = []
        with opened(source) as one, opened(target, writing=True) as other:
            copy_pages(one, other, after_step=lambda: seen.append(count(target)))
        assert seen[0] == 3_000
        assert reader.execute(counted).fetchone() == (3_000,)
        reader.execute("COMMIT")
        assert reader.execute(counted).fetchone() == (500,)
    require_sound(target)


def test_a_file_that_takes_another_s_place_keeps_that_and_its_log_aside(tmp_path: Path) -> None:
    new, old = made(tmp_path / "new.db", 5), tmp_path / "old.db"
    to_one_file(new)
    old.write_text("broken", encoding="utf-8")
    old.chmod(0o600)
    (tmp_path / "old.db-wal").write_text("its log", encoding="utf-8")
    kept = put_in_place(new, old)
    assert count(old) == 5
    assert old.stat().st_mode & 0o777 == 0o600
    assert kept is not None
    assert kept.read_text("utf-8") == "broken"
    assert kept.with_name(f"{kept.name}-wal").read_text("utf-8") == "its log"
    assert not (tmp_path / "old.db-wal").exists()
    assert not new.exists()
