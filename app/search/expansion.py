"""Prefixes, wildcards and near spellings to the words of the corpus that they stand for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import regex
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from app.analysis.fold import fold
from app.analysis.terms import exact_terms
from app.errors import Note, QueryError
from app.search.engines.seam import Engine
from app.search.query import tree
from app.turns import give_way

# Words that one prefix, wildcard or fuzzy word may stand for. A page that asks for more asks for nothing in particular.
MAX_EXPANSIONS = 4_000
# Terms of one field that are kept in memory for leading wildcards and fuzzy words: some 30 MB. Where there are more,
# the index is read through each time.
_MAX_KEPT = 400_000
_ALL = 2**31
# Terms that a word is compared with in one step. Other threads wait while it is prepared, 0.7 ms for so many, and an
# ordinary search, which lets others run some twenty times, would have each such wait added to it.
_COMPARED_AT_ONCE = 5_000

_WILD = regex.compile(r"[?*]")
_BETWEEN_PARTS = regex.compile(r"[^\p{L}\p{M}\p{N}?*]+")


class Vocabulary:
    """The terms of one published index, by field; some may be those of removed articles alone, and find nothing."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.revision = engine.revision
        self._kept: dict[str, list[str]] = {}

    @property
    def is_current(self) -> bool:
        return self.engine.revision == self.revision

    def starting(self, field: str, prefix: str, limit: int = _ALL) -> list[str]:
        """The terms that begin so, in order, at most `limit`; every term where the prefix is empty."""
        give_way()
        if prefix or limit < _ALL:
            return [count.term for count in self.engine.listed(field, prefix, limit)]
        if field in self._kept:
            return self._kept[field]
        found = [count.term for count in self.engine.listed(field, "", _ALL)]
        if len(found) <= _MAX_KEPT:
            self._kept[field] = found
        return found


@dataclass(frozen=True, slots=True)
class Expansion:
    vocabulary: Vocabulary

    def alternatives(self, node: tree.Pattern, fields: Sequence[str]) -> list[tuple[str, ...]]:
        """For each part of the word (`covid-1*` has two) the terms that it stands for in any of the fields."""
        match node:
            case tree.Prefix():
                *whole, last = exact_terms(node.text) or [""]
                return [*((word,) for word in whole), self._starting(node, last, fields)]
            case tree.Fuzzy():
                return [self._spelt_like(node, word, fields) for word in exact_terms(node.text)]
            case tree.Wildcard():
                parts = [fold(part) for part in _BETWEEN_PARTS.split(node.pattern) if part]
                return [self._shaped(node, part, fields) for part in parts]

    def whole_values(self, node: tree.Pattern, field: str) -> tuple[str, ...]:
        """The values of a keyword field that the pattern stands for as a whole."""
        match node:
            case tree.Prefix():
                return self._starting(node, node.text.lower(), [field])
            case tree.Fuzzy():
                return self._spelt_like(node, node.text.lower(), [field])
            case tree.Wildcard():
                return self._shaped(node, node.pattern.lower(), [field])

    def refusal(self, node: tree.Pattern, limit: int) -> QueryError:
        start, end = (node.span.start, node.span.end) if node.span else (None, None)
        message = f"This stands for more than {limit:,} words of the corpus: write more of its letters."
        note = Note("too_many_expansions", message, param="q", start=start, end=end)
        return QueryError(message, code="too_many_expansions", notes=[note])

    def _starting(self, node: tree.Pattern, prefix: str, fields: Sequence[str]) -> tuple[str, ...]:
        found = (self.vocabulary.starting(field, prefix, MAX_EXPANSIONS + 1) for field in fields)
        return self._capped(node, found)

    def _shaped(self, node: tree.Pattern, pattern: str, fields: Sequence[str]) -> tuple[str, ...]:
        start = _WILD.split(pattern, maxsplit=1)[0]
        shape = regex.compile("".join({"?": ".", "*": ".*"}.get(c) or regex.escape(c) for c in pattern))
        return self._capped(
            node, (filter(shape.fullmatch, self.vocabulary.starting(field, start)) for field in fields)
        )

    def _spelt_like(self, node: tree.Fuzzy, word: str, fields: Sequence[str]) -> tuple[str, ...]:
        terms = (self.vocabulary.starting(field, "") for field in fields)
        return self._capped(node, (spelt_like(word, some, node.distance) for some in terms))

    def _capped(self, node: tree.Pattern, found: Iterable[Iterable[str]]) -> tuple[str, ...]:
        distinct: set[str] = set()
        for term in chain.from_iterable(found):
            distinct.add(term)
            if len(distinct) > MAX_EXPANSIONS:
                raise self.refusal(node, MAX_EXPANSIONS)
        return tuple(sorted(distinct))


def spelt_like(word: str, terms: Sequence[str], farthest: int) -> Iterator[str]:
    """The terms that are at most `farthest` changes from a word."""
    for begin in range(0, len(terms), _COMPARED_AT_ONCE):
        some = terms[begin : begin + _COMPARED_AT_ONCE]
        distances = cdist([word], some, scorer=OSA.distance, score_cutoff=farthest, dtype=np.uint8)[0]
        for place in np.flatnonzero(distances <= farthest).tolist():
            yield some[place]
