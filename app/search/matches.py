"""Where an article's stored terms hold what is to be marked.

The terms stand in one string with a space between them, in which a word is found at once, and a phrase as well: to
split a long body first would cost ten times as much.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from app.analysis.words import MAX_TERM
from app.search.marks import FEW, Alternatives, Sought

# Matches in one text that are looked at, of a phrase, a pair, or all words together. Each costs 4 microseconds, and ten
# bodies are to take 2 ms, with the reading of their texts and terms, which is 0.6.
_MOST_MATCHES = 24
# Of each word so many at least. One that is there more often is looked for only beside those that are not, or beside
# the rarest.
_FEWEST_MATCHES = 8
# How far beside, in letters of the terms: as much as a snippet has room for.
_BESIDE = 200
# As far as a text's terms are split, in letters: where more alternatives than can be looked for one by one have nothing
# in common, or more phrases are asked for at once. It takes 4 ms; what a longer body has further on is not marked then.
_MOST_SPLIT = 400_000


Match = tuple[int, int, tuple[str, ...]]
"""A match from a position on: so many terms, and the words of the query that they are there for."""

_Place = tuple[int, int, tuple[str, ...]]
"""The same by the letter at which the space before the first term stands."""


def matches(sought: Sought, terms: str) -> list[Match]:
    """What is sought in a text's terms, in order; overlaps are all there."""
    if not terms:
        return []
    spaced = f" {terms} "
    places = _words(spaced, sought.terms) if len(sought.terms) <= FEW else []
    if sought.alternatives or sought.rows or sought.pairs:
        places = [*{*places, *_further(spaced, sought)}]
    places.sort()
    found = _positioned(spaced, places)
    if sought.is_much:
        found = sorted({*found, *_by_splitting(terms, sought)})
    return found


def _further(spaced: str, sought: Sought) -> Iterator[_Place]:
    """What is sought beside plain words."""
    for alternatives in sought.alternatives:
        if alternatives.common:
            yield from _alternatives(spaced, alternatives)
    if len(sought.rows) <= FEW:
        for row in sought.rows:
            yield from ((at, len(row), row) for at in _some(spaced, " ".join(row), _MOST_MATCHES))
    for first, second, distance in sought.pairs:
        yield from _near(spaced, first, second, distance)


def _offsets(spaced: str, term: str, begin: int = 0, end: int | None = None) -> Iterator[int]:
    needle = f" {term} "
    at = spaced.find(needle, begin, end)
    while at >= 0:
        yield at
        at = spaced.find(needle, at + 1, end)


def _some(spaced: str, term: str, most: int) -> list[int]:
    """The first offsets, as `_offsets` gives them in twice the time: most of a page's marks begin here."""
    needle, found = f" {term} ", list[int]()
    at = spaced.find(needle)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = spaced.find(needle, at + 1)
    return found


def _words(spaced: str, terms: Mapping[str, str]) -> list[_Place]:
    most = max(_FEWEST_MATCHES, _MOST_MATCHES // max(1, len(terms)))
    found = {term: offsets for term in terms if (offsets := _some(spaced, term, most))}
    if not found:
        return []
    common = {term for term, offsets in found.items() if len(offsets) == most}
    if not common:
        return [(at, 1, (terms[term],)) for term, offsets in found.items() for at in offsets]
    limit = None
    if len(common) == len(found):
        limit = most
        common.remove(max(sorted(common), key=lambda term: found[term][-1]))
    rare = sorted(at for term, offsets in found.items() if term not in common for at in offsets)
    return [
        (at, 1, (terms[term],))
        for term, offsets in found.items()
        for at in (islice(_beside(spaced, term, rare), limit) if term in common else offsets)
    ]


def _beside(spaced: str, term: str, others: Iterable[int]) -> Iterator[int]:
    """Where a term stands by any of these places."""
    begin = 0
    for other in others:
        end = other + _BESIDE
        yield from _offsets(spaced, term, max(begin, other - _BESIDE), end)
        begin = end - len(term) - 1


def _alternatives(spaced: str, alternatives: Alternatives) -> Iterator[_Place]:
    """Each word that has the common letters is looked up."""
    left = _MOST_MATCHES
    at = spaced.find(alternatives.common)
    while at >= 0 and left:
        begin = spaced.rfind(" ", 0, at + 1)
        end = spaced.find(" ", begin + 1)
        if spaced[begin + 1 : end] in alternatives.terms:
            left -= 1
            yield begin, 1, (alternatives.word,)
        at = spaced.find(alternatives.common, end)


def _near(spaced: str, first: str, second: str, distance: int) -> Iterator[_Place]:
    """Both terms wherever at most so many others stand between; looked for around the rarer one."""
    rare, other = sorted((first, second), key=lambda term: spaced.count(f" {term} "))
    left = _MOST_MATCHES
    for at in _offsets(spaced, rare):
        found = [*_before(spaced, other, at, distance), *_after(spaced, other, at, distance)]
        if found:
            yield at, 1, (rare,)
            yield from ((beside, 1, (other,)) for beside in found)
            left -= 1
        if not left:
            return


def _after(spaced: str, term: str, at: int, distance: int) -> Iterator[int]:
    reach = at + (distance + 2) * (MAX_TERM + 1) + 1
    for following in _offsets(spaced, term, at + 1, reach):
        if spaced.count(" ", at, following) > distance + 1:
            return
        yield following


def _before(spaced: str, term: str, at: int, distance: int) -> Iterator[int]:
    reach = max(0, at - (distance + 1) * (MAX_TERM + 1))
    preceding = spaced.rfind(f" {term} ", reach, at + 1)
    while preceding >= 0 and spaced.count(" ", preceding, at) <= distance + 1:
        yield preceding
        preceding = spaced.rfind(f" {term} ", reach, preceding + len(term) + 1)


def _positioned(spaced: str, places: Iterable[_Place]) -> list[Match]:
    position = last = 0
    found: list[Match] = []
    for at, size, words in places:
        position += spaced.count(" ", last, at)
        last = at
        found.append((position, size, words))
    return found


def _by_splitting(terms: str, sought: Sought) -> Iterator[Match]:
    """What is too much to be looked for piece by piece, among a text's first words."""
    words_of = dict(sought.terms) if len(sought.terms) > FEW else {}
    for alternatives in sought.alternatives:
        if not alternatives.common:
            words_of |= dict.fromkeys(alternatives.terms, alternatives.word)
    rows = sought.rows if len(sought.rows) > FEW else frozenset[tuple[str, ...]]()
    words = terms[:_MOST_SPLIT].split(" ")
    if len(terms) > _MOST_SPLIT:
        words.pop()
    yield from _single(words, words_of)
    if rows:
        yield from _in_a_row(words, rows)


def _single(words: list[str], words_of: Mapping[str, str]) -> Iterator[Match]:
    if words_of.keys().isdisjoint(words):
        return
    left = dict.fromkeys(words_of.values(), _MOST_MATCHES)
    for position, term in enumerate(words):
        if term in words_of:
            word = words_of[term]
            left[word] -= 1
            if left[word] >= 0:
                yield position, 1, (word,)


def _in_a_row(words: list[str], rows: Iterable[tuple[str, ...]]) -> Iterator[Match]:
    lengths: dict[str, set[int]] = {}
    wanted = set(rows)
    for row in wanted:
        lengths.setdefault(row[0], set()).add(len(row))
    left = _MOST_MATCHES
    for position, term in enumerate(words):
        for length in lengths.get(term, ()):
            row = tuple(words[position : position + length])
            if row in wanted:
                left -= 1
                yield position, length, row
        if left <= 0:
            return
