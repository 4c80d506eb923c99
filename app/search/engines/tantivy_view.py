"""One opened state of a Tantivy index: its answers do not change, whatever is written meanwhile."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from tantivy import Order, Query, Schema, Searcher, SearchResult

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
    AllOf,
    Between,
    Clause,
    EngineHit,
    EngineRequest,
    EngineResult,
    Every,
    FacetCounts,
    FacetRequest,
    TermCount,
    Weighted,
)
from app.search.engines.shuffle import drawn
from app.search.engines.tantivy_query import flat, tantivy_query

# Tantivy refuses to answer with more buckets (found by asking for more).
_MOST_BUCKETS = 65_000
# Counts are exact only where no segment cuts its own list short: the largest number that Tantivy takes.
_NO_CUT = 2**32 - 1


@dataclass(frozen=True, slots=True)
class TantivyView:
    schema: Schema
    searcher: Searcher
    revision: int

    def search(self, request: EngineRequest) -> EngineResult:
        any_date = restricted(request, but="date")
        total, hits = self._matched(request)
        return EngineResult(
            total=total,
            hits=tuple(hits),
            facets={facet.name: self._facet(request, facet) for facet in request.facets},
            counts=tuple(self._count(AllOf((any_date, clause))) for clause in request.counts),
            revision=self.revision,
            tallies=tuple(self._tally(tallied(request, tally), tally.field) for tally in request.tallies),
        )

    def terms(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        return [TermCount(term, count) for term, count in sorted(self._tallies(field, prefix))[:limit]]

    def listed(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        with damage_named(ValueError):
            found = self.searcher.terms_with_prefix(field, prefix)
        return [TermCount(term, count) for term, count in sorted(found)[:limit]]

    def ids(self) -> Iterator[str]:
        return (article for article, _ in self._tallies("id"))

    def _matched(self, request: EngineRequest) -> tuple[int, Iterable[EngineHit]]:
        """How many articles match, and the window of them.

        Both in one walk through the matches where the window is cut from all of them: to score them besides takes a
        third more than to count them.
        """
        if request.sort == "random":
            return self._count(restricted(request)), self._drawn(request)
        # Tantivy panics at a limit of 0, and sets memory aside for all of offset and limit, used or not.
        limit = min(request.limit, self.searcher.num_docs - request.offset)
        if limit <= 0:
            return self._count(restricted(request)), ()
        from_the_first = request.after is None
        found = self._best(request, limit, count=from_the_first)
        total = _total(found) if from_the_first else self._count(restricted(request))
        return total, self._read(request, found)

    def _count(self, clause: Clause) -> int:
        if all(part == Every() for part in flat(AllOf, (clause,))):
            return self.searcher.num_docs
        query = tantivy_query(self.schema, Weighted(clause, 0))
        with damage_named(ValueError):
            return _total(self.searcher.search(query, limit=1))

    def _best(self, request: EngineRequest, limit: int, *, count: bool) -> SearchResult:
        order = Order.Asc if request.sort == "oldest" else Order.Desc
        query = tantivy_query(self.schema, remaining(request))
        with damage_named(ValueError):
            return self.searcher.search(
                query,
                limit,
                count=count,
                order_by_field=SORT_KEYS.get(request.sort),
                offset=request.offset,
                order=order,
            )

    def _read(self, request: EngineRequest, found: SearchResult) -> Iterator[EngineHit]:
        by_date = request.sort in SORT_KEYS
        with damage_named(ValueError):
            for value, address in found.hits:
                article = str(self.searcher.doc(address).get_first("id"))
                yield EngineHit(article, None, value) if by_date else EngineHit(article, value, None)

    def _drawn(self, request: EngineRequest) -> Iterator[EngineHit]:
        # Every match has to be looked at, but only the page's own are read.
        matching = self.searcher.num_docs if request.limit else 0
        if not matching:
            return
        query = tantivy_query(self.schema, Weighted(restricted(request), 0))
        with damage_named(ValueError):
            hits = self.searcher.search(query, matching, count=False, order_by_field="lot").hits
            lots = np.fromiter((lot for lot, _ in hits), dtype=np.int64, count=len(hits))
            for place, key in drawn(request, lots):
                yield EngineHit(str(self.searcher.doc(hits[place][1]).get_first("id")), None, key)

    def _facet(self, request: EngineRequest, facet: FacetRequest) -> FacetCounts:
        field = FACETS[facet.name]
        query = tantivy_query(self.schema, restricted(request, but=dimension(facet.name)))
        counted, all_of_them = self._counted(query, field)
        # Slower where few articles match, for it visits every value there is, but it has no limit.
        values = counted if all_of_them else dict(self._tallies(field, within=query))
        tallies = {printed(facet.name, value): count for value, count in values.items()}
        without = lacking(request, facet)
        return ranked(facet, tallies, None if without is None else self._count(without))

    def _tally(self, clause: Clause, field: str) -> Mapping[int, int]:
        counted, all_of_them = self._counted(tantivy_query(self.schema, Weighted(clause, 0)), field)
        if all_of_them:
            return counted
        tallies = Counter[int]()
        for year in self._tally(clause, "year"):
            tallies.update(self._tally(AllOf((clause, Between("year", year, year))), field))
        return tallies

    def _counted(self, query: Query, field: str) -> tuple[dict[Any, int], bool]:
        """How many articles have each value, and whether that is all values."""
        wanted = {"field": field, "size": _MOST_BUCKETS, "segment_size": _NO_CUT}
        with damage_named(ValueError):
            answer = self.searcher.aggregate(query, {"values": {"terms": wanted}})["values"]
        counted = {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}
        return counted, not answer["sum_other_doc_count"]

    def _tallies(self, field: str, prefix: str = "", within: Query | None = None) -> list[tuple[str, int]]:
        # Without a query, articles that were removed are counted until a merge drops them.
        query = within or Query.all_query()
        with damage_named(ValueError):
            return self.searcher.terms_with_prefix(field, prefix, filter_query=query)


def _total(found: SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # Tantivy's stubs leave it out
