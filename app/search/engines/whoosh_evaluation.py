"""Our own evaluation of clauses over Whoosh's postings.

Whoosh's matchers are passed by: their shortcuts (block quality, negations, phrases of one repeated term) are
where its answers go wrong. A clause becomes a plain dictionary instead, from its articles to their scores.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, pairwise

from app.search.engines.seam import (
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Between,
    Clause,
    Close,
    Every,
    Except,
    Weighted,
    Word,
)
from app.search.engines.whoosh_documents import Facts
from app.search.engines.whoosh_postings import Postings

Scores = Mapping[int, float]


class Evaluation:
    """Answers for one search over one opened state, whose every article is in `facts` by Whoosh's number."""

    def __init__(self, postings: Postings, facts: Mapping[int, Facts]) -> None:
        self._postings = postings
        self._facts = facts
        # Total, hits, facets and counts ask for the same clauses again.
        self._known: dict[Clause, Scores] = {}

    def scores(self, clause: Clause) -> Scores:
        """The articles that match `clause`, each with its score."""
        if clause not in self._known:
            self._known[clause] = self._evaluated(clause)
        return self._known[clause]

    def _evaluated(self, clause: Clause) -> Scores:
        match clause:
            case Word(field, term):
                return self._postings.scores(field, [term], self._postings.weights(field, term))
            case AnyWord(field, terms):
                return dict.fromkeys(chain(*(self._postings.weights(field, term) for term in terms)), 1.0)
            case Adjacent(field, terms):
                return self._postings.scores(field, terms, self._runs(clause))
            case Close(field, first, second):
                return self._postings.scores(field, [first, second], self._pairs(clause))
            case Between():
                return dict.fromkeys(self._inside(clause), 0.0)
            case Every():
                return dict.fromkeys(self._facts, 0.0)
            case AllOf(parts):
                return self._all_of(parts)
            case AnyOf(parts):
                return _summed(self.scores(part) for part in parts)
            case Except(part):
                return dict.fromkeys(self._facts.keys() - self.scores(part).keys(), 0.0)
            case Weighted(part, factor):
                return {number: score * factor for number, score in self.scores(part).items()}

    def _all_of(self, parts: Iterable[Clause]) -> Scores:
        scored = [self.scores(part) for part in parts]
        shared = set(self._facts).intersection(*scored)
        return {number: sum(scores[number] for scores in scored) for number in shared}

    def _inside(self, clause: Between) -> Iterable[int]:
        for number, facts in self._facts.items():
            value = facts.numbers.get(clause.field)
            if value is None or (clause.low is not None and value < clause.low):
                continue
            if clause.high is None or value <= clause.high:
                yield number

    def _runs(self, clause: Adjacent) -> Scores:
        """How often each article has the terms one right after the other."""
        first, *others = (self._postings.places(clause.field, term) for term in clause.terms)
        runs = Counter[int]()
        for number in set(first).intersection(*others):
            rest = [set(places[number]) for places in others]
            for start in first[number]:
                runs[number] += all(start + step in places for step, places in enumerate(rest, 1))
        return +runs

    def _pairs(self, clause: Close) -> Scores:
        """How often each article has the two terms near each other."""
        reach = clause.distance + 1
        first = self._postings.places(clause.field, clause.first)
        if clause.first == clause.second:
            return +Counter(
                {n: sum(b - a <= reach for a, b in pairwise(places)) for n, places in first.items()}
            )
        second = self._postings.places(clause.field, clause.second)
        return +Counter(
            {
                number: sum(any(abs(a - b) <= reach for b in second[number]) for a in first[number])
                for number in first.keys() & second.keys()
            }
        )


def _summed(scored: Iterable[Scores]) -> Scores:
    sums: dict[int, float] = {}
    for scores in scored:
        for number, score in scores.items():
            sums[number] = sums.get(number, 0.0) + score
    return sums
