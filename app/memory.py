"""The heaps of the C library below Python, where strings and bytes live: few of them, and what is free given back.

Elsewhere than under glibc there is nothing to do, and nothing is done.
"""

import ctypes
from contextlib import suppress

# As malloc.h has it, and as many as there are threads at work.
_M_ARENA_MAX, _ARENAS = -8, 2


def share_arenas() -> None:
    """Have threads share what they set aside of memory: each with an arena of its own, a server under load and ingests
    grew by 40 MB a minute (benchmarks/README.md).
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give pages that hold nothing any more back to the system, wherever in a heap they lie.

    By itself the library gives back the end of a heap alone, and what is kept for long lies anywhere.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
