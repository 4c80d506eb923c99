"""One opened state of a Whoosh index: its answers do not change, whatever is written meanwhile."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import islice

import numpy as np
from whoosh.reading import IndexReader

from app.search.engines.damage import damage_named
from app.search.engines.request import (
    SORT_KEYS,
    dimension,
    lacking,
    printed,
    ranked,
    remaining,
    restricted,
    tallied,
)
from app.search.engines.seam import (
    FACETS,
    NUMBERS,
    AllOf,
    Clause,
    EngineHit,
    EngineRequest,
    EngineResult,
    FacetCounts,
    FacetRequest,
    TermCount,
)
from app.search.engines.shuffle import drawn
from app.search.engines.whoosh_damage import DAMAGE
from app.search.engines.whoosh_documents import Facts, whoosh_facts
from app.search.engines.whoosh_evaluation import Evaluation, Scores
from app.search.engines.whoosh_postings import Postings


class WhooshView:
    """Not thread-safe: the readers of an index share their places in its files."""

    def __init__(self, reader: IndexReader, revision: int) -> None:
        self.revision = revision
        self._reader = reader
        self._postings = Postings(reader)

    def search(self, request: EngineRequest) -> EngineResult:
        scores = Evaluation(self._postings, self._facts).scores
        any_date = restricted(request, but="date")
        return EngineResult(
            total=len(scores(restricted(request))),
            hits=tuple(self._hits(request, scores(remaining(request)))),
            facets={facet.name: self._facet(request, facet, scores) for facet in request.facets},
            counts=tuple(len(scores(AllOf((any_date, clause)))) for clause in request.counts),
            revision=self.revision,
            tallies=tuple(
                self._tally(tally.field, scores(tallied(request, tally))) for tally in request.tallies
            ),
        )

    def terms(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        return list(islice(self._postings.terms(field, prefix), limit))

    def ids(self) -> Iterator[str]:
        return (facts.id for facts in self._facts.values())

    def close(self) -> None:
        self._reader.close()

    @cached_property
    def _facts(self) -> Mapping[int, Facts]:
        # Read when first asked for: who only writes never needs them.
        with damage_named(*DAMAGE):
            return {
                base + number: whoosh_facts(stored)
                for segment, base in self._reader.leaf_readers()
                for number, stored in segment.iter_docs()
            }

    def _hits(self, request: EngineRequest, scores: Scores) -> list[EngineHit]:
        matched = [(self._facts[number], score) for number, score in scores.items()]
        if request.sort == "random":
            lots = np.fromiter((facts.numbers["lot"] for facts, _ in matched), np.int64, len(matched))
            return [EngineHit(matched[place][0].id, None, key) for place, key in drawn(request, lots)]
        if key := SORT_KEYS.get(request.sort):
            matched.sort(key=lambda match: match[0].numbers[key], reverse=request.sort == "newest")
            hits = [EngineHit(facts.id, None, facts.numbers[key]) for facts, _ in matched]
        else:
            matched.sort(key=lambda match: (-match[1], match[0].id))
            hits = [EngineHit(facts.id, score, None) for facts, score in matched]
        return hits[request.offset : request.offset + request.limit]

    def _facet(
        self, request: EngineRequest, facet: FacetRequest, scores: Callable[[Clause], Scores]
    ) -> FacetCounts:
        field = FACETS[facet.name]
        matched = scores(restricted(request, but=dimension(facet.name)))
        if field in NUMBERS:
            tally = self._tally(field, matched)
            tallies = Counter({printed(facet.name, value): count for value, count in tally.items()})
        else:
            tallies = Counter(v for number in matched for v in self._facts[number].keywords.get(field, ()))
        without = lacking(request, facet)
        return ranked(facet, tallies, None if without is None else len(scores(without)))

    def _tally(self, field: str, scores: Scores) -> Counter[int]:
        numbers = (self._facts[number].numbers for number in scores)
        return Counter(values[field] for values in numbers if field in values)
