"""Clients that mean no good, or are gone: idle ones by the thousand, slow senders, and those who never read."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.archives import archive_at, ingest, write_lines
from tests.faults.processes import GIVE_UP_SECONDS, Commands, Server, served
from tests.sockets import rest
from tests.waiting import until

MANY, SOME = 10_000, 400
ARTICLES = 40
# Shorter than what is usual, so that nobody has to wait for it.
SHORT = "0.5"
ENDLESS = b"GET /v1/search?q=moon&format=ndjson&fields=body HTTP/1.1\r\nHost: here\r\n\r\n"


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    # Together more than lies in the buffers between server and client.
    folder, body = (
        tmp_path_factory.mktemp("clients"),
        "The moon rose over the harbour and nobody looked up. " * 4_000,
    )
    lines = [{"id": str(i), "title": f"Moon {i}", "body": f"{i} {body}"} for i in range(ARTICLES)]
    with archive_at(folder / "data") as archive:
        ingest(archive, write_lines(folder / "long.jsonl", lines))
    return Commands(folder / "data")


@contextmanager
def files_allowed(number: int) -> Iterator[None]:
    """Let this process, and those it starts, have so many files open; skips where the system grants fewer."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    if before[1] != resource.RLIM_INFINITY and before[1] < number:
        pytest.skip(f"this system lets a process have {before[1]:,} files open, and {number:,} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def connected(server: Server, buffer: int | None = None) -> socket.socket:
    connection = socket.socket()
    if buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.settimeout(GIVE_UP_SECONDS)
    host, port = server.address.removeprefix("http://").split(":")
    connection.connect((host, int(port)))
    return connection


def sockets(server: Server) -> int:
    """How many the server has open."""
    files = Path(f"/proc/{server.process.pid}/fd").iterdir()
    return sum(_target(file).startswith("socket:") for file in files)


def _target(file: Path) -> str:
    try:
        return str(file.readlink())
    except FileNotFoundError:
        return ""


@pytest.mark.slow
def test_ten_thousand_idle_clients_keep_nobody_out_and_are_hung_up_on(commands: Commands) -> None:
    with files_allowed(MANY + 1_000), served(commands) as server, ExitStack() as idle:
        before = sockets(server)
        clients = [idle.enter_context(connected(server)) for _ in range(MANY)]
        assert server.total("moon") == ARTICLES
        assert rest(clients[-1]) == b""
        until(lambda: sockets(server) < before + 20, GIVE_UP_SECONDS)
        assert server.total("moon") == ARTICLES


def test_where_there_are_files_for_no_more_clients_they_are_told_and_it_goes_on_after(
    commands: Commands,
) -> None:
    limited = Commands(commands.data, before=("prlimit", f"--nofile={SOME}:{SOME}"))
    with served(limited) as server, ExitStack() as idle:
        clients = [idle.enter_context(connected(server)) for _ in range(SOME)]
        said = rest(clients[-1])
        assert said.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 2" in said
        for client in clients:
            client.close()
        until(server.is_ready, GIVE_UP_SECONDS)
        assert server.total("moon") == ARTICLES


@pytest.mark.parametrize(
    "begun", [b"GET /v1/corpus HT", b"GET / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nx"]
)
def test_a_request_that_does_not_end_is_hung_up_on(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setenv("FAULT_REQUEST_SECONDS", SHORT)
    with served(commands) as server, connected(server) as slow:
        slow.sendall(begun)
        said = rest(slow)
        assert said.startswith(b"HTTP/1.1 200 " if b"Length" in begun else b"HTTP/1.1 408 ")
        assert said.count(b"HTTP/1.1") == 1
        assert server.total("moon") == ARTICLES


def test_a_client_that_never_reads_its_answer_is_hung_up_on_and_holds_nothing(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULT_READING_SECONDS", SHORT)
    with served(commands) as server, ExitStack() as idle:
        before = sockets(server)
        # More than there are threads.
        clients = [idle.enter_context(connected(server, buffer=4_096)) for _ in range(12)]
        for client in clients:
            client.sendall(ENDLESS)
        assert server.total("moon") == ARTICLES
        until(lambda: sockets(server) <= before + 2, GIVE_UP_SECONDS)
        # Two may still be connected, and get the rest now that they read.
        cut_off = [client for client in clients if rest(client).count(b'{"id":') < ARTICLES]
        assert len(cut_off) >= len(clients) - 2
        assert server.total("moon") == ARTICLES
