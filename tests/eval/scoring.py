"""How near a reading comes to a label."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of a text's words, or runs of words, between 0 and 1."""

    f1: float
    precision: float
    recall: float


def overlap(label: str, found: str, length: int) -> Score:
    """Of all runs of so many words, those that both texts have, each as often as it stands in both."""
    wanted, given = _runs(label, length), _runs(found, length)
    shared = sum((wanted & given).values())
    if not shared:
        return Score(0.0, 0.0, 0.0)
    precision, recall = shared / sum(given.values()), shared / sum(wanted.values())
    return Score(2 * precision * recall / (precision + recall), precision, recall)


def _runs(text: str, length: int) -> "Counter[tuple[str, ...]]":
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + length]) for i in range(len(words) - length + 1))


def mean(scores: Iterable[Score]) -> Score:
    """The mean of each page's scores: a short page counts as much as a long one."""
    listed = list(scores)
    return Score(*(fmean(getattr(score, name) for score in listed) for name in ("f1", "precision", "recall")))


def letters(text: str | None) -> str:
    """What of a title or name is compared: its letters and digits, whatever their case."""
    return "".join(_WORD.findall(text or "")).casefold()


def names(authors: Iterable[str] | None) -> set[str]:
    """Names without regard to their order and spelling in capitals."""
    return set(map(letters, authors or ()))
