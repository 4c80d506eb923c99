"""Articles that score the same: within one revision every page, every worker and every reload has them in one order."""

from dataclasses import replace

import pytest

from app.search.engines.seam import Delete, Engine, EngineRequest, Word
from tests.contract.articles import article, fill
from tests.contract.shelf import Shelf

ASKED = EngineRequest(Word("body.stem", "tide"))
# Written in several goes, so that an engine keeps them in several segments, with gaps where some were removed.
BATCHES = 6
SIZE = 40


def fill_alike(engine: Engine) -> int:
    """Articles of which all but a few score the same; returns how many there are."""
    for batch in range(BATCHES):
        numbers = range(batch * SIZE, (batch + 1) * SIZE)
        fill(
            engine,
            *(article(f"{n:03}", "tide moon" if n % 9 else "tide") for n in numbers),
            revision=batch + 1,
        )
    engine.apply(Delete(f"{n:03}") for n in range(0, BATCHES * SIZE, 7))
    engine.publish(BATCHES + 1)
    return len(range(BATCHES * SIZE)) - len(range(0, BATCHES * SIZE, 7))


def walked(engine: Engine, limit: int) -> list[str]:
    ids: list[str] = []
    while hits := engine.search(replace(ASKED, offset=len(ids), limit=limit)).hits:
        ids += [hit.id for hit in hits]
    return ids


@pytest.mark.parametrize("limit", [1, 7, 10, 100])
def test_pages_of_any_size_are_one_order_cut(engine: Engine, limit: int) -> None:
    count = fill_alike(engine)
    whole = [hit.id for hit in engine.search(replace(ASKED, limit=1_000)).hits]
    assert len(whole) == len(set(whole)) == count
    assert walked(engine, limit) == whole


def test_a_second_reader_and_a_reload_keep_the_order(engine: Engine, shelf: Shelf) -> None:
    fill_alike(engine)
    before = walked(engine, 10)
    other = shelf.open()
    assert walked(other, 25) == before
    engine.reload()
    other.reload()
    assert walked(engine, 13) == walked(other, 9) == before
