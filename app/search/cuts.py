"""Where a text may be cut: never inside what a reader takes for one sign, and at words in every script."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import regex

# Below this, each code point is a sign by itself (but for a line's two ends, which a cut leaves out).
_SIMPLE = "\u0300"
# Between two of these any text may be cut, whatever stands before and after.
_PLAIN = regex.compile(r"(?r)\p{Grapheme_Cluster_Break=Other}(?=\p{Grapheme_Cluster_Break=Other})")
_CLUSTER = regex.compile(r"\X")
_SPACE = regex.compile(r"\s")
_LAST_SPACE = regex.compile(r"(?r)\s")
# As far as a space is looked for; where there is none the script has none, or few, and its words are cut at.
_TO_SPACE = 40


def cluster_at(text: str, place: int) -> tuple[int, int]:
    """The grapheme cluster that this place is inside of; where it is between two, twice the place."""
    if not 0 < place < len(text) or (text[place - 1] < _SIMPLE and text[place] < _SIMPLE):
        return place, place
    plain = _PLAIN.search(text, 0, place + 1)
    for cluster in _CLUSTER.finditer(text, plain.end() if plain else 0):
        if cluster.end() > place:
            return (place, place) if cluster.start() == place else cluster.span()
    return place, place


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """This stretch with the whole of its first and last cluster."""
    # Most words have a plain sign at either side of both their ends.
    if text[start] < _SIMPLE and text[end - 1] < _SIMPLE:
        before, after = text[start - 1 : start], text[end : end + 1]
        if before < _SIMPLE and after < _SIMPLE:
            return start, end
    return cluster_at(text, start)[0], cluster_at(text, end)[1]


def cut_before(text: str, starts: Sequence[int], earliest: int, match: int) -> int:
    """Where a window begins that has a match at `match`: at its paragraph, a word, or the match itself.

    `starts` are those of the text's words.
    """
    paragraph = text.rfind("\n\n", earliest, match)
    if paragraph >= 0:
        cut = paragraph + 2
    elif earliest == 0:
        return 0
    else:
        space = _SPACE.search(text, earliest, min(match, earliest + _TO_SPACE))
        cut = space.end() if space else starts[bisect_left(starts, earliest)]
    cut = match - len(text[cut:match].lstrip())
    return min(match, cluster_at(text, cut)[1])


def cut_after(text: str, starts: Sequence[int], lengths: Sequence[int], match: int, latest: int) -> int:
    """Where a window ends that has a match up to `match`: with its paragraph, a word, or the match itself."""
    latest = min(len(text), latest)
    paragraph = text.find("\n\n", match, latest + 2)
    if paragraph >= 0:
        cut = paragraph
    elif latest == len(text):
        return latest
    else:
        space = _LAST_SPACE.search(text, max(match, latest - _TO_SPACE), latest + 1)
        cut = space.start() if space else _last_end(starts, lengths, latest)
    cut = match + len(text[match:cut].rstrip())
    return max(match, cluster_at(text, cut)[0])


def _last_end(starts: Sequence[int], lengths: Sequence[int], latest: int) -> int:
    last = bisect_right(starts, latest) - 1
    while last > 0 and starts[last] + lengths[last] > latest:
        last -= 1
    return starts[last] + lengths[last]
