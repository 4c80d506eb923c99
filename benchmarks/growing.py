"""Made-up articles, as many as are wanted, that grow as real ones do: the recipe of `python -m benchmarks.growth`.

Text is a walk through the words of real articles, which stand one behind the other, topic by topic. At some words the
walk goes on behind another place where the same word stands, one of the nearest in their row: so every two
neighbouring words are neighbours in a real article, the topic stays for a while, and no two articles are copies.

Real articles go on bringing new words, by Heaps' law V(n) = V(N) (n / N)^b, whose b is that of the second half of the
source. A walk runs out of them: of a word that the source has c times, n articles are expected to lack a share of
exp(-c n / N). What is missing is invented, out of the beginning of one rare word and the end of another, and put where
a rare word stood; earlier inventions return, the oldest most often.

Everything else comes from one source article each: outlet, authors, topics, the article's length, and the date, moved
by up to two weeks; what has none in the source has none here. One article in 1,500 is a near copy of another, which
keeps the source's share of them. Every batch is made from its own seed, so that a run may begin anywhere.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import regex

BATCH = 1_000
_BREAK = "¶"
# A third of the words lead elsewhere: 13 of 10,000 articles of the source have near copies; with fewer turns there
# would be more that share a part of their text than there are in the source.
_TURN = 1 / 3
_REACH = 1_000
_RARE = 50
_COPY = 1 / 1_500
_MOST_DAYS = 14
_REUSED = 2
_WORD = regex.compile(r"[\p{L}\p{N}]+")

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Frame:
    """What an article has beside its text."""

    title: tuple[str, ...]
    day: date | None
    length: int
    fields: dict[str, Any]


class Source:
    """Real articles, taken apart for walks."""

    def __init__(self, file: Path) -> None:
        articles = sorted(_read(file), key=lambda one: (str(one.get("topics")), str(one["id"])))
        self.frames: list[Frame] = []
        self.words: list[str] = [_BREAK]
        numbers: dict[str, int] = {_BREAK: 0}
        walked: list[int] = []
        begins: list[int] = []
        for article in articles:
            text = article["body"].replace("\n\n", f" {_BREAK} ").split()
            begins.append(len(walked))
            for word in text:
                if word not in numbers:
                    numbers[word] = len(self.words)
                    self.words.append(word)
                walked.append(numbers[word])
            self.frames.append(_frame(article, len(text)))
        self._begins = np.array(begins)
        self._walked = np.array(walked)
        # Where each word stands, the places of one word in their row, and of each place its rank among all.
        self._places = np.argsort(self._walked, kind="stable")
        self._ranks = np.empty_like(self._places)
        self._ranks[self._places] = np.arange(len(self._places))
        self.counts = np.bincount(self._walked, minlength=len(self.words))
        self._ends = np.cumsum(self.counts)
        self.growth = Growth.of(articles)
        self._rare = [
            w
            for w, c in zip(self.words, self.counts, strict=True)
            if c <= _RARE and len(w) > 5 and w.isalpha()
        ]

    def batches(self, first: int) -> Iterator[list[dict[str, Any]]]:
        """Articles without end, BATCH by BATCH, from the batch of this number on."""
        number = first
        while True:
            yield self._batch(number)
            number += 1

    def _batch(self, number: int) -> list[dict[str, Any]]:
        drawn = np.random.default_rng([1, number])
        chosen = [self.frames[i] for i in drawn.integers(len(self.frames), size=BATCH)]
        frames = sorted(chosen, key=lambda frame: -frame.length)
        walks = self._walks(drawn, np.array([frame.length for frame in frames]))
        edges = self.growth.invented(number * BATCH), self.growth.invented((number + 1) * BATCH)
        inventions = np.linspace(*edges, BATCH + 1).astype(int).tolist()
        made: list[dict[str, Any]] = []
        for place, (frame, walk) in enumerate(zip(frames, walks, strict=True)):
            words = [self.words[i] for i in walk.tolist()]
            self._invent(drawn, words, walk, inventions[place : place + 2])
            other = frames[int(drawn.integers(BATCH))]
            title = [*frame.title[: len(frame.title) // 2 + 1], *other.title[len(other.title) // 2 :]]
            day = _near(drawn, frame.day)
            made.append(frame.fields | _own(number * BATCH + place, " ".join(title), _text(words), day))
            if place and drawn.random() < _COPY:
                told = made[int(drawn.integers(place))]
                made[-1] |= {
                    "title": told["title"],
                    "body": told["body"].partition("\n\n")[2] or told["body"],
                }
        drawn.shuffle(made)
        return made

    def _walks(self, drawn: np.random.Generator, lengths: Numbers) -> list[Numbers]:
        """The numbers of the words of each walk of a batch, the longest first."""
        place = self._begins[drawn.integers(len(self._begins), size=len(lengths))]
        found = np.empty((int(lengths[0]), len(lengths)), dtype=np.int32)
        last = len(self._walked) - 1
        for step, going in enumerate(_going(lengths)):
            place = place[:going]
            word = found[step, :going] = self._walked[place]
            end = self._ends[word]
            rank = self._ranks[place]
            first = np.maximum(end - self.counts[word], rank - _REACH)
            behind = np.minimum(end, rank + _REACH)
            turned = drawn.random(going) < _TURN
            rank = np.where(turned, first + (drawn.random(going) * (behind - first)).astype(np.int64), rank)
            place = np.minimum(self._places[rank] + 1, last)
        return [found[:length, lane] for lane, length in enumerate(lengths.tolist())]

    def _invent(self, drawn: np.random.Generator, words: list[str], numbers: Numbers, new: list[int]) -> None:
        """Put this article's share of new words, and some that are no longer new, where rare ones stood."""
        begin, end = new
        older = (begin * drawn.random(_REUSED) ** 2).astype(int).tolist() if begin else []
        rare = np.flatnonzero((self.counts[numbers] <= _RARE) & (numbers > 0)).tolist()
        drawn.shuffle(rare)
        for place, which in zip(rare, [*range(begin, end), *older], strict=False):
            words[place] = _like(words[place], self.invention(which))

    def invention(self, which: int) -> str:
        """The invented word of this number, in small letters."""
        drawn = np.random.default_rng([2, which]).integers(len(self._rare), size=2)
        one, other = (self._rare[i].lower() for i in drawn.tolist())
        return one[: 2 + which % 3] + other[-3 - which % 2 :] + _letters(which)


