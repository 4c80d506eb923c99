"""What was made lately and may be asked for again: bounded in bytes, and counted."""

import threading
from collections.abc import Hashable
from operator import itemgetter
from typing import Generic, TypeVar

from cachetools import LRUCache

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The values that were asked for last, `most` bytes of them at the most; for any number of threads.

    A key holds the state of the corpus that its value was made of: no value is ever wrong, what is of an older state
    is asked for no more, and goes.
    """

    def __init__(self, most: int) -> None:
        self._values: LRUCache[Hashable, tuple[Value, int]] = LRUCache(most, getsizeof=itemgetter(1))
        self._changing = threading.Lock()
        self.hits = 0
        self.misses = 0

    @property
    def bytes(self) -> int:
        return int(self._values.currsize)

    def get(self, key: Hashable) -> Value | None:
        with self._changing:
            found = self._values.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            return found[0]

    def keep(self, key: Hashable, value: Value, size: int) -> None:
        """`size` in bytes; what is larger than a hundredth of all is not kept, for it would drive out too much."""
        if size * 100 <= self._values.maxsize:
            with self._changing:
                self._values[key] = (value, size)
