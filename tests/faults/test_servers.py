"""Servers that are killed: one that is started again, and one worker of two."""

import os
import signal
from pathlib import Path

import pytest

from tests.archives import archive_at, ingest
from tests.faults.processes import GIVE_UP_SECONDS, Commands, Server, asked_all_along, served
from tests.faults.wire import write_wire
from tests.waiting import until

ASKED = ["/v1/search?q=tide&sort=newest&facets=source", "/v1/corpus"]


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    write_wire(tmp_path / "wire", 0, 100)
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, tmp_path / "wire")
    return Commands(tmp_path / "data")


def workers(server: Server) -> list[int]:
    """The processes that the server started to answer requests."""
    family = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text("ascii")
    return [pid for pid in map(int, family.split()) if b"spawn_main" in _command(pid)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_server_that_is_killed_has_lost_nothing_when_it_is_started_again(commands: Commands) -> None:
    before = commands.export()
    with served(commands) as server, asked_all_along(server, ASKED) as asked:
        until(lambda: asked.statuses[200] > 0, GIVE_UP_SECONDS)
        server.process.send_signal(signal.SIGKILL)
        server.process.wait(GIVE_UP_SECONDS)
    with served(commands) as server:
        assert server.total("tide") == len(before)
    assert commands.run("check").said == "Store and index agree.\n"
    assert commands.export() == before


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced_while_the_other_answers(commands: Commands) -> None:
    with served(commands, workers=2) as server:
        first = workers(server)
        assert len(first) == 2
        with asked_all_along(server, ASKED) as asked:
            until(lambda: asked.statuses[200] > 0, GIVE_UP_SECONDS)
            os.kill(first[0], signal.SIGKILL)
            until(lambda: len(set(workers(server)) - {first[0]}) == 2, GIVE_UP_SECONDS)
            answered = asked.statuses[200]
            until(lambda: asked.statuses[200] > answered, GIVE_UP_SECONDS)
        # What the killed one was at is cut, one request for each asker at most; nothing is answered wrongly.
        assert set(asked.statuses) == {200}
        assert len(asked.failures) <= 2
    assert commands.run("check").status == 0
