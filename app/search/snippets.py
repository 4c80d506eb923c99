"""Snippets: the stretches of an article that the query found, from its stored terms and their offsets.

Plain search in the analysed terms finds what matched in every script and for every kind of word, since it compares the
very terms that the engine compared.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.analysis.terms import Terms
from app.search.answers import Part, Snippet
from app.search.engines.seam import (
    TOGETHER,
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Clause,
    Close,
    Weighted,
    Word,
)

# One snippet's length in code points: two lines of a result card.
_LENGTH = 220
_BODY_SNIPPETS = 2
# Matches of one field that are looked at; a long body's first ones say what it is about.
_MAX_MATCHES = 200

# So many terms are looked for one by one: of two in a body of 1.2 MB, a snippet takes 4.1 ms, by splitting it 19.5.
_FEW_TERMS = 16

FIELDS = ("title", "lead", "body")
_TOGETHER = tuple(f"{name}.stem" for name in FIELDS)
_SHOWN_AS = {"title": "title", "lead": "summary", "body": "body"}

Stretch = tuple[int, int]
"""First and last code point (exclusive) of a text."""


@dataclass(slots=True)
class Marks:
    """What to mark, by indexed field (`body.stem`): single terms, terms in a row, and pairs at a distance."""

    terms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    rows: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    pairs: dict[str, set[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(set))

    @property
    def fields(self) -> set[str]:
        return {name for found in (self.terms, self.rows, self.pairs) for name in found}


def marks(clause: Clause) -> Marks:
    """All that a match can be due to: what stands under no `Except`."""
    found = Marks()
    _collect(clause, found)
    return found


def snippets(marked: Marks, texts: Mapping[str, str], terms: Mapping[str, Terms]) -> tuple[Snippet, ...]:
    """The title, the lead and the best stretches of the body, each where it matched.

    `texts` and `terms` are by field (`title`, `lead`, `body`). The lead is left out where the body shows it too.
    """
    found: list[Snippet] = []
    for name in FIELDS:
        if name == "lead" and texts["lead"] and texts["body"].startswith(texts["lead"]):
            continue
        stretches = _stretches(marked, name, terms[name])
        if stretches:
            windows = [(0, len(texts[name]))] if name == "title" else _windows(texts[name], stretches)
            shown = _SHOWN_AS[name]
            found.extend(Snippet(shown, _parts(texts[name], stretches, *window)) for window in windows)
    return tuple(found)


def _collect(clause: Clause, found: Marks) -> None:
    match clause:
        case Word():
            for name in _TOGETHER if clause.field == TOGETHER else (clause.field,):
                found.terms[name].add(clause.term)
        case AnyWord():
            found.terms[clause.field].update(clause.terms)
        case Adjacent():
            found.rows[clause.field].add(clause.terms)
        case Close():
            found.pairs[clause.field].add((clause.first, clause.second, clause.distance))
        case AllOf() | AnyOf():
            for part in clause.parts:
                _collect(part, found)
        case Weighted():
            _collect(clause.part, found)
        case _:
            pass


def _stretches(marked: Marks, name: str, terms: Terms) -> list[Stretch]:
    """Where the field's text matched, in order and without overlaps."""
    positions: set[int] = set()
    for variant in ("exact", "stem"):
        key = f"{name}.{variant}"
        if key in marked.fields:
            positions.update(_positions(marked, key, getattr(terms, variant)))
    ordered = sorted(positions)[:_MAX_MATCHES]
    return [(terms.starts[p], terms.starts[p] + terms.lengths[p]) for p in ordered]


def _positions(marked: Marks, key: str, text: str) -> Iterator[int]:
    single = marked.terms.get(key, set())
    if len(single) <= _FEW_TERMS and not marked.rows.get(key) and not marked.pairs.get(key):
        padded = f" {text} "
        for term in single:
            yield from _places(padded, term)
        return
    words = text.split(" ")
    if single:
        yield from (position for position, word in enumerate(words) if word in single)
    rows, pairs = marked.rows.get(key, ()), marked.pairs.get(key, ())
    if not rows and not pairs:
        return
    where: dict[str, list[int]] = defaultdict(list)
    wanted = {word for row in rows for word in row} | {word for pair in pairs for word in pair[:2]}
    for position, word in enumerate(words):
        if word in wanted:
            where[word].append(position)
    for row in rows:
        yield from _in_a_row(row, where, words)
    for first, second, distance in pairs:
        yield from _near(where[first], where[second], distance)


def _places(padded: str, term: str) -> Iterator[int]:
    """The first positions of a term in a text of terms with a space before and after each."""
    position = last = 0
    at = padded.find(f" {term} ")
    for _ in range(_MAX_MATCHES):
        if at < 0:
            return
        position += padded.count(" ", last, at)
        yield position
        last, at = at, padded.find(f" {term} ", at + 1)


def _in_a_row(
    row: tuple[str, ...], where: Mapping[str, Sequence[int]], words: Sequence[str]
) -> Iterator[int]:
    for position in where.get(row[0], ()):
        if tuple(words[position : position + len(row)]) == row:
            yield from range(position, position + len(row))


def _near(firsts: Sequence[int], seconds: Sequence[int], distance: int) -> Iterator[int]:
    for position in firsts:
        begin = bisect_left(seconds, position - distance - 1)
        end = bisect_left(seconds, position + distance + 2)
        others = [other for other in seconds[begin:end] if other != position]
        if others:
            yield position
            yield from others


def _windows(text: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches of text with the most matches, earliest first, cut at words."""
    best: list[tuple[int, int, int]] = []
    for i, (start, _) in enumerate(stretches):
        inside = bisect_left(stretches, (start + _LENGTH, 0)) - i
        best.append((-inside, start, i))
    chosen: list[Stretch] = []
    for _, _, i in sorted(best):
        window = _around(text, stretches[i])
        if all(window[1] <= start or end <= window[0] for start, end in chosen):
            chosen.append(window)
        if len(chosen) == _BODY_SNIPPETS:
            break
    return sorted(chosen)


def _around(text: str, stretch: Stretch) -> Stretch:
    """A window that begins a little before the match and ends at the limit, neither in the middle of a word."""
    start = max(0, stretch[0] - _LENGTH // 5)
    paragraph = text.rfind("\n\n", start, stretch[0])
    if paragraph >= 0:
        start = paragraph + 2
    elif start > 0:
        start = _after_space(text, start, stretch[0])
    end = min(len(text), max(start + _LENGTH, stretch[1]))
    paragraph = text.find("\n\n", stretch[1], end)
    if paragraph >= 0:
        return start, paragraph
    return start, end if end == len(text) else _before_space(text, stretch[1], end)


def _after_space(text: str, start: int, limit: int) -> int:
    space = text.find(" ", start, limit)
    return space + 1 if space >= 0 else start


def _before_space(text: str, limit: int, end: int) -> int:
    space = text.rfind(" ", limit, end)
    return space if space >= 0 else end


def _parts(text: str, stretches: Iterable[Stretch], start: int, end: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    if start > 0:
        parts.append(Part("… ", match=False))
    position = start
    for first, last in stretches:
        if first < position or last > end:
            continue
        if first > position:
            parts.append(Part(text[position:first], match=False))
        parts.append(Part(text[first:last], match=True))
        position = last
    if position < end:
        parts.append(Part(text[position:end], match=False))
    if end < len(text):
        parts.append(Part(" …", match=False))
    return tuple(parts)
