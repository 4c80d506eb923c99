"""Whose turn it is: dear work is done one piece at a time and a slice at a time, so that all else finds a core."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.errors import Overloaded, TimedOut

# Seconds of a core. An ordinary search of 10,000 articles takes 5 to 20 ms; what takes more is dear. A slice is so long
# that the change from one to the next costs nothing beside it.
SLICE_SECONDS = 0.03
# Work that turns out dear waits in the lane with a thread and a connection to the store; so much for each thread.
ASIDE_PER_THREAD = 4
_TOO_MANY = (
    "Too much is asked of this server that takes long. Ask for less at once, or try again in a moment."
)


class Lane:
    """Lets one through at a time, in the order in which they came; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits."""
        return bool(self._waiting)

    def enter(self) -> None:
        turn = threading.Event()
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            self._waiting.append(turn)
        turn.wait()

    def leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


@dataclass(slots=True)
class Turn:
    """One piece of work in one thread.

    What began as ordinary work waits in the lane with its thread: `make_room` has another thread take that one's place
    among those of ordinary work, and says whether there is one.
    """

    lane: Lane
    make_room: Callable[[], bool]
    is_dear: bool = False
    given_up: bool = False
    _since: float = field(default=0.0, init=False)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """While this lasts, `give_way` in this thread speaks for this piece of work."""
        if self.is_dear:
            self.lane.enter()
        self._since = time.thread_time()
        _here.turn = self
        try:
            self._require_asker()
            yield
        finally:
            del _here.turn
            if self.is_dear:
                self.lane.leave()

    def give_way(self) -> None:
        self._require_asker()
        if time.thread_time() - self._since < SLICE_SECONDS:
            return
        if not self.is_dear:
            self._set_aside()
        elif self.lane.is_wanted:
            self.lane.leave()
            self.lane.enter()
        self._since = time.thread_time()

    def _require_asker(self) -> None:
        if self.given_up:
            raise TimedOut("Nobody waits for this any more.")

    def _set_aside(self) -> None:
        if not self.make_room():
            raise Overloaded(_TOO_MANY)
        self.lane.enter()
        self.is_dear = True


def give_way() -> None:
    """Called again and again by work that may take long: lets others go first where it has taken long already.

    Never call it with a lock held: who goes first may want that lock. Raises `TimedOut` where nobody waits for the work
    any more, `Overloaded` where too much of that kind waits. Outside of a server it does nothing.
    """
    turn: Turn | None = getattr(_here, "turn", None)
    if turn is not None:
        turn.give_way()


_here = threading.local()
