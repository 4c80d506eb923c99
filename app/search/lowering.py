"""The query tree to clauses: words analysed, stemmed and expanded, so that an engine has nothing to interpret."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, product
from math import prod

from app.analysis.stems import stem, stemmed_alike
from app.analysis.terms import exact_terms
from app.search.abbreviations import spellings
from app.search.daterange import date_range
from app.search.engines.seam import (
    TOGETHER,
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Clause,
    Close,
    Every,
    Except,
    Weighted,
    Word,
)
from app.search.expansion import Expansion, Vocabulary
from app.search.query import tree
from app.topics.tree import TopicTree

# What a word counts in all of the article, and besides where it stands in the title or the lead. Tuned on three
# judged collections and held against three sets of news: docs/accuracy.md, decision 14.
WORD_WEIGHTS = {TOGETHER: 1.0, "title.stem": 0.4, "lead.stem": 0.1}
# The same for phrases, patterns and words of several parts, which have to be found in one field. A lead is mostly the
# body's first paragraph and counts there too.
FIELD_WEIGHTS = {"title": 1.4, "lead": 0.5, "body": 1.0}
# Alternatives that one word of several parts (`covid-1*`) may come to.
_MAX_COMBINATIONS = 1_000
_MAX_LANGUAGES = 1_000


@dataclass(frozen=True, slots=True)
class Lowering:
    """`languages` holds one language for each stemmer that the corpus needs; `topics` resolves topic names."""

    languages: Sequence[str | None]
    topics: TopicTree
    expansion: Expansion

    def clause(self, node: tree.Node) -> Clause:
        match node:
            case tree.All():
                return Every()
            case tree.Nothing():
                return AnyOf(())
            case tree.And():
                return AllOf(tuple(map(self.clause, node.children)))
            case tree.Or():
                return AnyOf(tuple(map(self.clause, node.children)))
            case tree.Not():
                return Except(self.clause(node.child))
            case tree.Boost():
                return Weighted(self.clause(node.child), node.factor)
            case tree.Range():
                return date_range(node.start, node.end, names=("date", "date")).inside
            case _:
                return self._leaf(node)

    def _leaf(self, node: tree.Leaf) -> Clause:
        if node.field is not None and node.field in tree.WHOLE_FIELDS:
            return self._whole(node, node.field)
        match node:
            case tree.Term():
                return _any([self._term(term) for term in spellings(node)])
            case tree.Phrase():
                return self._everywhere(node.field, partial(_in_order, exact_terms(node.text)))
            case tree.Near():
                return self._everywhere(node.field, partial(_nearby, exact_terms(node.text), node.distance))
            case _:
                return self._everywhere(node.field, partial(self._expanded, node))

    def _term(self, node: tree.Term) -> Clause:
        words = exact_terms(node.text)
        if node.field in tree.WORD_FIELDS:
            return self._everywhere(node.field, partial(_in_order, words))
        forms = dict.fromkeys(tuple(stem(words, language)) for language in self.languages)
        if node.field is None and len(words) == 1:
            return _any(
                [
                    Weighted(Word(field, form), weight)
                    for field, weight in WORD_WEIGHTS.items()
                    for (form,) in forms
                ]
            )
        stemmed = [partial(_in_order, form) for form in forms]
        return self._everywhere(node.field, lambda field: _any([form(field) for form in stemmed]), "stem")

    def _everywhere(
        self, field: str | None, found_in: Callable[[str], Clause], variant: str = "exact"
    ) -> Clause:
        """The clause in every indexed field that a query field stands for, weighted where it stands for several."""
        if field is not None:
            return found_in(field if field in tree.WORD_FIELDS else f"{field}.{variant}")
        return AnyOf(
            tuple(Weighted(found_in(f"{name}.{variant}"), weight) for name, weight in FIELD_WEIGHTS.items())
        )

    def _expanded(self, node: tree.Pattern, field: str) -> Clause:
        fields = [f"{name}.exact" for name in FIELD_WEIGHTS] if node.field is None else [field]
        alternatives = self.expansion.alternatives(node, fields)
        if len(alternatives) == 1:
            return AnyWord(field, alternatives[0])
        if prod(map(len, alternatives)) > _MAX_COMBINATIONS:
            raise self.expansion.refusal(node, _MAX_COMBINATIONS)
        return _any([_in_order(words, field) for words in product(*alternatives)])

    def _whole(self, node: tree.Leaf, field: str) -> Clause:
        if isinstance(node, tree.Pattern):
            return AnyWord(field, self.expansion.whole_values(node, field))
        if field == "topic":
            return _any([Word("topic", topic_id) for topic_id in self.topics.resolve(node.text)])
        return Word(field, node.text.strip().lower())


def lowering(vocabulary: Vocabulary, topics: TopicTree) -> Lowering:
    """The lowering for an index as it stands."""
    engine = vocabulary.engine
    languages: list[str | None] = [count.term for count in engine.terms("language", "", _MAX_LANGUAGES)]
    if any(count.term == "language" for count in engine.terms("lacks", "language", 1)):
        # The words of articles of unknown language are not stemmed.
        languages.append(None)
    return Lowering(stemmed_alike(languages) or [None], topics, Expansion(vocabulary))


def _in_order(words: Sequence[str], field: str) -> Clause:
    if not words:
        return AnyOf(())
    return Word(field, words[0]) if len(words) == 1 else Adjacent(field, tuple(words))


def _nearby(words: Sequence[str], distance: int, field: str) -> Clause:
    if len(words) < 2:
        return _in_order(words, field)
    return AllOf(tuple(Close(field, first, second, distance) for first, second in pairwise(words)))


def _any(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else AnyOf(tuple(clauses))
