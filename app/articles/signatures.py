"""Signatures: what is kept of a body so that other articles with the same text are found.

A signature stands for the set of a text's runs of three words. Of two signatures, the share of slots that agree
estimates the share of all runs that both texts have.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

# Raised whenever the same text would give another signature: signatures of two versions are never compared.
SIGNATURE_VERSION = 1

Hashes = npt.NDArray[np.uint64]

_RUN = 3
_SLOTS = 256
_SEED = 1
# Slots that are looked up one by one, which finds 99 of 100 pairs that share a quarter of their runs, and 93 that share
# 15 %. With bands of two slots, four times as many rows in the store would find as much.
_BANDS = 16
# Below this a text is a caption or a notice, and furniture decides what it shares with others.
MIN_RUNS = 50

# Two texts with nothing in common agree in the kept byte of a slot so often.
_CHANCE = 1 / 256
_WORD = 1 << 32
_ODD = 0x9E3779B97F4A7C15
_MIXER = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
_SPACE = ord(" ")


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The powers of an odd number modulo 2 to the 64, and those of its inverse."""
    bases = (_ODD, pow(_ODD, -1, 1 << 64))
    growing, shrinking = (np.array([1] + [base] * (count - 1), dtype=np.uint64) for base in bases)
    return np.cumprod(growing), np.cumprod(shrinking)


# Few articles are longer, in bytes.
_USUAL = 1 << 15
_POWERS = _powers(_USUAL)


@dataclass(frozen=True, slots=True)
class Signature:
    """`runs` counts the text's different runs of words; `slots` has a byte of each slot.

    Texts that share a number of `bands` are worth comparing; each fits 32 bits with its sign.
    """

    runs: int
    slots: bytes
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of two texts is the same, estimated: `both` of all their runs, `shorter` of the shorter text's."""

    both: float
    shorter: float


def signature(terms: str) -> Signature | None:
    """The signature of a text's terms, which spaces separate; None of a text too short to have one."""
    runs = np.sort(_runs(terms.encode()))
    count = int(np.count_nonzero(runs[1:] != runs[:-1])) + 1
    if len(runs) < MIN_RUNS or count < MIN_RUNS:
        return None
    digest: list[int] = RMinHash.digest_matrix_from_flat_token_hashes(
        runs, [0, len(runs)], _SLOTS, _SEED
    ).to_rows()[0]
    return Signature(
        runs=count,
        slots=bytes([slot & 0xFF for slot in digest]),
        bands=tuple(sorted({_band(place, slot) for place, slot in enumerate(digest[:_BANDS])})),
    )


def _runs(text: bytes) -> Hashes:
    """A hash of each run of words: its letters times growing powers, shifted back to where the text begins.

    All runs at once, which takes half the time of joining and hashing each; arithmetic is modulo 2 to the 64.
    """
    letters = np.frombuffer(text + b" ", dtype=np.uint8)
    growing, shrinking = _POWERS if len(letters) <= _USUAL else _powers(len(letters))
    ends = np.flatnonzero(letters == _SPACE)
    starts = np.concatenate(([0], ends[:-1] + 1))
    upto = np.concatenate((np.zeros(1, np.uint64), np.cumsum(letters * growing[: len(letters)])[ends]))
    runs: Hashes = (upto[_RUN:] - upto[:-_RUN]) * shrinking[starts[: 1 - _RUN]]
    # The low bits hang on few letters: mixed, each hangs on all.
    runs ^= runs >> _HALF
    runs *= _MIXER
    runs ^= runs >> _HALF
    return runs


def overlaps(
    runs: int, slots: bytes, others: Sequence[tuple[int, bytes]], least: float = 0.0
) -> dict[int, Overlap]:
    """How much a text shares with others, by their places, where that is at least `least` of both; of each its `runs`
    and `slots`.
    """
    if not others:
        return {}
    theirs = np.frombuffer(b"".join(other for _, other in others), dtype=np.uint8).reshape(len(others), -1)
    agreeing = (theirs == np.frombuffer(slots, dtype=np.uint8)).mean(axis=1)
    # Of those that share a band by chance few go further: news-sized corpora have 70 of them to an article.
    near = np.flatnonzero(agreeing >= least * (1 - _CHANCE) + _CHANCE) if least else np.arange(len(others))
    return {place: _overlap(float(agreeing[place]), runs, others[place][0]) for place in near.tolist()}


def _overlap(agreeing: float, runs: int, other_runs: int) -> Overlap:
    both = max(0.0, (agreeing - _CHANCE) / (1 - _CHANCE))
    shared = both / (1 + both) * (runs + other_runs)
    return Overlap(both, min(1.0, shared / min(runs, other_runs)))


def _band(place: int, slot: int) -> int:
    """A slot, its place and the version as one number."""
    return (slot + (SIGNATURE_VERSION * _BANDS + place) * _ODD) % _WORD - _WORD // 2
