"""Snippets: the stretches of an article that the query found, from its stored terms and their offsets.

Plain search in the analysed terms finds what matched in every script and for every kind of word, since it compares the
very terms that the engine compared.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from app.analysis.terms import Terms
from app.search.answers import Part, Snippet
from app.search.cuts import cut_after, cut_before, whole
from app.search.engines.seam import INDEXED_TEXT, VARIANTS
from app.search.marks import Marks
from app.search.matches import matches

# One snippet's length in code points: two lines of a result card. A fifth of it stands before its first match.
_LENGTH = 220
_BEFORE = _LENGTH // 5
_SNIPPETS = 2

_SHOWN_AS = {"title": "title", "lead": "summary", "body": "body"}
_LINE_BREAK = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")


class Mark(NamedTuple):
    """A stretch of a text to be marked, the words of the query that it is there for, and whether it is a phrase."""

    start: int
    end: int
    words: tuple[str, ...]
    is_phrase: bool


class _Window(NamedTuple):
    """The marks `first` to `last` (exclusive) that one snippet has room for; each bit of `words` is one of theirs.

    The best of several is the least: `rank` has the numbers of words, phrases and marks below zero.
    """

    rank: tuple[int, int, int]
    first: int
    last: int
    words: int


def snippets(marked: Marks, texts: Mapping[str, str], terms: Mapping[str, Terms]) -> tuple[Snippet, ...]:
    """The title whole, and the best stretches of lead and body, each where it matched.

    `texts` and `terms` are by field (`title`, `lead`, `body`). The lead is left out where the body shows it too. Line
    breaks are shown as a space: a snippet is one line.
    """
    found: list[Snippet] = []
    for name in INDEXED_TEXT:
        if name == "lead" and texts["lead"] and texts["body"].startswith(texts["lead"]):
            continue
        text = texts[name]
        places = _marks(marked, name, text, terms[name])
        if places:
            cuts = [(0, len(text))] if name == "title" else _cuts(text, places, terms[name])
            found.extend(Snippet(_SHOWN_AS[name], _parts(text, places, *cut)) for cut in cuts)
    return tuple(found)


def _marks(marked: Marks, name: str, text: str, terms: Terms) -> list[Mark]:
    """Where the field's text matched, in order and without overlaps: what overlaps is one mark."""
    found: list[Mark] = []
    is_simple, starts, lengths = text.isascii(), terms.starts, terms.lengths
    for variant in VARIANTS:
        sought = marked.get(f"{name}.{variant}")
        for first, size, words in matches(sought, getattr(terms, variant)) if sought else ():
            last = first + size - 1
            start, end = starts[first], starts[last] + lengths[last]
            if not is_simple:
                start, end = whole(text, start, end)
            found.append(Mark(start, end, words, size > 1))
    found.sort()
    joined: list[Mark] = []
    reach = 0
    for mark in found:
        if joined and mark.start < reach:
            before = joined.pop()
            words = before.words if before.words == mark.words else before.words + mark.words
            reach = max(reach, mark.end)
            joined.append(Mark(before.start, reach, words, before.is_phrase or mark.is_phrase))
        else:
            reach = mark.end
            joined.append(mark)
    return joined


def _cuts(text: str, places: Sequence[Mark], terms: Terms) -> list[tuple[int, int]]:
    """The windows to show, in order: first the one that has most of the query's words, then most that are new.

    Of those with as many, the one with more phrases, then with more marks, then the earlier.
    """
    windows = _windows(text, places)
    chosen: list[tuple[int, int]] = []
    shown = 0
    while windows and len(chosen) < _SNIPPETS:
        best = min(windows, key=partial(_after, shown)) if chosen else min(windows)
        shown |= best.words
        first, last = places[best.first], places[best.last - 1]
        earliest = max((end for _, end in chosen if end <= first.start), default=0)
        latest = min((start for start, _ in chosen if start >= last.end), default=len(text))
        start = cut_before(text, terms.starts, max(earliest, first.start - _BEFORE), first.start)
        end = cut_after(text, terms.starts, terms.lengths, last.end, min(latest, start + _LENGTH))
        chosen.append((start, end))
        windows = [
            window
            for window in windows
            if places[window.last - 1].end <= start or places[window.first].start >= end
        ]
    return sorted(chosen)


def _after(shown: int, window: _Window) -> tuple[int, _Window]:
    return -(window.words & ~shown).bit_count(), window


def _windows(text: str, places: Sequence[Mark]) -> list[_Window]:
    """For each mark the window that begins with it, as far as its paragraph goes."""
    windows: list[_Window] = []
    bits: dict[str, int] = {}
    signs = [_sign(mark.words, bits) for mark in places]
    last = paragraph = 0
    for first, mark in enumerate(places):
        if paragraph < mark.end:
            paragraph = text.find("\n\n", mark.end)
            paragraph = len(text) if paragraph < 0 else paragraph
        limit = min(paragraph, max(mark.end, mark.start + _LENGTH - _BEFORE))
        while last < len(places) and places[last].end <= limit:
            last += 1
        # Few marks have room in a window, so that each is gone through anew.
        words = phrases = 0
        for inside in range(first, last):
            words |= signs[inside]
            phrases += places[inside].is_phrase
        windows.append(_Window((-words.bit_count(), -phrases, first - last), first, last, words))
    return windows


def _sign(words: Iterable[str], bits: dict[str, int]) -> int:
    """A bit for each different word, the same wherever it stands."""
    sign = 0
    for word in words:
        sign |= 1 << bits.setdefault(word, len(bits))
    return sign


def _parts(text: str, places: Sequence[Mark], start: int, end: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    if start > 0:
        parts.append(Part("… ", match=False))
    position = start
    for mark in places[bisect_left(places, start, key=lambda mark: mark.start) :]:
        if mark.end > end:
            break
        if position < mark.start:
            parts.append(Part(_in_a_line(text[position : mark.start]), match=False))
        parts.append(Part(_in_a_line(text[mark.start : mark.end]), match=True))
        position = mark.end
    if position < end:
        parts.append(Part(_in_a_line(text[position:end]), match=False))
    if end < len(text):
        parts.append(Part(" …", match=False))
    return tuple(parts)


def _in_a_line(text: str) -> str:
    # Line breaks are not printable, and to ask that takes a fifth of the time that the pattern does.
    return text if text.isprintable() else _LINE_BREAK.sub(" ", text)
