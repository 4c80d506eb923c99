"""`microfiche`, run as by its console script, but killed or held up at a moment that the environment names.

`FAULT` is `kill` or `pause`, a place, and how often that is passed before: `kill@after publish@2`. A place is `before`
or `after` one of `store commit`, `engine commit`, `publish`; or it is `during copy`, or `anywhere`. `FAULT_DELAY` is
seconds from there to the kill. A pause writes `FAULT_FILE` and lasts until that file is gone. `FAULT_CLOCK` is a file
with the seconds by which the clock on the wall is wrong, read at each look at that clock. `FAULT_REQUEST_SECONDS` and
`FAULT_READING_SECONDS` are how long a server waits for clients. Batches are small here and each one is published, so
that a corpus of some hundred articles passes every place often.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path

from sqlmodel import Session

import app.api.protocol
import app.articles.revisions
import app.backup
import app.ingest.pipeline
import app.ingest.writer
import app.sqlite_file
from app.cli import main
from app.database import Database
from app.search.engines.live import ENGINES
from app.search.engines.seam import Change, Engine

ARTICLES_A_BATCH = 40
PAGES_A_STEP = 16


class Fault:
    def __init__(self) -> None:
        self._what, self._place, times = os.environ.get("FAULT", "kill@nowhere@0").split("@")
        self._left = int(times)
        self._delay = float(os.environ.get("FAULT_DELAY", "0"))

    def reached(self, place: str) -> None:
        if self._place not in (place, "anywhere"):
            return
        self._left -= 1
        if self._left != -1:
            return
        if self._what == "kill":
            self._kill()
        else:
            pause(Path(os.environ["FAULT_FILE"]))

    def _kill(self) -> None:
        if self._delay:
            threading.Timer(self._delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
        else:
            os.kill(os.getpid(), signal.SIGKILL)


def pause(mark: Path) -> None:
    mark.touch()
    while mark.exists():
        time.sleep(0.01)


def watch_store(fault: Fault) -> None:
    original = Database.write

    @contextmanager
    def write(database: Database) -> Iterator[Session]:
        with original(database) as session:
            yield session
            fault.reached("before store commit")
        fault.reached("after store commit")

    Database.write = write  # type: ignore[assignment, method-assign]


def watch_engine(fault: Fault, kind: type[Engine]) -> None:
    apply, publish = kind.apply, kind.publish

    def watched_apply(engine: Engine, changes: Iterable[Change]) -> None:
        apply(engine, watched_changes(changes))
        fault.reached("after engine commit")

    def watched_changes(changes: Iterable[Change]) -> Iterator[Change]:
        yield from changes
        fault.reached("before engine commit")

    def watched_publish(engine: Engine, revision: int) -> None:
        fault.reached("before publish")
        publish(engine, revision)
        fault.reached("after publish")

    kind.apply, kind.publish = watched_apply, watched_publish  # type: ignore[assignment, method-assign]


def watch_copies(fault: Fault) -> None:
    step = partial(fault.reached, "during copy")
    app.backup.copy_pages = partial(app.sqlite_file.copy_pages, after_step=step)  # type: ignore[attr-defined]
    app.sqlite_file._PAGES_A_STEP = PAGES_A_STEP  # noqa: SLF001 - small stores are to have many steps


def bend_clock(file: Path) -> None:
    right = time.time

    def error() -> float:
        return float(file.read_text("ascii") or 0)

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Wrong":
            return cls.fromtimestamp(right(), tz) + timedelta(seconds=error())

    time.time = lambda: right() + error()
    app.articles.revisions.datetime = Wrong  # type: ignore[attr-defined]
    app.ingest.pipeline.datetime = Wrong  # type: ignore[attr-defined]


def shorten_waits() -> None:
    protocol = app.api.protocol
    protocol.REQUEST_SECONDS = float(os.environ.get("FAULT_REQUEST_SECONDS", protocol.REQUEST_SECONDS))
    protocol.READING_SECONDS = float(os.environ.get("FAULT_READING_SECONDS", protocol.READING_SECONDS))


def run(words: Sequence[str]) -> int:
    shorten_waits()
    if "FAULT_CLOCK" in os.environ:
        bend_clock(Path(os.environ["FAULT_CLOCK"]))
    watched = Fault()
    watch_store(watched)
    watch_copies(watched)
    for engine in ENGINES.values():
        watch_engine(watched, engine)  # type: ignore[arg-type]
    app.ingest.writer._BATCH = ARTICLES_A_BATCH  # noqa: SLF001 - no setting, for nobody else wants it small
    return main(words)


def run_forked(words: Sequence[str], environment: Mapping[str, str], output: Path) -> None:
    """Do as the command line would, in this process, and end it; what is said goes into a file."""
    os.environ.update(environment)
    with output.open("wb") as said:
        os.dup2(said.fileno(), sys.stdout.fileno())
        os.dup2(said.fileno(), sys.stderr.fileno())
    sys.exit(run(words))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
