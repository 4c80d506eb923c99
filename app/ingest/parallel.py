"""Preparing articles in processes of their own, and one thing done beside: the only module that starts processes."""

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from threading import Thread
from types import ModuleType
from typing import Generic, Self, TypeVar

from app.articles.incoming import Packed
from app.errors import WorkerLost
from app.ingest.preparation import Task, prepare
from app.ingest.reading import Rejected, place

# Code points and steps that go to a worker at a time: some 60 ms of work, a thousandth of which is the sending.
_BATCH_LETTERS = 200_000
_BATCH_STEPS = 100
# Batches under way for each worker: while one is worked on, another waits, so that none idles through a commit.
_BATCHES_AHEAD = 10
# Objects made between two collections; from 10,000 on collecting no longer shows.
_COLLECTED_EVERY = 50_000
_NICENESS = 5
# A worker needs 2 s of a core to start; one process reads some 3 MB a second.
_WORTH_BYTES = 12_000_000

S = TypeVar("S")
Step = tuple[S, Task | None]
"""Anything that is to stay in its place, and the article that is to be prepared for it."""

_Batch = tuple[list[Step[S]], Future[list[Packed | Rejected]]]


def _cores() -> int:
    """Those that this process may use, where the system says."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Crew:
    """How many processes prepare, and how many bytes must be left to read for their start to pay."""

    workers: int = field(default_factory=_cores)
    worth_bytes: int = _WORTH_BYTES


@dataclass(frozen=True, slots=True)
class Prepared(Generic[S]):
    step: S
    result: Packed | Rejected | None


def prepared(steps: Iterator[Step[S]], crew: Crew, bytes_left: Callable[[], float]) -> Generator[Prepared[S]]:
    """The steps in their order, prepared here, or in processes once that pays.

    Raises `WorkerLost` where one of those processes ends before its work does. They end with the iterator.
    """
    for step, task in steps:
        if task is not None and crew.workers > 1 and bytes_left() >= crew.worth_bytes:
            yield from _by_workers(chain([(step, task)], steps), crew.workers)
            return
        yield Prepared(step, prepare([task])[0] if task else None)


def _by_workers(steps: Iterator[Step[S]], workers: int) -> Iterator[Prepared[S]]:
    under_way: deque[_Batch[S]] = deque()
    with _Workers(workers) as pool:
        try:
            for batch in _batches(steps):
                under_way.append((batch, pool.submit([task for _, task in batch if task])))
                if len(under_way) > workers * _BATCHES_AHEAD:
                    yield from _oldest(under_way)
            while under_way:
                yield from _oldest(under_way)
        except BrokenProcessPool as error:
            first = next((task for batch, _ in under_way for _, task in batch if task), None)
            raise pool.lost(first) from error


def _batches(steps: Iterable[Step[S]]) -> Iterator[list[Step[S]]]:
    batch: list[Step[S]] = []
    letters = 0
    for step in steps:
        batch.append(step)
        letters += len(step[1].clipping.text) if step[1] else 0
        if letters >= _BATCH_LETTERS or len(batch) >= _BATCH_STEPS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def _oldest(under_way: deque[_Batch[S]]) -> Iterator[Prepared[S]]:
    """The batch that was begun first, once it is done; until then it counts as under way."""
    steps, future = under_way[0]
    results = iter(future.result())
    under_way.popleft()
    for step, task in steps:
        yield Prepared(step, next(results) if task else None)


class _Workers:
    """Processes that prepare batches of articles; all of them are gone when it ends."""

    def __init__(self, count: int) -> None:
        # Spawned, since a fork would copy the locks of this process's threads as they happen to stand.
        context = get_context("spawn")
        self._count = count
        self._before = set(active_children())
        self._processes: list[BaseProcess] = []
        self._executor = ProcessPoolExecutor(count, context, _begin)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._terminate()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, batch: list[Task]) -> Future[list[Packed | Rejected]]:
        with _interrupts_held_back(), _program_unseen():
            future = self._executor.submit(prepare, batch)
        if len(self._processes) < self._count:
            self._processes = [child for child in active_children() if child not in self._before]
        return future

    def lost(self, first: Task | None) -> WorkerLost:
        """The error that names the process that ended, and the first article that was not prepared by then.

        The other processes are ended too.
        """
        self._terminate()
        self._executor.shutdown(wait=True)
        own_end = (-signal.SIGTERM, 0, None)
        lost = next((process for process in self._processes if process.exitcode not in own_end), None)
        who = (
            f"process {lost.pid} of the ingest ended ({_cause(lost)})"
            if lost
            else "a process of the ingest ended"
        )
        where = f", at or soon after {place(first.clipping.path, first.clipping.position)}" if first else ""
        return WorkerLost(
            f"Before its work was done {who}{where}: what was committed is in. See that there is memory for it, "
            "and run the same command to go on."
        )

    def _terminate(self) -> None:
        """End all of them: an executor that has lost one waits, and for ever, for one that was just being started."""
        for process in set(active_children()) - self._before:
            process.terminate()
        # Nobody reads any more, yet Python up to 3.11.4 goes on writing to them for ever unless it is told so.
        if queue := self._executor._call_queue:  # type: ignore[attr-defined]  # noqa: SLF001
            queue._reader.close()  # noqa: SLF001


def _cause(process: BaseProcess) -> str:
    code = process.exitcode or 0
    return signal.Signals(-code).name if code < 0 else f"status {code}"


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal: workers, started in here, never see it; it waits for this one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _program_unseen() -> Iterator[None]:
    """A worker first imports the program that starts it, as that says it is: 1 s, and nothing of it is needed there."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def collect_seldom() -> None:
    """Let Python look for cycles less often, in a process that reads articles or keeps them and then ends.

    What was imported stays for good, and what an article leaves behind is mostly no cycle: at Python's own pace
    collecting takes a third of the reading.
    """
    gc.freeze()
    gc.set_threshold(_COLLECTED_EVERY)


def _begin() -> None:
    """What a worker does first."""
    collect_seldom()
    # Who commits, indexes and serves comes first; what is left of the machine prepares more.
    os.nice(_NICENESS)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class Beside:
    """Something done in a thread of its own, again and again: asked for while it is under way, it is done once more."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._thread = ThreadPoolExecutor(1)
        self._asked: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._thread.shutdown(wait=True)
        if kind is None:
            self._raise_what_ended()

    def __call__(self) -> None:
        """Have it done. Raises what an earlier time raised."""
        self._raise_what_ended()
        # The first is under way. A second has not begun, and will see all that there is now.
        if len(self._asked) < 2:
            self._asked.append(self._thread.submit(self._work))

    def _raise_what_ended(self) -> None:
        while self._asked and self._asked[0].done():
            self._asked.popleft().result()
