"""A server of this checkout, and one client that asks it, one question after the other on one connection."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

MICROFICHE = Path(sys.executable).with_name("microfiche")
_GIVE_UP_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 0 where the connection broke."""

    status: int
    seconds: float
    body: bytes = b""

    @property
    def value(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Client:
    port: int
    _connection: HTTPConnection | None = field(default=None, init=False)

    def ask(self, path: str, **parameters: object) -> Answer:
        """The answer to a GET, with the time from the question to its last byte."""
        address = f"{path}?{urlencode(parameters, doseq=True)}" if parameters else path
        begin = time.perf_counter()
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self._connection.request("GET", address)
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, HTTPException):
            self._connection.close()
            self._connection = None
            return Answer(0, time.perf_counter() - begin)
        return Answer(response.status, time.perf_counter() - begin, body)


@contextmanager
def served(data: Path, workers: int = 1) -> Iterator[tuple[Client, int]]:
    """A client of a server on this data folder, and the server's process id, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(MICROFICHE), "serve", "--port", str(port), "--workers", str(workers)]
    environment = os.environ | {"MICROFICHE_DATA": str(data), "MICROFICHE_LOG_FORMAT": "quiet"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            client = Client(port)
            _wait(client, process)
            yield client, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def share(seconds: Iterable[float], part: float) -> float:
    """The time that this part of the answers did not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def _wait(client: Client, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _GIVE_UP_SECONDS
    while client.ask("/health/ready").status != 200:
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit("The server does not come up.")
        time.sleep(0.1)
