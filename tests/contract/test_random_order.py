"""The order by lot: the same for the same seed, on every engine, whatever else is there."""

from collections.abc import Iterator

import pytest

from app.search.engines.live import ENGINES
from app.search.engines.seam import Delete, Engine, EngineHit, EngineRequest, Every
from tests.contract.articles import article, fill
from tests.contract.shelf import Shelf

ARTICLES = [article(f"{number}", "tide") for number in range(300)]


def order(engine: Engine, seed: str, limit: int = 1_000, after: int | None = None) -> tuple[EngineHit, ...]:
    request = EngineRequest(Every(), sort="random", seed=seed, limit=limit, after=after)
    return engine.search(request).hits


def ids(engine: Engine, seed: str) -> list[str]:
    return [hit.id for hit in order(engine, seed)]


def walked(engine: Engine, seed: str, limit: int) -> Iterator[str]:
    after = None
    while hits := order(engine, seed, limit, after):
        yield from (hit.id for hit in hits)
        after = hits[-1].key


def test_a_seed_gives_an_order_of_all_and_another_seed_another(engine: Engine) -> None:
    fill(engine, *ARTICLES)
    first, second = ids(engine, "first"), ids(engine, "second")
    assert set(first) == set(second) == {document.id for document in ARTICLES}
    assert len(first) == len(ARTICLES)
    assert first == ids(engine, "first") != second


@pytest.mark.parametrize("limit", [1, 7, 299, 300])
def test_pages_are_the_order_cut(engine: Engine, limit: int) -> None:
    fill(engine, *ARTICLES)
    assert list(walked(engine, "s", limit)) == ids(engine, "s")
    request = EngineRequest(Every(), sort="random", seed="s", limit=limit, offset=limit)
    assert [hit.id for hit in engine.search(request).hits] == ids(engine, "s")[limit : 2 * limit]


def test_those_that_stay_keep_their_order(engine: Engine) -> None:
    fill(engine, *ARTICLES[:200])
    before = ids(engine, "s")
    engine.apply([Delete("7")])
    fill(engine, *ARTICLES[200:], revision=2)
    stayed = set(before) - {"7"}
    assert [id for id in ids(engine, "s") if id in stayed] == [id for id in before if id != "7"]


def test_every_engine_draws_the_same(shelf: Shelf) -> None:
    orders = []
    for kind in sorted(ENGINES):
        other = Shelf(kind, shelf.root / kind)
        drawing = other.open()
        fill(drawing, *ARTICLES)
        orders.append(order(drawing, "one seed"))
        other.close()
    assert orders[0] == orders[1]


def test_places_are_drawn_evenly(engine: Engine) -> None:
    fill(engine, *ARTICLES[:10])
    firsts = [ids(engine, f"{seed}")[0] for seed in range(200)]
    # Each is first 20 times on average; fewer than 5 or more than 45 happens by chance once in 10,000 such draws.
    assert all(5 <= firsts.count(document.id) <= 45 for document in ARTICLES[:10])


def test_no_article_is_in_no_order(engine: Engine) -> None:
    assert order(engine, "s") == ()
    fill(engine, *ARTICLES)
    assert order(engine, "s", limit=0) == ()
