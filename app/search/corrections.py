"""Other spellings of a query's words, from the corpus's own: `did_you_mean`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.analysis.words import words
from app.search.engines.seam import Engine, EngineRequest, Every, Word
from app.search.query import tree
from app.search.spellings import Spellings

# A shorter word has too many neighbours, and a short one many at two changes; so it is with Lucene's suggestions.
_SHORTEST, _SHORTEST_FOR_TWO = 4, 8
# A word that the corpus has is doubted where another spelling is so many times as frequent: `goverment` stands in 2 of
# 10,000 articles, `government` in 4,319.
_TIMES_AS_FREQUENT = 20
# From so many articles on, and this share of all, a word is no slip, or one that has become usual.
_COMMON, _COMMON_SHARE = 3, 1 / 2_000
# What stands in a lead stands in the body too, but for the decks of some.
_ANYWHERE = ("title.exact", "body.exact")


@dataclass(frozen=True, slots=True)
class Corrections:
    """`articles` is how many the corpus has."""

    engine: Engine
    spellings: Spellings
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
        ranked = sorted(
            (distance, -count, term)
            for term, distance, count in self.spellings.near(word, fields, farthest)
            if count >= least and term != word and term.isalpha()
        )
        # Removed articles may count among those.
        return next((term for _, _, term in ranked if self._count(term, fields) >= least), None)

    def _count(self, word: str, fields: Sequence[str]) -> int:
        """In how many articles the word stands, in the field where it stands most."""
        counts = tuple(Word(field, word) for field in fields)
        return max(self.engine.search(EngineRequest(Every(), limit=0, counts=counts)).counts)


def _indexed(field: str | None) -> Sequence[str]:
    if field is None:
        return _ANYWHERE
    return (field,) if field in tree.WORD_FIELDS else (f"{field}.exact",)
