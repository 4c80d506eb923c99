"""The random order: drawn by a seed from the articles' lots, and computed here for every engine.

An article's place hangs on the seed and its own id alone, so that those that stay keep their order among each other
whatever comes and goes.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from app.search.engines.seam import EngineRequest

Integers = NDArray[np.int64]

# The finishing steps of SplitMix64 (Steele, Lea, Flood 2014): each undoes itself, so that two lots never meet.
_STEPS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))


def random_keys(lots: Integers, seed: str) -> Integers:
    """The sort key of each lot under this seed; the least comes first."""
    salt = hashlib.blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    mixed = lots.astype(np.int64).view(np.uint64) ^ np.uint64(int.from_bytes(salt))
    for shift, factor in _STEPS:
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed.view(np.int64)


def drawn(request: EngineRequest, lots: Integers) -> list[tuple[int, int]]:
    """The window of a request: the place in `lots` and the key of each of its hits, in order."""
    keys = random_keys(lots, request.seed)
    places = np.arange(len(keys)) if request.after is None else np.flatnonzero(keys > request.after)
    end = request.offset + request.limit
    if end < len(places):
        places = places[np.argpartition(keys[places], end)[:end]]
    in_order = places[np.argsort(keys[places])][request.offset : end]
    return [(int(place), int(keys[place])) for place in in_order]
