"""Real processes on one data folder: ingests that may be killed, servers, and those who ask them all along."""

import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from tests.faults.faulty import run_forked
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
_FAULTY = [sys.executable, "-m", "tests.faults.faulty"]
# How long to wait for what takes seconds on an idle machine.
GIVE_UP_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Ended:
    status: int
    said: str


@dataclass(frozen=True, slots=True)
class Commands:
    """`microfiche` on one data folder; `before` are words that go before the command."""

    data: Path
    engine: str = "tantivy"
    before: tuple[str, ...] = ()

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """A command that goes on in a process started from nothing, as a server's workers have to be."""
        return subprocess.Popen(
            [*self.before, *_FAULTY, *words],
            cwd=ROOT,
            env=os.environ | self._settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @contextmanager
    def begun(
        self, *words: str, output: Path = Path(os.devnull), **environment: str
    ) -> Iterator[BaseProcess]:
        """A command in a process of its own, forked from one that has imported everything: that takes seconds."""
        process = _forks().Process(target=run_forked, args=(words, self._settings | environment, output))
        process.start()
        try:
            yield process
        finally:
            process.join(GIVE_UP_SECONDS)
            process.kill()

    def run(self, *words: str, **environment: str) -> Ended:
        if self.before:
            with self.start(*words) as started:
                said, _ = started.communicate(timeout=GIVE_UP_SECONDS)
            return Ended(started.returncode, said)
        with NamedTemporaryFile() as file:
            with self.begun(*words, output=Path(file.name), **environment) as process:
                process.join(GIVE_UP_SECONDS)
            assert process.exitcode is not None
            return Ended(process.exitcode, Path(file.name).read_text("utf-8"))

    @property
    def _settings(self) -> dict[str, str]:
        # Nobody reads what a server says while it serves: a line for each request would fill the pipe and stop it.
        quiet = {"MICROFICHE_LOG_FORMAT": "quiet"}
        return {"MICROFICHE_DATA": str(self.data), "MICROFICHE_ENGINE": self.engine} | quiet

    def export(self) -> list[dict[str, Any]]:
        """Every article, in the order of the ids."""
        ended = self.run("export")
        assert ended.status == 0, ended.said
        return sorted(map(json.loads, ended.said.splitlines()), key=lambda article: str(article["id"]))


@cache
def _forks() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.faulty"])
    return context


@dataclass(slots=True)
class Server:
    address: str
    process: "subprocess.Popen[str]"

    def get(self, path: str) -> Any:
        """The JSON of an answer; raises `HTTPError` for any status but 200."""
        url = path if path.startswith("http") else f"{self.address}{path}"
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
            return json.load(answer)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, "the server ended by itself"
        try:
            return bool(self.get("/health/ready")["status"] == "ok")
        except (urllib.error.URLError, ConnectionError):
            return False

    def total(self, q: str) -> int:
        return int(self.get(f"/v1/search?q={q}&limit=0")["total"])


@contextmanager
def served(commands: Commands, *, workers: int = 1) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with commands.start("serve", "--port", str(port), "--workers", str(workers)) as process:
        server = Server(f"http://127.0.0.1:{port}", process)
        try:
            until(server.is_ready, GIVE_UP_SECONDS)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()


@dataclass(slots=True)
class Asked:
    """What the answers of a running server were: how many of each status, and what else came instead."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


@contextmanager
def asked_all_along(server: Server, paths: Sequence[str], askers: int = 2) -> Iterator[Asked]:
    """Ask for these paths, one after the other and from several threads, until the block ends."""
    asked, over = Asked(), threading.Event()
    threads = [threading.Thread(target=_ask, args=(server, paths, asked, over)) for _ in range(askers)]
    for thread in threads:
        thread.start()
    try:
        yield asked
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _ask(server: Server, paths: Sequence[str], asked: Asked, over: threading.Event) -> None:
    while not over.is_set():
        for path in paths:
            try:
                server.get(path)
                asked.statuses[200] += 1
            except urllib.error.HTTPError as error:
                asked.statuses[error.code] += 1
                asked.failures.append(f"{path}: {error.code}, {error.headers.get('Retry-After')}")
                error.close()
            except OSError as error:
                asked.failures.append(f"{path}: {error!r}")
        # Asking is not to take the processor from what is tested.
        time.sleep(0.02)
