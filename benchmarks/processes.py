"""Processes that the benchmark starts: on a port of their own, waited for, and stopped whatever happens."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.watching import held_bytes

HOST = "127.0.0.1"
_SECONDS_TO_START = 120.0
_SECONDS_TO_STOP = 15.0
_SECONDS_BETWEEN_LOOKS = 0.1
_SHOWN_OF_LOG = 2_000


class ServerFailed(Exception):
    """A server did not start, or not answer; the others are still measured."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers; `pid` is the process from which all of its processes descend, 0 where it is not here."""

    port: int
    pid: int
    host: str = HOST

    @property
    def base(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def memory(self) -> int | None:
        return held_bytes(self.pid) or None if self.pid else None


def free_port() -> int:
    with socket.create_server((HOST, 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[str],
    port: int,
    log: Path,
    environment: Mapping[str, str] | None = None,
    ready: str = "/",
) -> Iterator[Running]:
    """Start a server, wait until `ready` is answered, and stop all that it started in the end."""
    with log.open("ab") as written:
        process = subprocess.Popen(  # noqa: S603
            list(command), env=environment, stdout=written, stderr=written, start_new_session=True
        )
        try:
            running = Running(port, process.pid)
            wait_for(running, ready, process)
            yield running
        except ServerFailed as error:
            said = log.read_text(encoding="utf-8", errors="replace")[-_SHOWN_OF_LOG:]
            raise ServerFailed(f"{error}\n{said}") from error
        finally:
            _stop(process)


def wait_for(running: Running, path: str, process: subprocess.Popen[bytes] | None = None) -> None:
    """Raises `ServerFailed` where it ends, or does not answer well in time."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        # One that ends well has left a server behind.
        if process is not None and process.poll():
            raise ServerFailed(f"it ended with status {process.returncode}")
        with suppress(OSError, http.client.HTTPException):
            if fetch(running, path)[0] == http.HTTPStatus.OK:
                return
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    raise ServerFailed(f"no answer within {_SECONDS_TO_START:.0f} s")


def fetch(
    running: Running, path: str, body: bytes | None = None, method: str | None = None
) -> tuple[int, bytes]:
    """Status and body of one request; a body is JSON, or lines of it, and is sent by POST unless told otherwise."""
    connection = http.client.HTTPConnection(running.host, running.port, timeout=_SECONDS_TO_START)
    try:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method or ("GET" if body is None else "POST"), path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def tag_of(running: Running, path: str) -> str:
    """The ETag of an answer that is not compressed; empty where it has none."""
    connection = http.client.HTTPConnection(running.host, running.port, timeout=_SECONDS_TO_START)
    try:
        connection.request("HEAD", path, headers={"Accept-Encoding": "identity"})
        return connection.getresponse().headers.get("ETag", "")
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Kindly, then all of its session: a server's workers may outlive the process that was asked to end."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_SECONDS_TO_STOP)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
