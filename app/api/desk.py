"""Where the work of requests is done: so much at once, so much waiting, and nothing waited for without end."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from app.api.crew import Crew
from app.errors import Overloaded, TimedOut
from app.turns import ASIDE_PER_THREAD, Lane, Turn

Result = TypeVar("Result")

# The share of those that wait who may wait for the lane: at half a second each, these are done in time.
_DEAR_SHARE = 4


class Desk:
    """Threads for blocking work; for one event loop.

    Ordinary work has `threads` of them. Dear work, whether it is known to be or turns out so, goes through one lane, a
    slice at a time (`app.turns`): searches that anyone may send must not wait behind those that few should.

    A thread cannot be stopped. Work that nobody waits for any more ends where it next gives way; until then it keeps
    its thread and its place, so that abandoned work never piles up.
    """

    def __init__(self, threads: int, waiting: int, seconds: float) -> None:
        aside = ASIDE_PER_THREAD * threads
        self._crew, self._dear_crew = Crew(threads, aside, "desk"), Crew(1, 0, "desk-dear")
        self._lane = Lane()
        self._places, self._dear_places = threads + waiting, 1 + waiting // _DEAR_SHARE
        self._seconds = seconds
        self._taken = self._dear = 0

    @property
    def taken(self) -> int:
        """Pieces of work that are done or wait now."""
        return self._taken

    async def answer(self, work: Callable[[], Result], *, dear: bool = False) -> Result:
        """Do what a request asks for; `dear` is what is known to take long.

        Raises `Overloaded` at once where too much waits already, `TimedOut` where it is not done in time, waiting
        included.
        """
        if self._taken >= self._places or (dear and self._dear >= self._dear_places):
            raise Overloaded("More is asked of this server than it can answer now. Try again in a moment.")
        return await self._done(work, dear=dear)

    async def go_on(self, work: Callable[[], Result]) -> Result:
        """Do a further step of a long answer that was begun: it is not sent away any more, only timed."""
        return await self._done(work, dear=True)

    async def _done(self, work: Callable[[], Result], *, dear: bool) -> Result:
        turn = Turn(self._lane, self._crew.make_room, is_dear=dear)

        def in_turn() -> Result:
            with turn.taken():
                return work()

        begun = (self._dear_crew if dear else self._crew).submit(in_turn)
        done = asyncio.wrap_future(begun)
        self._taken += 1
        self._dear += dear
        done.add_done_callback(self._leave_dear if dear else self._leave)
        try:
            await asyncio.wait((done,), timeout=self._seconds)
            if not done.done():
                raise TimedOut(
                    f"This took longer than the {self._seconds:g} s that a request may take: ask for less at once."
                )
            return done.result()
        finally:
            turn.given_up = True
            # What no thread has begun need not be done.
            begun.cancel()

    def close(self) -> None:
        """Wait for what is being done."""
        self._crew.close()
        self._dear_crew.close()

    def _leave_dear(self, done: "asyncio.Future[Any]") -> None:
        self._dear -= 1
        self._leave(done)

    def _leave(self, done: "asyncio.Future[Any]") -> None:
        self._taken -= 1
        # Looked at, so that asyncio does not tell of an error that nobody waited for.
        if not done.cancelled():
            done.exception()
