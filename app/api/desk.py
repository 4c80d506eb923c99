"""Where the work of requests is done: so much at once, so much waiting, and nothing waited for without end."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from app.errors import Overloaded, TimedOut

Result = TypeVar("Result")


class Desk:
    """Threads for blocking work; for one event loop.

    Work that nobody waits for any more goes on until it ends, for a thread cannot be stopped; until then it keeps its
    thread and its place, so that abandoned work never piles up.
    """

    def __init__(self, threads: int, waiting: int, seconds: float) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="desk")
        self._places = threads + waiting
        self._seconds = seconds
        self._taken = 0

    @property
    def taken(self) -> int:
        """Pieces of work that are done or wait now."""
        return self._taken

    async def answer(self, work: Callable[[], Result]) -> Result:
        """Do what a request asks for.

        Raises `Overloaded` at once where too much waits already, `TimedOut` where it is not done in time, waiting
        included.
        """
        if self._taken >= self._places:
            raise Overloaded("More is asked of this server than it can answer now. Try again in a moment.")
        return await self.go_on(work)

    async def go_on(self, work: Callable[[], Result]) -> Result:
        """Do a further step of an answer that was begun: it is not sent away any more, only timed."""
        begun = self._threads.submit(work)
        done = asyncio.wrap_future(begun)
        self._taken += 1
        done.add_done_callback(self._leave)
        try:
            await asyncio.wait((done,), timeout=self._seconds)
            if not done.done():
                raise TimedOut(
                    f"This took longer than the {self._seconds:g} s that a request may take: ask for less at once."
                )
            return done.result()
        finally:
            # What no thread has begun need not be done.
            begun.cancel()

    def close(self) -> None:
        """Wait for what is being done."""
        self._threads.shutdown(cancel_futures=True)

    def _leave(self, done: "asyncio.Future[Any]") -> None:
        self._taken -= 1
        # Looked at, so that asyncio does not tell of an error that nobody waited for.
        if not done.cancelled():
            done.exception()
