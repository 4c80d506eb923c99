"""The topic that an English news text is about, told by its words; None where they do not say.

Two files hold what is known. `words.toml` has for each top of the IPTC tree the words and names that speak for it: each
term found is evidence, less with every time that it comes again, and a `weak` one, which other news has too, from the
start. `leanings.tsv.gz` has how far 31,000 words lean to each top, for texts that say little in the listed words.
docs/decisions/0012-topics-by-words.md says how both were made, and what was measured.
"""

import gzip
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import regex

LANGUAGES = frozenset({"en"})
"""Languages whose words are known."""

LEAD = 800
"""Code points of the text that are read: 400 lose 2 % of whole articles, 1,600 find no more."""

LEAST_CONFIDENCE = 0.35
"""Below it the topic is None. Of guesses at it a third of headlines and two thirds of agencies' leads are right."""

COMMON = frozenset(f"medtop:{top}000000" for top in ("01", "04", "11", "13", "15", "16"))
RARE = frozenset(f"medtop:{top}000000" for top in ("05", "08", "09", "10", "12", "14", "17"))
"""Tops that news is often and seldom about: those start with a little evidence, these with as much against them."""

_Scores = npt.NDArray[np.float32]

_WEAK = 0.35
_TITLE = 2
"""How often a word of the title counts; 1 and 3 are within 0.003 of it."""

_REPEATED = 0.5
"""Power of the count of a term: 0.3 and 1 are within 0.01 of it."""

_LONGER = 0.5
"""What each further word of a term adds: `prime minister` says more than `minister`; 0 and 1 differ by 0.005."""

_LEANING = 0.5
"""Weight of the leanings: 0 loses 0.03 on short texts, 1 as much on long ones."""

_LEANING_REPEATED = 0.7
_COMMON_ADDS = 0.3
"""Twice as much finds 0.01 more in headlines of the six, and loses 0.02 of the others."""

_DEVIATION = 23.4
_SURER = 1.44
_UNSURE = 0.86
"""The logistic curve of what was right, over how far the first topic is ahead: found on half of 7,837 texts."""

_TERM = regex.compile(r"[a-z0-9](?:[a-z0-9&'\-]*[a-z0-9])?")
_NO_PLURAL = ("ss", "us", "is")
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Guess:
    """`topic` is the id of a top of the tree; `confidence` is the share of such guesses that are right."""

    topic: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Table:
    """A row of scores, one for each top, for each name."""

    place: Mapping[str, int]
    rows: _Scores


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """`longest` is how many words the terms that begin with a word have at most."""

    tops: tuple[str, ...]
    start: _Scores
    terms: _Table
    longest: Mapping[str, int]
    leanings: _Table


def classify(title: str, lead: str) -> Guess | None:
    """The topic of an English text, or None where its words say too little; the caller has told the language."""
    scores = evidence(title, lead)
    first, second = np.argsort(-scores)[:2]
    confidence = _confidence(float(scores[first] - scores[second]))
    if confidence < LEAST_CONFIDENCE:
        return None
    return Guess(_knowledge().tops[first], round(confidence, 2))


def evidence(title: str, lead: str) -> _Scores:
    """What speaks for each top, in the order of their ids."""
    known = _knowledge()
    parts = ((words(title), _TITLE), (words(lead[:LEAD]), 1))
    counts: Counter[str] = Counter()
    terms: Counter[str] = Counter()
    for found, weight in parts:
        for word in found:
            counts[word] += weight
        for term in _terms(found, known):
            terms[term] += weight
    listed, _ = _summed(terms, known.terms, _REPEATED)
    leaning, length = _summed(counts, known.leanings, _LEANING_REPEATED)
    # In standard deviations: a long text does not lean more than a short one.
    return known.start + listed + leaning * (_LEANING / (_DEVIATION * (length or 1.0)))


def _summed(counts: Mapping[str, int], table: _Table, power: float) -> tuple[_Scores, float]:
    """The rows of the names that the table has, each by its count's power, and the length of these weights."""
    places = []
    weights = []
    for name, count in counts.items():
        place = table.place.get(name)
        if place is not None:
            places.append(place)
            weights.append(1.0 if count == 1 else count**power)
    return np.array(weights, np.float32) @ table.rows[places], math.hypot(*weights)


def _confidence(ahead: float) -> float:
    return 1 / (1 + math.exp(_UNSURE - _SURER * math.log1p(ahead)))


def _terms(text: list[str], known: _Knowledge) -> Iterable[str]:
    """The known terms in the words, the longest from each place, none over another."""
    place = 0
    while place < len(text):
        for length in range(known.longest.get(text[place], 0), 0, -1):
            term = " ".join(text[place : place + length])
            if term in known.terms.place:
                yield term
                place += length
                break
        else:
            place += 1


def words(text: str) -> list[str]:
    """The words of a text as `words.toml` and `leanings.tsv.gz` know them."""
    return [_singular(word) for word in _TERM.findall(text.lower().replace("’", "'"))]


@lru_cache(maxsize=_KEPT)
def _singular(word: str) -> str:
    """`minister's` and `ministers` are `minister`. A stemmer joins too much: `universal` and `university`."""
    bare = word.removesuffix("'s")
    if len(bare) < 4 or not bare.endswith("s") or bare.endswith(_NO_PLURAL):
        return bare
    return bare[:-3] + "y" if bare.endswith("ies") and len(bare) > 4 else bare[:-1]


@cache
def _knowledge() -> _Knowledge:
    """What the package's files say, read once; two threads that ask at once may both read it, to the same end."""
    room = files("app.topics")
    listed = tomllib.loads(room.joinpath("words.toml").read_text(encoding="utf-8"))
    tops = tuple(sorted(listed))
    terms: dict[str, dict[int, float]] = {}
    for index, top in enumerate(tops):
        for name, group in listed[top].items():
            strength = _WEAK if name == "weak" else 1.0
            for found in filter(None, map(words, group.split(","))):
                own = terms.setdefault(" ".join(found), {})
                own[index] = max(own.get(index, 0.0), strength * (1 + _LONGER * (len(found) - 1)))
    longest: dict[str, int] = {}
    for term in terms:
        first, *more = term.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(more))
    rows = np.zeros((len(terms), len(tops)), np.float32)
    for row, own in zip(rows, terms.values(), strict=True):
        for index, strength in own.items():
            # A term that speaks for several tops speaks for each of them the less.
            row[index] = strength / len(own)
    packed = room.joinpath("leanings.tsv.gz").read_bytes()
    return _Knowledge(tops, _start(tops), _Table(_places(terms), rows), longest, _leanings(packed))


def _start(tops: Iterable[str]) -> _Scores:
    return np.array([((top in COMMON) - (top in RARE)) * _COMMON_ADDS for top in tops], np.float32)


def _leanings(packed: bytes) -> _Table:
    _, *lines = gzip.decompress(packed).decode().splitlines()
    names, numbers = zip(*(line.split("\t", 1) for line in lines), strict=True)
    rows = np.fromstring("\t".join(numbers), np.float32, sep="\t").reshape(len(names), -1)
    return _Table(_places(names), rows)


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}