@dataclass(frozen=True, slots=True)
class Growth:
    """How many different words there are in so many articles: by Heaps' law, and in walks without inventions."""

    articles: int
    exponent: float
    by_count: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, articles: list[dict[str, Any]]) -> "Growth":
        """Measured on articles in a random order, for topics bring words of their own."""
        counts: dict[str, int] = defaultdict(int)
        halfway = 0
        drawn = np.random.default_rng(3).permutation(len(articles))
        for place, which in enumerate(drawn.tolist()):
            halfway = len(counts) if place == len(articles) // 2 else halfway
            for word in _WORD.findall(articles[which]["body"].lower()):
                counts[word] += 1
        often, words = np.unique(list(counts.values()), return_counts=True)
        return cls(
            len(articles),
            log(len(counts) / halfway) / log(2),
            tuple(zip(often.tolist(), words.tolist(), strict=True)),
        )

    @property
    def words(self) -> int:
        return sum(words for _, words in self.by_count)

    def expected(self, articles: int) -> float:
        """By Heaps' law."""
        return self.words * (articles / self.articles) ** self.exponent

    def invented(self, articles: int) -> int:
        """How many words so many articles need that the source has not."""
        # So many times each, nearly all words of the source have been there.
        often = articles / self.articles
        met = sum(words * (1 - exp(-count * often)) for count, words in self.by_count[:100])
        met += sum(words for _, words in self.by_count[100:])
        return max(0, int(self.expected(articles) - met))


def _going(lengths: Numbers) -> Iterator[int]:
    """How many walks, the longest first, still go on at each step."""
    ends = np.bincount(lengths, minlength=int(lengths[0]) + 1)
    yield from (len(lengths) - np.cumsum(ends)[:-1]).tolist()


def _read(file: Path) -> Iterator[dict[str, Any]]:
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as lines
    ):
        yield from map(json.loads, lines)


def _frame(article: dict[str, Any], length: int) -> Frame:
    fields = {k: article.get(k) for k in ("topics", "source_url", "authors", "outlet") if article.get(k)}
    written = article.get("date")
    return Frame(
        tuple((article.get("title") or "Untitled").split()),
        date.fromisoformat(written) if written and len(written) == len("2020-01-01") else None,
        max(length, 20),
        fields,
    )


def _own(nth: int, title: str, body: str, day: date | None) -> dict[str, Any]:
    dated = {"date": day.isoformat()} if day else {}
    return {"id": f"made-{nth}", "title": title, "body": body, "url": f"https://made.example/{nth}"} | dated


def _near(drawn: np.random.Generator, day: date | None) -> date | None:
    return day + timedelta(days=int(drawn.integers(-_MOST_DAYS, _MOST_DAYS + 1))) if day else None


def _text(words: list[str]) -> str:
    paragraphs = " ".join(words).split(_BREAK)
    return "\n\n".join(part for paragraph in paragraphs if (part := paragraph.strip()))


def _like(printed: str, word: str) -> str:
    """The word with the capital and the signs of the one whose place it takes."""
    match = _WORD.search(printed)
    if not match:
        return word
    shown = word.capitalize() if match[0][0].isupper() else word
    return printed[: match.start()] + shown + printed[match.end() :]


def _letters(number: int) -> str:
    """A number in letters, so that no two inventions are one word."""
    found = ""
    while number:
        number, digit = divmod(number, 20)
        found += "bcdfghjklmnpqrstvwxz"[digit]
    return found
