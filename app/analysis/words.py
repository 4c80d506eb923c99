"""Text to words: where each one stands and its folded form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex
from icu4py.breakers import WordBreaker

from app.analysis.fold import fold

# Terms are cut here: longer runs of letters are encoded data, not words, and engines limit a term's bytes.
MAX_TERM = 80

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]"
# Marks for the printer, not the reader: soft hyphens, joiners, places where a line may break.
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = regex.compile(
    rf"(?V1)[{_UNSPACED}][{_UNSPACED}\p{{M}}]*"
    rf"|{_LETTER}+(?:['\u2018\u2019\u02bc\uff07{_UNSEEN}]+{_LETTER}+)*"
)
_UNSPACED_START = regex.compile(rf"(?V1)[{_UNSPACED}]")
_SHAPE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_APOSTROPHE = regex.compile("['\u2018\u2019\u02bc\uff07]")
# Articles and pronouns that French, Italian and Catalan writing joins to the next word: l'homme is found by homme.
_ELIDED = frozenset(
    "l d j m t s n c qu jusqu lorsqu puisqu quoiqu un all dell nell sull dall quest quell".split()
)

# Where none of these occurs, a word is a run of letters and digits and the standard library finds it in half the time.
# Marks are among them, and places where one version of Unicode has a letter and another has nothing yet.
_NEEDS_CARE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0530\u0557-\u058f\u0591-\u05cf\u05eb-\u05ff\u0610-\u061a\u064b-\u0670"
    "\u06d6-\u06ed\u0700-\u10ff\u1100-\u1fff\u208f\u209d-\u209f\u20d0-\u20ff\u2cef-\u2cf1\u2d00-\u2dff"
    "\u00ad\u200b-\u200d\u2060\u2e80-\U0010ffff]"
)
_PLAIN_WORD = re.compile("[^\\W_]+(?:['\u2018\u2019\u02bc\uff07][^\\W_]+)*")

Piece = tuple[int, int, str]
"""Start, length and folded form of one word of a run; both count code points."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: folded forms, and the code points that each covers. All three of one length."""

    folded: list[str]
    starts: list[int]
    lengths: list[int]


def words(text: str) -> Words:
    folded: list[str] = []
    starts: list[int] = []
    lengths: list[int] = []
    pattern = _WORD if _NEEDS_CARE.search(text) else _PLAIN_WORD
    for match in pattern.finditer(text):
        begin = match.start()
        for start, length, term in _pieces(match.group()):
            folded.append(term)
            starts.append(begin + start)
            lengths.append(length)
    return Words(folded, starts, lengths)


@lru_cache(maxsize=100_000)
def _pieces(run: str) -> tuple[Piece, ...]:
    unspaced = _UNSPACED_START.match(run)
    found = _broken(run) if unspaced else _apart(run)
    folded = (
        (start, end - start, fold(_APOSTROPHE.sub("", run[start:end]))[:MAX_TERM]) for start, end in found
    )
    return tuple(piece for piece in folded if piece[2])


def _broken(run: str) -> Iterator[tuple[int, int]]:
    """The words of writing without spaces.

    ICU counts in UTF-16, so its words are counted here, not its places; and it would break a word at a mark that only
    says which shape of a sign is meant, so it is not shown any.
    """
    shown = [place for place, sign in enumerate(run) if not _SHAPE.match(sign)]
    ends = [*shown[1:], len(run)]
    first = 0
    for word in WordBreaker("".join(run[place] for place in shown), "und"):
        last = first + len(word) - 1
        yield shown[first], ends[last]
        first = last + 1


def _apart(run: str) -> Iterator[tuple[int, int]]:
    """A word at its apostrophes: Pakistan's loses its ending, l'homme is two words, don't and O'Brien are one."""
    start, end = 0, len(run)
    if end > 2 and run[-1] in "sS" and _APOSTROPHE.match(run[-2]):
        end -= 2
    elided = _APOSTROPHE.search(run, start, end)
    if elided and run[: elided.start()].lower() in _ELIDED:
        yield start, elided.start()
        start = elided.end()
    yield start, end
