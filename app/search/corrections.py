"""Other spellings of a query's words, from the corpus's own: `did_you_mean`."""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from app.analysis.words import words
from app.search.engines.seam import Engine
from app.search.query import tree

# A shorter word has too many neighbours, and a short one many at two changes; so it is with Lucene's suggestions.
_SHORTEST, _SHORTEST_FOR_TWO = 4, 8
# A word that the corpus has is doubted where another spelling is so many times as frequent: `goverment` stands in 2 of
# 10,000 articles, `government` in 4,319.
_TIMES_AS_FREQUENT = 20
# From so many articles on, and this share of all, a word is no slip, or one that has become usual.
_COMMON, _COMMON_SHARE = 3, 1 / 2_000
# What stands in a lead stands in the body too, but for the decks of some.
_ANYWHERE = ("title.exact", "body.exact")
# Words that one look at the vocabulary brings: all that begin with one letter, in a corpus of a million articles.
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Corrections:
    """`articles` is how many the corpus has."""

    engine: Engine
    articles: int

    def respelt(self, node: tree.Node) -> tree.Node:
        """The tree with words that the corpus lacks put as it spells them; what is negated stays as it is."""
        match node:
            case tree.Term(text, field) if field not in tree.WHOLE_FIELDS:
                return replace(node, text=self._respelt(text, _indexed(field)))
            case tree.Phrase(text, field) | tree.Near(text, _, field) if field not in tree.WHOLE_FIELDS:
                return replace(node, text=self._respelt(text, _indexed(field)))
            case tree.And() | tree.Or():
                return replace(node, children=tuple(map(self.respelt, node.children)))
            case tree.Boost():
                return replace(node, child=self.respelt(node.child))
            case _:
                return node

    def _respelt(self, text: str, fields: Sequence[str]) -> str:
        found = words(text)
        for word, start, length in reversed(
            list(zip(found.folded, found.starts, found.lengths, strict=True))
        ):
            better = self._better(word, fields)
            if better is not None:
                text = text[:start] + better + text[start + length :]
        return text

    def _better(self, word: str, fields: Sequence[str]) -> str | None:
        """The nearest spelling of the corpus, the most frequent of those equally near; None where none is better."""
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        own = self._count(word, fields)
        if own >= max(_COMMON, _COMMON_SHARE * self.articles):
            return None
        least = max(1, _TIMES_AS_FREQUENT * own)
        farthest = 2 if len(word) >= _SHORTEST_FOR_TWO else 1
        ranked = (
            (OSA.distance(word, term, score_cutoff=farthest), -count, term)
            for term, count in self._alike(word, fields)
            if count >= least and term != word and term.isalpha()
        )
        distance, _, nearest = min(ranked, default=(farthest + 1, 0, ""))
        return nearest if distance <= farthest else None

    def _count(self, word: str, fields: Sequence[str]) -> int:
        """In how many articles the word stands, in the field where it stands most."""
        found = (self.engine.terms(field, word, 1) for field in fields)
        return max((counted[0].count for counted in found if counted and counted[0].term == word), default=0)

    def _alike(self, word: str, fields: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Words of the corpus that may be near, each with the articles that have it in one of the fields."""
        for field in fields:
            for beginning in set(_beginnings(word)):
                for counted in self.engine.terms(field, beginning, _MOST):
                    yield counted.term, counted.count


def _indexed(field: str | None) -> Sequence[str]:
    if field is None:
        return _ANYWHERE
    return (field,) if field in tree.WORD_FIELDS else (f"{field}.exact",)


def _beginnings(word: str) -> Iterator[str]:
    """How words may begin that are a change away.

    All of one first letter are looked through where the alphabet is not known; of `a` to `z`, only what a change of the
    first or the second letter can lead to, which is ten times quicker.
    """
    first, second, third = word[0], word[1], word[2]
    if not word.isascii():
        yield first
        return
    yield first + second
    yield from (second + third, second + first, first + word[2:4], first + third + second)
    for letter in string.ascii_lowercase:
        yield from (letter + second + third, letter + first + second)
        yield from (first + letter + third, first + letter + second)
