"""One opened state of a Tantivy index: its answers do not change, whatever is written meanwhile."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from tantivy import Order, Query, Schema, Searcher

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
    FacetCounts,
    FacetRequest,
    TermCount,
    Weighted,
)
from app.search.engines.shuffle import drawn
from app.search.engines.tantivy_query import tantivy_query

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
        return EngineResult(
            total=self._count(restricted(request)),
            hits=tuple(self._drawn(request) if request.sort == "random" else self._hits(request)),
            facets={facet.name: self._facet(request, facet) for facet in request.facets},
            counts=tuple(self._count(AllOf((any_date, clause))) for clause in request.counts),
            revision=self.revision,
            tallies=tuple(self._tally(tallied(request, tally), tally.field) for tally in request.tallies),
        )

    def terms(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        return [TermCount(term, count) for term, count in sorted(self._tallies(field, prefix))[:limit]]

    def ids(self) -> Iterator[str]:
        return (article for article, _ in self._tallies("id"))

    def _count(self, clause: Clause) -> int:
        query = tantivy_query(self.schema, Weighted(clause, 0))
        with damage_named(ValueError):
            found = self.searcher.search(query, limit=1)
        return int(found.count)  # type: ignore[attr-defined]  # Tantivy's stubs leave it out

    def _hits(self, request: EngineRequest) -> Iterator[EngineHit]:
        # Tantivy panics at a limit of 0, and sets memory aside for all of offset and limit, used or not.
        limit = min(request.limit, self.searcher.num_docs - request.offset)
        if limit <= 0:
            return
        key, order = SORT_KEYS.get(request.sort), Order.Asc if request.sort == "oldest" else Order.Desc
        query = tantivy_query(self.schema, remaining(request))
        with damage_named(ValueError):
            found = self.searcher.search(
                query, limit, count=False, order_by_field=key, offset=request.offset, order=order
            )
            for value, address in found.hits:
                article = str(self.searcher.doc(address).get_first("id"))
                yield EngineHit(article, None, value) if key else EngineHit(article, value, None)

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
