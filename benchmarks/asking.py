"""A server of this checkout, and one client that asks it, one question after the other on one connection."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlencode

from benchmarks.processes import free_port, serving

MICROFICHE = Path(sys.executable).with_name("microfiche")


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
    port = free_port()
    command = [str(MICROFICHE), "serve", "--port", str(port), "--workers", str(workers)]
    environment = os.environ | {"MICROFICHE_DATA": str(data), "MICROFICHE_LOG_FORMAT": "quiet"}
    with (
        NamedTemporaryFile(suffix=".log") as log,
        serving(command, port, Path(log.name), environment, "/health/ready") as running,
    ):
        yield Client(port), running.pid
