"""Backups made and put back while others are at work, and killed half-way."""

import json
from pathlib import Path

import pytest

from app.sqlite_file import require_sound
from tests.archives import archive_at, ingest
from tests.faults.processes import GIVE_UP_SECONDS, Commands, asked_all_along, served
from tests.faults.wire import write_wire
from tests.waiting import until

KILLED = -9
ARTICLES = 100
ASKED = [
    "/v1/search?q=tide&sort=newest&facets=source",
    "/v1/search?q=moon&limit=20",
    "/v1/corpus",
    "/health/ready",
]


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    write_wire(tmp_path / "wire", 0, ARTICLES)
    return tmp_path / "wire"


@pytest.fixture
def commands(wire: Path, tmp_path: Path) -> Commands:
    """`microfiche` on an archive of the first day."""
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, wire)
    return Commands(tmp_path / "data")


def ids_of(commands: Commands) -> list[object]:
    return [article["id"] for article in commands.export()]


def test_a_backup_beside_an_ingest_holds_one_revision_and_the_ingest_goes_on(
    wire: Path, commands: Commands, tmp_path: Path
) -> None:
    first, copied, mark = ids_of(commands), tmp_path / "backup.db", tmp_path / "mark"
    write_wire(wire, 1, ARTICLES)
    with commands.begun("backup", str(copied), FAULT="pause@during copy@2", FAULT_FILE=str(mark)) as backup:
        until(mark.exists, GIVE_UP_SECONDS)
        assert commands.run("ingest", str(wire), "--prune").status == 0
        assert not copied.exists()
        mark.unlink()
        backup.join(GIVE_UP_SECONDS)
        assert backup.exitcode == 0
    second = ids_of(commands)
    assert second != first
    elsewhere = Commands(tmp_path / "elsewhere")
    assert elsewhere.run("restore", str(copied)).status == 0
    assert ids_of(elsewhere) == first
    assert elsewhere.run("check").said == "Store and index agree.\n"
    assert ids_of(commands) == second


@pytest.mark.parametrize("step", [0, 8])
def test_a_backup_that_is_killed_leaves_the_store_and_the_backup_before(
    commands: Commands, tmp_path: Path, step: int
) -> None:
    copied, before = tmp_path / "backup.db", ids_of(commands)
    copied.write_text("yesterday's", encoding="utf-8")
    killed = commands.run("backup", str(copied), "--overwrite", FAULT=f"kill@during copy@{step}")
    assert killed.status == KILLED, killed.said
    assert copied.read_text("utf-8") == "yesterday's"
    assert ids_of(commands) == before
    ended = commands.run("backup", str(copied), "--overwrite")
    assert ended.status == 0, ended.said
    assert f"holds {len(before)} articles" in ended.said
    require_sound(copied)
    assert [file.name for file in tmp_path.glob("backup*")] == ["backup.db"]


def test_a_restore_killed_anywhere_leaves_the_old_store_or_the_new_one_and_an_index_that_fits(
    wire: Path, commands: Commands, tmp_path: Path
) -> None:
    copied, first = tmp_path / "backup.db", ids_of(commands)
    assert commands.run("backup", str(copied)).status == 0
    write_wire(wire, 1, ARTICLES)
    assert commands.run("ingest", str(wire), "--prune").status == 0
    second = ids_of(commands)
    # The first copy is made aside; the second goes into the store.
    steps = copied.stat().st_size // (16 * 4_096)
    for step in (1, 2 * steps - 2):
        killed = commands.run("restore", str(copied), FAULT=f"kill@during copy@{step}")
        assert killed.status == KILLED, killed.said
        assert ids_of(commands) == second
        found = commands.run("search", "tide", "--json", "--limit", "0")
        assert json.loads(found.said)["total"] == len(second)
    killed = commands.run("restore", str(copied), FAULT="kill@after engine commit@0")
    assert killed.status == KILLED, killed.said
    assert ids_of(commands) == first
    found = commands.run("search", "tide", "--json", "--limit", "0")
    assert json.loads(found.said)["total"] == len(first)
    assert commands.run("restore", str(copied)).status == 0
    assert commands.run("check").said == "Store and index agree.\n"
    assert not list(commands.data.glob("store.db.*"))


def test_servers_answer_all_along_while_a_backup_is_put_back_and_show_it(
    wire: Path, commands: Commands, tmp_path: Path
) -> None:
    copied = tmp_path / "backup.db"
    assert commands.run("backup", str(copied)).status == 0
    write_wire(wire, 1, ARTICLES)
    assert commands.run("ingest", str(wire), "--prune").status == 0
    with served(commands) as server, asked_all_along(server, ASKED) as asked:
        assert server.get("/v1/corpus")["revision"] > 1
        ended = commands.run("restore", str(copied))
        assert ended.status == 0, ended.said
        first = len(commands.export())
        until(lambda: server.total("tide") == first, GIVE_UP_SECONDS)
    assert asked.failures == []
    assert asked.statuses[200] > 0


def test_a_damaged_store_that_a_server_has_open_is_not_replaced_under_it(
    commands: Commands, tmp_path: Path
) -> None:
    copied, store = tmp_path / "backup.db", commands.data / "store.db"
    assert commands.run("backup", str(copied)).status == 0
    with served(commands):
        with store.open("r+b") as file:
            file.truncate(store.stat().st_size // 2)
        for command in (["search", "tide"], ["ingest", str(tmp_path / "wire")], ["serve", "--port", "18766"]):
            refused = commands.run(*command)
            assert refused.status == 1
            assert "microfiche restore" in refused.said
            assert len(refused.said.splitlines()) == 1
        refused = commands.run("restore", str(copied))
        assert refused.status == 1
        assert "stop the servers, then restore again" in refused.said
    ended = commands.run("restore", str(copied))
    assert ended.status == 0, ended.said
    assert "store.db.damaged" in ended.said
    assert commands.run("check").said == "Store and index agree.\n"
