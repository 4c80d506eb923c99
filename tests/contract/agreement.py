"""Whether an engine answers as the naive one does."""

from collections.abc import Sequence
from dataclasses import replace

from app.search.engines.seam import Document, Engine, EngineRequest
from tests.naive import clause_counts, facet_counts, keyed_window, matched, tallies


def assert_agrees(engine: Engine, request: EngineRequest, documents: Sequence[Document]) -> None:
    """Compare all that has to be exact: matches, totals, facets, counts, windows, every order but that by score."""
    result = engine.search(request)
    matching = matched(request, documents)
    ids = {document.id for document in matching}
    whole = replace(request, offset=0, limit=len(documents) + 1, facets=(), counts=(), tallies=())
    everything = engine.search(whole)
    assert {hit.id for hit in everything.hits} == ids
    assert result.total == everything.total == len(everything.hits) == len(ids)
    if request.sort == "relevance":
        assert result.hits == everything.hits[request.offset : request.offset + request.limit]
        scores = [hit.score or 0.0 for hit in everything.hits]
        assert scores == sorted(scores, reverse=True)
    else:
        assert [(hit.id, hit.key) for hit in result.hits] == keyed_window(request, matching)
    assert result.facets == {facet.name: facet_counts(request, facet, documents) for facet in request.facets}
    assert result.counts == clause_counts(request, documents)
    assert result.tallies == tallies(request, documents)
