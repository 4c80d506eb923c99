"""Threads that do work in the order in which it came."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

Result = TypeVar("Result")

_Piece = tuple["Future[Any]", Callable[[], Any]]


class Crew:
    """So many threads at work; one that is held up can have another take its place, and ends with what it does.

    A pool with a lock for those at work would not do: whoever comes back for more would go before those that wait.
    """

    def __init__(self, threads: int, spare: int, name: str) -> None:
        """`spare` is how many may be held up at once."""
        self._name = name
        self._threads = threads
        self._spare = spare
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        self._changing = threading.Lock()
        self._alive: set[threading.Thread] = set()
        self._here = threading.local()
        for _ in range(threads):
            self._begin()

    def submit(self, work: Callable[[], Result]) -> "Future[Result]":
        promised: Future[Result] = Future()
        self._pieces.put((promised, work))
        return promised

    def make_room(self) -> bool:
        """Have another thread take this one's place, which is one of the crew; False where none is spare."""
        with self._changing:
            if not self._spare:
                return False
            self._spare -= 1
        self._here.is_replaced = True
        self._begin()
        return True

    def close(self) -> None:
        """Wait for what is being done; what waits is never begun."""
        while not self._pieces.empty():
            piece = self._pieces.get()
            if piece is not None:
                piece[0].cancel()
        for _ in range(self._threads):
            self._pieces.put(None)
        while self._alive:
            with self._changing:
                left = list(self._alive)
            for thread in left:
                thread.join()

    def _begin(self) -> None:
        thread = threading.Thread(target=self._labour, name=self._name, daemon=True)
        with self._changing:
            self._alive.add(thread)
        thread.start()

    def _labour(self) -> None:
        self._here.is_replaced = False
        try:
            while not self._here.is_replaced and (piece := self._pieces.get()) is not None:
                _do(*piece)
                # Nothing of it is kept while the next is waited for.
                del piece
        finally:
            with self._changing:
                self._spare += self._here.is_replaced
                self._alive.discard(threading.current_thread())


def _do(promised: "Future[Any]", work: Callable[[], Any]) -> None:
    if not promised.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - whoever asked for the work is told
        promised.set_exception(error)
    else:
        promised.set_result(result)
