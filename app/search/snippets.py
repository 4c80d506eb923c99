"""Snippets: the stretches of an article that the query found, from its stored terms and their offsets.

Plain search in the analysed terms finds what matched in every script and for every kind of word, since it compares the
very terms that the engine compared.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial, reduce
from operator import or_

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


# Plain tuples, for a page has some hundred of each, and a named one takes six times as long to make.
Mark = tuple[int, int, tuple[str, ...], bool]
"""A stretch of a text to be marked, from start to end, the words of the query that it is there for, and whether it is a
phrase.
"""

_Window = tuple[int, int, int, int, int, int]
"""The marks that one snippet has room for. Of several the best is the least: the numbers of words, phrases and marks
stand first, below zero; then the first mark and the last (exclusive), and a bit for each of the words.
"""


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
            found.append((start, end, words, size > 1))
    found.sort()
    joined: list[Mark] = []
    reach = 0
    for mark in found:
        start, end, words, is_phrase = mark
        if joined and start < reach:
            first, _, before, was_phrase = joined.pop()
            reach = max(reach, end)
            together = before if before == words else before + words
            joined.append((first, reach, together, was_phrase or is_phrase))
        else:
            reach = end
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
        *_, first, last, words = best
        shown |= words
        match_start, match_end = places[first][0], places[last - 1][1]
        earliest, latest = 0, len(text)
        for start, end in chosen:
            if end <= match_start:
                earliest = max(earliest, end)
            elif start >= match_end:
                latest = min(latest, start)
        start = cut_before(text, terms.starts, max(earliest, match_start - _BEFORE), match_start)
        end = cut_after(text, terms.starts, terms.lengths, match_end, min(latest, start + _LENGTH))
        chosen.append((start, end))
        if len(chosen) < _SNIPPETS:
            windows = [
                window
                for window in windows
                if places[window[4] - 1][1] <= start or places[window[3]][0] >= end
            ]
    return sorted(chosen)


def _after(shown: int, window: _Window) -> tuple[int, _Window]:
    return -(window[5] & ~shown).bit_count(), window


def _windows(text: str, places: Sequence[Mark]) -> list[_Window]:
    """For each mark the window that begins with it, as far as its paragraph goes."""
    windows: list[_Window] = []
    signs = _signs(places)
    everything = reduce(or_, signs, 0)
    has_phrases = any(is_phrase for _, _, _, is_phrase in places)
    count = len(places)
    last = paragraph = 0
    for first, (start, end, _, _) in enumerate(places):
        if paragraph < end:
            paragraph = text.find("\n\n", end)
            paragraph = len(text) if paragraph < 0 else paragraph
        limit = min(paragraph, max(end, start + _LENGTH - _BEFORE))
        while last < count and places[last][1] <= limit:
            last += 1
        # Few marks have room in a window, so that each is gone through anew, until all words are there.
        words = signs[first]
        inside = first + 1
        while inside < last and words != everything:
            words |= signs[inside]
            inside += 1
        phrases = sum(mark[3] for mark in places[first:last]) if has_phrases else 0
        windows.append((-words.bit_count(), -phrases, first - last, first, last, words))
    return windows


def _signs(places: Sequence[Mark]) -> list[int]:
    """Of each mark a bit for each different word, the same wherever it stands."""
    bits: dict[str, int] = {}
    known: dict[tuple[str, ...], int] = {}
    for _, _, words, _ in places:
        if words not in known:
            known[words] = reduce(or_, (1 << bits.setdefault(word, len(bits)) for word in words), 0)
    return [known[words] for _, _, words, _ in places]


def _parts(text: str, places: Sequence[Mark], start: int, end: int) -> tuple[Part, ...]:
    stretches: list[tuple[int, int, bool]] = []
    position = start
    for match_start, match_end, _, _ in places:
        if match_start < start:
            continue
        if match_end > end:
            break
        if position < match_start:
            stretches.append((position, match_start, False))
        stretches.append((match_start, match_end, True))
        position = match_end
    if position < end:
        stretches.append((position, end, False))
    # Line breaks are not printable, and to ask that takes a fifth of the time that the pattern does.
    if text[start:end].isprintable():
        parts = [Part(text[a:b], is_match) for a, b, is_match in stretches]
    else:
        parts = [Part(_LINE_BREAK.sub(" ", text[a:b]), is_match) for a, b, is_match in stretches]
    before = (Part("… ", match=False),) if start > 0 else ()
    after = (Part(" …", match=False),) if end < len(text) else ()
    return (*before, *parts, *after)
