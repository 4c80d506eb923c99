"""Random requests on random corpora: every engine answers as the naive one."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.engines.live import ENGINES
from app.search.engines.seam import Change, Document, Engine, EngineRequest, Upsert
from tests.contract.agreement import assert_agrees
from tests.contract.shelf import Shelf
from tests.contract.strategies import BATCHES, REQUESTS
from tests.naive import keyed_window, matched

# An index costs some 100 ms to make and a request less than one, so each corpus is asked many requests.
_CORPORA = 25
_corpora = settings(max_examples=_CORPORA, suppress_health_check=list(HealthCheck))


def indexed(engine: Engine, batches: list[list[Change]]) -> list[Document]:
    """Apply and publish the batches; what an index of them has to hold."""
    documents: dict[str, Document] = {}
    for batch in batches:
        engine.apply(batch)
        for change in batch:
            match change:
                case Upsert(document):
                    documents[document.id] = document
                case _:
                    documents.pop(change.id, None)
    engine.publish(1)
    return list(documents.values())


@pytest.mark.parametrize("kind", sorted(ENGINES))
@_corpora
@given(batches=BATCHES, requests=st.lists(REQUESTS, min_size=10, max_size=40))
def test_an_engine_agrees_with_the_naive_one(
    kind: str, batches: list[list[Change]], requests: list[EngineRequest]
) -> None:
    with TemporaryDirectory() as root:
        shelf = Shelf(kind, Path(root))
        engine = shelf.open()
        documents = indexed(engine, batches)
        for request in requests:
            assert_agrees(engine, request, documents)
        shelf.close()


@pytest.mark.parametrize("kind", sorted(ENGINES))
@_corpora
@given(batches=BATCHES, requests=st.lists(REQUESTS, min_size=5, max_size=20))
def test_a_cursor_goes_on_where_the_naive_one_does(
    kind: str, batches: list[list[Change]], requests: list[EngineRequest]
) -> None:
    with TemporaryDirectory() as root:
        shelf = Shelf(kind, Path(root))
        engine = shelf.open()
        documents = indexed(engine, batches)
        for request in requests:
            if request.sort != "relevance":
                walk, matching = replace(request, offset=0, limit=2), matched(request, documents)
                while hits := engine.search(walk).hits:
                    assert [(hit.id, hit.key) for hit in hits] == keyed_window(walk, matching)
                    walk = replace(walk, after=hits[-1].key)
        shelf.close()
