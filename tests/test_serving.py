"""Real servers in processes of their own: they start, answer, follow the store and stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.archives import archive_at, ingest, write_lines
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

    def get(self, path: str) -> Any:
        """The JSON of an answer; raises `HTTPError` for any status but 200."""
        with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as answer:  # noqa: S310 - our own server
            return json.load(answer)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


@contextmanager
def served(data: Path, *options: str) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"MICROFICHE_DATA": str(data)}
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


def test_two_workers_answer_and_stop(data: Path) -> None:
    with served(data, "--workers", "2") as server:
        assert [server.get("/v1/search?q=moon")["total"] for _ in range(20)] == [1] * 20
        assert server.stop() == 0


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
