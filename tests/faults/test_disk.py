"""A disk without room, a folder that cannot be written, files that are no longer what they were."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.search.engines.current import read_current
from app.search.engines.manifest import content
from tests.archives import archive_at, ingest
from tests.faults.processes import GIVE_UP_SECONDS, Commands, Ended, asked_all_along, served
from tests.faults.wire import write_wire
from tests.waiting import until

ASKED = ["/v1/search?q=tide&sort=newest", "/v1/search?q=moon&facets=source", "/v1/topics"]


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    write_wire(tmp_path / "wire", 0)
    return tmp_path / "wire"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, with room for part of an index."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or not _mounted(folder, "size=2m"):
        pytest.skip("only root can mount a small file system here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607 - found on the PATH


def _mounted(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def is_one_clear_sentence(ended: Ended) -> bool:
    return ended.status == 1 and "Traceback" not in ended.said and len(ended.said.splitlines()) == 1


@pytest.mark.parametrize("megabytes", [2, 4])
def test_a_disk_that_is_full_stops_an_ingest_which_goes_on_when_there_is_room(
    wire: Path, small_disk: Path, tmp_path: Path, megabytes: int
) -> None:
    commands = Commands(small_disk / "data")
    _mounted(small_disk, f"remount,size={megabytes}m")
    ended = commands.run("ingest", str(wire), "--quiet")
    assert is_one_clear_sentence(ended), ended.said
    assert "No space left" in ended.said or "disk is full" in ended.said
    _mounted(small_disk, "remount,size=200m")
    assert commands.run("ingest", str(wire), "--quiet") == Ended(0, "")
    assert commands.run("check").said == "Store and index agree.\n"
    with archive_at(tmp_path / "whole") as archive:
        ingest(archive, wire)
    assert commands.export() == Commands(tmp_path / "whole").export()


def without_privileges() -> tuple[str, ...]:
    """Words before a command that let file permissions hold for root too."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root can write anywhere, and there is no setpriv to drop that right")
    return ("setpriv", "--bounding-set=-dac_override")


def permit(folder: Path, *, writing: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200 if writing else path.stat().st_mode & 0o555)


@pytest.mark.slow
def test_a_server_goes_on_answering_when_its_folder_can_no_longer_be_written(
    wire: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    commands = Commands(data, before=without_privileges())
    assert commands.run("ingest", str(wire)).status == 0
    with served(commands) as server, asked_all_along(server, ASKED) as asked:
        permit(data, writing=False)
        try:
            write_wire(wire, 1)
            refused = commands.run("ingest", str(wire), "--quiet")
            assert is_one_clear_sentence(refused), refused.said
            assert server.total("tide") > 0
        finally:
            permit(data, writing=True)
        assert commands.run("ingest", str(wire), "--quiet", "--prune").status == 0
        until(lambda: server.total("tide") == len(commands.export()), GIVE_UP_SECONDS)
    assert asked.failures == []
    assert commands.run("check").status == 0


def test_a_server_on_a_folder_that_cannot_be_written_says_so_and_ends(wire: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    commands = Commands(data, before=without_privileges())
    assert commands.run("ingest", str(wire)).status == 0
    permit(data, writing=False)
    try:
        ended = commands.run("serve", "--port", "18765")
    finally:
        permit(data, writing=True)
    assert is_one_clear_sentence(ended), ended.said
    assert "cannot be used" in ended.said


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 2]


def generation(data: Path) -> Path:
    current = read_current(data / "index" / "CURRENT")
    assert current is not None
    return data / "index" / current.generation


def spoil_largest(data: Path, spoil: Callable[[bytes], bytes]) -> Path:
    """Put a spoilt copy in the place of the largest index file; returns the generation's folder."""
    folder = generation(data)
    largest = max(content(folder), key=lambda file: file.stat().st_size)
    aside = largest.with_name("aside")
    aside.write_bytes(spoil(largest.read_bytes()))
    aside.replace(largest)
    return folder


@pytest.mark.parametrize("engine", ["tantivy", pytest.param("whoosh", marks=pytest.mark.slow)])
@pytest.mark.parametrize("spoil", [flipped, cut_short])
def test_a_server_notices_a_spoilt_file_and_builds_the_index_anew(
    wire: Path, tmp_path: Path, engine: str, spoil: Callable[[bytes], bytes]
) -> None:
    data = tmp_path / "data"
    commands = Commands(data, engine)
    assert commands.run("ingest", str(wire)).status == 0
    with served(commands) as server:
        total = server.total("tide")
        with asked_all_along(server, ASKED) as asked:
            spoilt = spoil_largest(data, spoil)
            until(lambda: generation(data) != spoilt, GIVE_UP_SECONDS)
            until(server.is_ready, GIVE_UP_SECONDS)
        assert server.total("tide") == total
    # While it is being built there is an answer that says so, and never a wrong one.
    assert set(asked.statuses) <= {200, 503}
    assert all(failure.endswith(": 503, 2") for failure in asked.failures)
    assert commands.run("check").said == "Store and index agree.\n"


def test_a_server_started_on_a_spoilt_index_builds_it_anew(wire: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    commands = Commands(data)
    assert commands.run("ingest", str(wire)).status == 0
    spoilt = spoil_largest(data, cut_short)
    assert commands.run("check").status == 1
    with served(commands) as server:
        assert server.total("tide") == len(commands.export())
    assert generation(data) != spoilt


@pytest.mark.slow
def test_a_server_builds_anew_an_index_that_is_gone_and_answers_meanwhile(wire: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    commands = Commands(data)
    assert commands.run("ingest", str(wire)).status == 0
    with served(commands, workers=2) as server:
        for _ in range(20):
            server.total("tide")
        with asked_all_along(server, ASKED) as asked:
            # In one step: a server is as quick to build it as this is to delete it.
            (data / "index").rename(tmp_path / "lost")
            until((data / "index" / "CURRENT").exists, GIVE_UP_SECONDS)
    # A worker that had not been asked before has nothing open to answer from.
    assert set(asked.statuses) <= {200, 503}
    assert commands.run("check").status == 0
