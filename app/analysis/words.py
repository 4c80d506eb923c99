"""Text to words: where each one stands and its folded form."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import regex
from icu4py.breakers import WordBreaker

from app.analysis.compounds import finest
from app.analysis.fold import fold

# Terms are cut here: longer runs of letters are encoded data, not words, and engines limit a term's bytes.
MAX_TERM = 80

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc\uff70\uff9e\uff9f\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]"
# Marks for the printer, not the reader: soft hyphens, joiners, places where a line may break.
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_QUOTES = "'\u2018\u2019\u02bc\uff07"
# Signs that hold a word together where it begins so: `F.B.I.` is typed as FBI, and 1,000 as 1000. Two letters between
# points stay two words: one word `us` of `U.S.` would be the pronoun. The thousands may also be parted by a point, or
# as in India (12,34,567); not by a space, which as a rule parts words.
_NUMBER = (
    r"[1-9][0-9]{0,2}(?:(?P<sign>[,.])[0-9]{3}(?:(?P=sign)[0-9]{3})*"
    r"|(?:,[0-9]{2}){1,5},[0-9]{3})(?![0-9])"
)
_WORD = regex.compile(
    rf"(?V1)[{_UNSPACED}][{_UNSPACED}\p{{M}}]*"
    rf"|(?:{_NUMBER}|[\u0661-\u0669][\u0660-\u0669]{{0,2}}(?:\u066c[\u0660-\u0669]{{3}})+(?![\u0660-\u0669])"
    rf"|[\p{{L}}--[{_UNSPACED}]](?:\.[\p{{L}}--[{_UNSPACED}]](?!{_LETTER})){{2,}}|{_LETTER})"
    rf"{_LETTER}*(?:[{_QUOTES}{_UNSEEN}]+{_LETTER}+)*"
)
# The same where no other letters are: short texts are mostly so, and this takes a third of the time.
_ASCII_WORD = re.compile(
    rf"(?:{_NUMBER}|[A-Za-z](?:\.[A-Za-z](?![A-Za-z0-9])){{2,}}|[A-Za-z0-9])[A-Za-z0-9]*(?:'+[A-Za-z0-9]+)*"
)
_UNSPACED_START = regex.compile(rf"(?V1)[{_UNSPACED}]")
_SHAPE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Half-width katakana, which ICU's dictionary does not hold.
_WIDE = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF66, 0xFFA0)}
_APOSTROPHE = regex.compile(rf"[{_QUOTES}]")
_INSIDE = regex.compile(rf"[{_QUOTES}.,\u066c]")
_COUNTED = regex.compile(r"\p{N}[\p{N}.,]*(?=\p{Hangul})")
# Articles and pronouns that French, Italian and Catalan writing joins to the next word: l'homme is found by homme.
_ELIDED = frozenset(
    "l d j m t s n c qu jusqu lorsqu puisqu quoiqu un all dell nell sull dall quest quell".split()
)

# The fast way reads code points below this, and of those what these are not: marks, and places where one version of
# Unicode has a letter and another has nothing yet. There a word is a run of letters and digits.
_NEAR = 0x2E80
_NEEDS_CARE = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0530\u0557-\u058f\u0591-\u05cf\u05eb-\u05ff\u0610-\u061a\u064b-\u0670"
    "\u06d6-\u06ed\u0700-\u10ff\u1100-\u1fff\u200b-\u200d\u2060\u208f\u209d-\u209f\u20d0-\u20ff\u2cef-\u2cf1"
    "\u2d00-\u2dff]"
)
# What a code point is to the fast way: itself for a letter or digit of ASCII, in lower case, or one of these. What is
# between words, joints too, is white space.
_CARE, _OTHER_LETTER, _JOINT, _SPACE, _QUOTE = 1, 2, ord("\t"), ord(" "), ord("'")


def _sign(letter: str) -> int:
    if _NEEDS_CARE.match(letter):
        return _CARE
    if letter.isalnum():
        return ord(letter.lower()) if letter.isascii() else _OTHER_LETTER
    if _APOSTROPHE.match(letter):
        return _QUOTE
    return _JOINT if _INSIDE.match(letter) else _SPACE


_SIGNS = np.array([_sign(chr(code)) for code in range(_NEAR)], dtype=np.uint8)
Flags = np.ndarray[tuple[int], np.dtype[np.generic]]
Places = np.ndarray[tuple[int], np.dtype[np.intp]]
# The signs that hold a word together, for the fast way: the patterns of `re` take a third of the time, and number
# signs that are no digits (²) are letters to them.
_NUMBER_SIGNS = (
    "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089"
    "\u2150-\u2182\u2185-\u218b\u2460-\u24ff\u2776-\u2793\u2cfd"
)
_HELD = re.compile(rf"{_NUMBER}|[^\W\d_{_NUMBER_SIGNS}](?:\.[^\W\d_{_NUMBER_SIGNS}](?![^\W_])){{2,}}")
# No joint's place, nor near one.
_FAR = -9
# Below so many code points, those of ASCII alone and others, setting up the arrays costs more than taking each word.
_SHORT_ASCII = 400
_SHORT = 100
Piece = tuple[int, int, str]
"""Start, length and folded form of one word of a run; both count code points."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: folded forms, and the code points that each covers. All three of one length."""

    folded: list[str]
    starts: list[int]
    lengths: list[int]


def words(text: str) -> Words:
    is_short = len(text) < (_SHORT_ASCII if text.isascii() else _SHORT)
    return (None if is_short else _fast(text)) or _careful(text)


def _careful(text: str) -> Words:
    found = Words([], [], [])
    for match in (_ASCII_WORD if text.isascii() else _WORD).finditer(text):
        for start, length, term in _pieces(match.group()):
            found.folded.append(term)
            found.starts.append(match.start() + start)
            found.lengths.append(length)
    return found


