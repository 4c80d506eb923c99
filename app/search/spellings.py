"""The words of one published index by how they begin, for who looks for the nearest to another."""

import string
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from app.search.engines.seam import Engine

# Words that one look at the index brings: all that begin with one letter, in a corpus of a million articles.
_MOST = 200_000
# The index itself is asked for so many words, at 5 to 10 ms each, before words are kept, for that takes 30 times as
# long: where an ingest publishes every second, a word or two are asked of each index.
_ASKED_BEFORE_KEPT = 20
# Letters whose words are sorted for one word: all at once would take long enough to be set aside (`app.turns`).
_SORTED_AT_ONCE = 2
# Words that are kept, with what hangs on them some 60 MB.
_MOST_KEPT = 400_000
# Beginnings that `_beginnings` asks for have so many letters, or one where the alphabet is not known.
_SIZES = (1, 2, 3)

_Beginning = Mapping[str, Mapping[str, int]]


class Spellings:
    """Each word counts the articles that have it, and may count removed ones (`Engine.listed`)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asked = 0
        self._kept: dict[tuple[str, str], _Beginning] = {}
        self._size = 0

    def near(self, word: str, fields: Sequence[str], farthest: int) -> Iterator[tuple[str, int, int]]:
        """Words of the fields that are at most `farthest` changes from this one, each with its distance and count.

        A word of two fields comes twice. Those that begin in another way than a change can lead to are passed over.
        """
        self._asked += 1
        self._sort_some(word, fields)
        for field in fields:
            known: dict[str, int] = {}
            for beginning in _beginnings(word):
                known.update(self._beginning(field, beginning))
            for term, distance, _ in extract_iter(
                word, known.keys(), scorer=OSA.distance, score_cutoff=farthest
            ):
                yield term, int(distance), known[term]

    def _beginning(self, field: str, beginning: str) -> Mapping[str, int]:
        by_beginning = self._kept.get((field, beginning[0]))
        if by_beginning is None:
            return self._looked_up(field, beginning)
        return by_beginning.get(beginning, {})

    def _sort_some(self, word: str, fields: Sequence[str]) -> None:
        """Keep the words of some letters more, where that is worth it by now."""
        if self._asked <= _ASKED_BEFORE_KEPT or self._size > _MOST_KEPT:
            return
        letters = dict.fromkeys(beginning[0] for beginning in _beginnings(word))
        missing = [
            (field, letter) for field in fields for letter in letters if (field, letter) not in self._kept
        ]
        for field, letter in missing[:_SORTED_AT_ONCE]:
            self._kept[field, letter] = self._sorted(field, letter)

    def _sorted(self, field: str, letter: str) -> _Beginning:
        found: dict[str, dict[str, int]] = {}
        for term, count in self._looked_up(field, letter).items():
            for size in _SIZES:
                found.setdefault(term[:size], {})[term] = count
        self._size += len(found.get(letter, ()))
        return found

    def _looked_up(self, field: str, beginning: str) -> dict[str, int]:
        return {counted.term: counted.count for counted in self._engine.listed(field, beginning, _MOST)}


def _beginnings(word: str) -> Iterator[str]:
    """How words may begin that are a change away.

    All of one first letter are looked through where the alphabet is not known; of `a` to `z`, only what a change of the
    first or the second letter can lead to, which is ten times quicker.
    """
    first, second, third = word[0], word[1], word[2]
    if not word.isascii():
        yield first
        return
    yield first + second
    yield from (second + third, second + first, first + word[2:4], first + third + second)
    for letter in string.ascii_lowercase:
        yield from (letter + second + third, letter + first + second)
        yield from (first + letter + third, first + letter + second)
