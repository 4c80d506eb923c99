"""Real servers in processes of their own: they start, answer, follow the store and stop."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.archives import archive_at, ingest, write_lines
from tests.sockets import rest
from tests.waiting import until

ROOT = Path(__file__).resolve().parent.parent
# The contract says two seconds; a test machine that is busy with other tests may take some more.
_SEEN_WITHIN_SECONDS = 10.0
_UP_WITHIN_SECONDS = 40.0
_COMMAND = [sys.executable, "-c", "from app.cli import run; run()"]


@dataclass(frozen=True, slots=True)
class Server:
    process: "subprocess.Popen[bytes]"
    address: str
    environment: dict[str, str]

    @property
    def place(self) -> tuple[str, int]:
        host, port = self.address.removeprefix("http://").split(":")
        return host, int(port)

    def get(self, path: str) -> Any:
        """The JSON of an answer; raises `HTTPError` for any status but 200."""
        with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as answer:  # noqa: S310 - our own server
            return json.load(answer)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


@contextmanager
def served(data: Path, *options: str, **settings: str) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"MICROFICHE_DATA": str(data)}
    environment |= {f"MICROFICHE_{name.upper()}": value for name, value in settings.items()}
    command = [*_COMMAND, "serve", "--port", str(port), *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        server = Server(process, f"http://127.0.0.1:{port}", environment)
        try:
            until(lambda: is_ready(server), _UP_WITHIN_SECONDS)
            yield server
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()


def is_ready(server: Server) -> bool:
    assert server.process.poll() is None, "the server ended by itself"
    try:
        return bool(server.get("/health/ready") == {"status": "ok"})
    except (urllib.error.URLError, ConnectionError):
        return False


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    with archive_at(folder / "data") as archive:
        ingest(
            archive, write_lines(folder / "first.jsonl", [{"id": "1", "title": "Moon", "body": "The moon."}])
        )
    return folder / "data"


def test_a_server_answers_follows_an_ingest_and_stops_when_told(data: Path, tmp_path: Path) -> None:
    with served(data) as server:
        assert server.get("/v1/search?q=moon")["total"] == 1
        file = write_lines(
            tmp_path / "later.jsonl", [{"id": "2", "title": "Mars", "body": "Late news of Mars."}]
        )
        with subprocess.Popen(
            [*_COMMAND, "ingest", str(file), "--quiet"], cwd=ROOT, env=server.environment
        ) as reading:
            totals: list[int] = []
            # Each look raises where the answer is anything but 200.
            until(lambda: asked(server, totals) or reading.poll() is not None, _UP_WITHIN_SECONDS)
            until(lambda: asked(server, totals), _SEEN_WITHIN_SECONDS)
        assert reading.returncode == 0
        assert totals == sorted(totals)
        assert server.stop() == 0


def asked(server: Server, totals: list[int]) -> bool:
    totals.append(server.get("/v1/search?q=mars")["total"])
    return totals[-1] > 0


def test_two_workers_answer_count_together_and_stop(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with served(data, "--workers", "2", metrics_port=str(port), log_format="json") as server:
        assert [server.get("/v1/search?q=moon")["total"] for _ in range(20)] == [1] * 20
        # A request is counted when its answer is sent, which may be a moment after it has come.
        counted = 'microfiche_requests_total{method="GET",route="/v1/search",status="200"} 20.0'
        until(lambda: counted in metrics(port), 20)
        assert re.search(r"^microfiche_articles [12]\.0$", metrics(port), re.MULTILINE)
        assert server.stop() == 0
        lines = [json.loads(line) for line in rest_of(server) if line.startswith(b"{")]
        assert sum(line.get("route") == "/v1/search" for line in lines) == 20


def metrics(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        told: bytes = answer.read()
    return told.decode()


def rest_of(server: Server) -> list[bytes]:
    """What the server wrote."""
    assert server.process.stdout
    return server.process.stdout.readlines()


def test_a_port_that_is_taken_is_one_sentence_and_status_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [*_COMMAND, "serve", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"MICROFICHE_DATA": str(tmp_path / "data")},
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert f"Port {port} of 127.0.0.1 cannot be listened on".encode() in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def told(server: Server, request: bytes) -> bytes:
    """All that the server says until it hangs up."""
    with socket.create_connection(server.place, timeout=20) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
        return rest(connection)


def test_an_answer_that_is_being_sent_is_sent_whole_when_the_server_stops(tmp_path: Path) -> None:
    # More than what lies in the buffers between server and client.
    body = "The moon rose over the harbour and nobody looked up. " * 4_000
    lines = [{"id": str(i), "title": f"Moon {i}", "body": f"{i} {body}"} for i in range(25)]
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, write_lines(tmp_path / "long.jsonl", lines))
    with served(tmp_path / "data") as server, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(20)
        connection.connect(server.place)
        connection.sendall(b"GET /v1/search?q=moon&format=ndjson&fields=body HTTP/1.1\r\nHost: here\r\n\r\n")
        said = connection.recv(1_000)
        server.process.send_signal(signal.SIGTERM)
        until(lambda: refuses(server), 20)
        assert server.process.poll() is None
        said += rest(connection)
        assert said.count(b'{"id":') == len(lines)
        assert said.endswith(b"0\r\n\r\n")
        assert server.process.wait(timeout=20) == 0


def refuses(server: Server) -> bool:
    """Whether nobody listens any more."""
    try:
        server.get("/health/live")
    except (urllib.error.URLError, ConnectionError):
        return True
    return False


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    with served(data) as made:
        yield made


def linked(server: Server) -> bytes:
    """A feed, asked for as a proxy does that was itself asked by HTTPS."""
    asked = urllib.request.Request(  # noqa: S310 - our own server
        f"{server.address}/v1/search?limit=0&format=atom", headers={"X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def test_a_proxy_is_not_believed_by_itself(server: Server) -> None:
    assert b"https://127.0.0.1" not in linked(server)


def test_a_proxy_is_believed_where_it_is_trusted(data: Path) -> None:
    with served(data, trusted_proxies='["127.0.0.0/8"]') as server:
        assert b"https://127.0.0.1" in linked(server)


START = b"GET /v1/corpus HTTP/1.1\r\nHost: here\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(b"GET /?q=" + b"x" * 100_000, id="an address without end"),
        pytest.param(START + b"A: " + b"x" * 100_000, id="a header without end"),
        pytest.param(START + b"A: xxxxxxxxxx\r\n" * 10_000, id="headers without end"),
        pytest.param(START + b"A: xxxxxxxxxx\r\n" * 10_000 + b"\r\n", id="whole headers, too many"),
    ],
)
def test_a_request_that_says_too_much_is_refused_before_it_is_answered(
    server: Server, request_: bytes
) -> None:
    said = told(server, request_)
    assert said.startswith(b"HTTP/1.1 431 ")
    assert b"headers_too_large" in said
    assert said.count(b"HTTP/1.1") == 1


def test_many_requests_in_a_row_say_nothing_too_much(server: Server) -> None:
    one = START + b"A: " + b"x" * 5_000 + b"\r\n"
    many = (one + b"\r\n") * 30 + one + b"Connection: close\r\n\r\n"
    assert told(server, many).count(b"HTTP/1.1 200 ") == 31
