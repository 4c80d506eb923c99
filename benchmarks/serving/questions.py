"""What is asked: the same questions of every server, drawn from the articles by a seed."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Literal, get_args

from benchmarks.serving.articles import Article

Kind = Literal["one word", "common word", "two words", "phrase", "faceted", "article", "given"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""`given` are the queries of a file, where there is one; `faceted` is a word among those of a topic and some years."""

# Words that many analyzers drop; the servers would not be asked the same.
_DROPPED = frozenset(
    "a an and are as at be but by can for from have if in into is it may near no not of on or such that the their "
    "then there these they this to us was we when will with yet you your".split()
)
_WORD = re.compile(r"(?<![\w'’.-])[a-z]{3,15}(?![\w'’-]|\.\w)")
_PAIR = re.compile(r"(?<![\w'’.-])([a-z]{3,15}) (?=([a-z]{3,15})(?![\w'’-]|\.\w))")
# The most frequent words that no analyzer drops: in 10,000 news articles the last of them is in one of ten.
_COMMON = 600
# Tries for one question before a small corpus is taken to hold no more of its kind.
_TRIES = 50
_YEARS_AROUND = 1
_FACETED_FROM_ARTICLE = 40


@dataclass(frozen=True, slots=True)
class Question:
    """`words` are those asked for, with nothing of any query language; `start` and `end` are days."""

    kind: Kind
    words: tuple[str, ...] = ()
    topic: str = ""
    start: str = ""
    end: str = ""
    id: str = ""

    @property
    def is_phrase(self) -> bool:
        return self.kind == "phrase"


@dataclass(frozen=True, slots=True)
class Questions:
    """`asked` are measured, kind by kind; `warming` wake a server up; `fresh` are for the open loop, kinds mixed."""

    asked: tuple[Question, ...]
    warming: tuple[Question, ...]
    fresh: tuple[Question, ...]


def draw(
    articles: Sequence[Article], asked: int, fresh: int, seed: int, given: Sequence[str] = ()
) -> Questions:
    """As many of each kind as there are requests for, no question twice; fewer where the corpus holds fewer."""
    kinds = KINDS if given else KINDS[:-1]
    warming = max(2, asked // len(kinds) // 8)
    source = _Source(articles, given)
    parts: list[list[Question]] = [[], [], []]
    for number, kind in enumerate(kinds):
        each = asked // len(kinds) + (number < asked % len(kinds))
        wanted = each + warming + fresh // len(kinds)
        drawn = list(islice(source.questions(kind, random.Random(f"{seed} {kind}")), wanted))  # noqa: S311
        for part, (begin, end) in zip(
            parts, ((0, each), (each, each + warming), (each + warming, None)), strict=True
        ):
            part.extend(drawn[begin:end])
    for mixed in parts[1:]:
        random.Random(seed).shuffle(mixed)  # noqa: S311
    return Questions(*(tuple(part) for part in parts))


class _Source:
    """Makes questions out of what the articles say."""

    def __init__(self, articles: Sequence[Article], given: Sequence[str]) -> None:
        self._articles = articles
        self._given = given
        self._ranked = _by_frequency(articles)
        self._common = self._ranked[:_COMMON]
        self._filed = [article for article in articles if article.date and article.topics]

    def questions(self, kind: Kind, rng: random.Random) -> Iterator[Question]:
        """Distinct ones, until there seem to be no more."""
        makers: dict[Kind, Callable[[random.Random], Question | None]] = {
            "one word": self._one_word,
            "common word": self._common_word,
            "two words": self._two_words,
            "phrase": self._phrase,
            "faceted": self._faceted,
            "article": self._article,
            "given": self._of_file,
        }
        seen: set[Question] = set()
        tries = 0
        while tries < _TRIES:
            question = makers[kind](rng)
            if question is None or question in seen:
                tries += 1
                continue
            tries = 0
            seen.add(question)
            yield question
        if kind == "common word":
            yield from self._common_pairs(rng)

    def _one_word(self, rng: random.Random) -> Question:
        """Of all frequencies below the common ones: the logarithm of a word's rank is even."""
        begin = min(_COMMON, len(self._ranked) // 2)
        rank = int(begin * (len(self._ranked) / begin) ** rng.random())
        return Question("one word", (self._ranked[min(rank, len(self._ranked) - 1)],))

    def _common_word(self, rng: random.Random) -> Question:
        return Question("common word", (rng.choice(self._common),))

    def _common_pairs(self, rng: random.Random) -> Iterator[Question]:
        """What the open loop takes when all of the common words have been asked for."""
        pairs = list(combinations(self._common, 2))
        for pair in rng.sample(pairs, len(pairs)):
            yield Question("common word", pair)

    def _two_words(self, rng: random.Random) -> Question | None:
        words = list(dict.fromkeys(_words(rng.choice(self._articles).body)))
        return Question("two words", tuple(rng.sample(words, 2))) if len(words) > 1 else None

    def _phrase(self, rng: random.Random) -> Question | None:
        pairs = _PAIR.findall(rng.choice(self._articles).body)
        wanted = [pair for pair in pairs if not _DROPPED.intersection(pair) and pair[0] != pair[1]]
        return Question("phrase", rng.choice(wanted)) if wanted else None

    def _faceted(self, rng: random.Random) -> Question | None:
        if not self._filed:
            return None
        article = rng.choice(self._filed)
        words = _words(article.body)[:_FACETED_FROM_ARTICLE]
        if not words:
            return None
        year = int(article.year)
        start, end = f"{year - _YEARS_AROUND}-01-01", f"{year + _YEARS_AROUND}-12-31"
        return Question("faceted", (rng.choice(words),), rng.choice(article.topics), start, end)

    def _article(self, rng: random.Random) -> Question:
        return Question("article", id=rng.choice(self._articles).id)

    def _of_file(self, rng: random.Random) -> Question | None:
        words = tuple(_words(rng.choice(self._given).lower()))
        return Question("given", words) if words else None


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word not in _DROPPED]


def _by_frequency(articles: Iterable[Article]) -> list[str]:
    """Words by the number of articles that they are in, those of one article left out."""
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(set(_words(article.body)))
    return [word for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if count > 1]