def _fast(text: str) -> Words | None:
    """The words of a text, found all at once: a step for each costs ten times as much. None if it needs care."""
    codes = np.frombuffer(f" {text}  ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if codes.max() >= _NEAR:
        return None
    signs = _SIGNS[codes]
    quotes = np.flatnonzero(signs == _QUOTE)
    if (signs == _CARE).any():
        return None
    inside = (signs > _QUOTE) | (signs == _OTHER_LETTER)
    if _joined_by_several(quotes, inside):
        return None
    joining = quotes[inside[quotes - 1] & inside[quotes + 1]]
    signs[quotes] = _SPACE
    inside[joining] = True
    starts, ends = _edges(inside)
    joints = _joints(text, signs, inside, starts)
    if joints:
        inside[joints] = True
        starts, ends = _edges(inside)
        joining = np.concatenate((joining, joints))
    signs[joining] = _QUOTE
    lengths = ends - starts
    found = Words(signs.tobytes().decode().split(), starts.tolist(), lengths.tolist())
    odd = np.concatenate((np.flatnonzero(signs == _OTHER_LETTER), joining)) - 1
    places = set((np.searchsorted(starts, odd, side="right") - 1).tolist())
    if (lengths > MAX_TERM).any():
        places.update(np.flatnonzero(lengths > MAX_TERM).tolist())
    _set_apart(found, text, sorted(places, reverse=True))
    return found


def _joined_by_several(quotes: Places, inside: Flags) -> bool:
    """Whether more than one apostrophe in a row stands between two letters."""
    touching = np.diff(quotes) == 1
    if not touching.any():
        return False
    firsts = quotes[np.concatenate(([True], ~touching))]
    lasts = quotes[np.concatenate((~touching, [True]))]
    several = firsts < lasts
    return bool(np.logical_and(inside[firsts[several] - 1], inside[lasts[several] + 1]).any())


def _edges(inside: Flags) -> tuple[Places, Places]:
    """Where the runs of letters start and end, in code points of the text."""
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return edges[::2], edges[1::2]


def _joints(text: str, signs: Flags, inside: Flags, starts: Places) -> list[int]:
    """Where a point or a comma holds a word together; the few places that may are asked of the pattern."""
    joints = np.flatnonzero(signs == _JOINT)
    joints = joints[inside[joints + 1]]
    joints = joints[inside[joints - 1]]
    likely = _likely(text, joints.tolist())
    if not likely:
        return []
    firsts = starts[np.searchsorted(starts, np.array(likely) - 1) - 1]
    held: list[int] = []
    end = 0
    for joint, first in zip(likely, firsts.tolist(), strict=True):
        if first >= end:
            match = _HELD.match(text, first)
            end = match.end() if match else 0
        if joint - 1 < end:
            held.append(joint)
    return held


def _likely(text: str, joints: Sequence[int]) -> list[int]:
    """The joints before two digits, as of thousands, and those with one letter between them and another joint."""
    around = zip([_FAR, *joints], joints, [*joints[1:], _FAR], strict=False)
    return [
        joint
        for before, joint, after in around
        if text[joint : joint + 2].isdigit() or joint - before == len(".a") or after - joint == len(".a")
    ]


def _set_apart(found: Words, text: str, places: Iterable[int]) -> None:
    """Put the words of the runs at these places in their stead; the last comes first, so that those before hold."""
    for place in places:
        begin, length = found.starts[place], found.lengths[place]
        pieces = _pieces(text[begin : begin + length])
        if len(pieces) == 1:
            [(start, found.lengths[place], found.folded[place])] = pieces
            found.starts[place] += start
        else:
            found.folded[place : place + 1] = [term for _, _, term in pieces]
            found.starts[place : place + 1] = [begin + start for start, _, _ in pieces]
            found.lengths[place : place + 1] = [length for _, length, _ in pieces]


@lru_cache(maxsize=20_000)
def _pieces(run: str) -> tuple[Piece, ...]:
    unspaced = _UNSPACED_START.match(run)
    found = _broken(run) if unspaced else _apart(run)
    folded = ((start, end - start, fold(_INSIDE.sub("", run[start:end]))[:MAX_TERM]) for start, end in found)
    return tuple(piece for piece in folded if piece[2])


def _broken(run: str) -> Iterator[tuple[int, int]]:
    """The words of writing without spaces.

    ICU counts in UTF-16, so its words are counted here, not its places; and it would break a word at a mark that only
    says which shape of a sign is meant, so it is not shown any.
    """
    shown = [place for place, sign in enumerate(run) if not _SHAPE.match(sign)]
    ends = [*shown[1:], len(run)]
    first = 0
    for word in WordBreaker("".join(run[place] for place in shown).translate(_WIDE), "und"):
        for length in finest(word):
            last = first + length - 1
            yield shown[first], ends[last]
            first = last + 1


def _apart(run: str) -> Iterator[tuple[int, int]]:
    """A word at its apostrophes: Pakistan's loses its ending, l'homme is two words, don't and O'Brien are one.

    Korean counts with the number before the word: 2020년 is found by 2020.
    """
    start, end = 0, len(run)
    if end > 2 and run[-1] in "sS" and _APOSTROPHE.match(run[-2]):
        end -= 2
    elided = _APOSTROPHE.search(run, start, end)
    if elided and run[: elided.start()].lower() in _ELIDED:
        yield start, elided.start()
        start = elided.end()
    counted = _COUNTED.match(run, start, end)
    if counted:
        yield start, counted.end()
        start = counted.end()
    yield start, end
