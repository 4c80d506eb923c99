"""Searching from many threads while the index changes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from app.search.engines.seam import Engine, EngineRequest, Every, FacetRequest, Word
from tests.contract.articles import article, fill

_SEARCHERS = 16
_ROUNDS = 8
_ARTICLES = 20


def publish_round(engine: Engine, round_: int) -> None:
    """Every article has the word and the topic of this round, and of no other."""
    articles = (article(f"{n}", f"round{round_} tide", topics=[f"{round_}"]) for n in range(_ARTICLES))
    fill(engine, *articles, revision=round_)


def searched(engine: Engine, done: Event) -> set[int]:
    """The revisions that a searcher met, each of which has to hold together in itself."""
    met = set()
    while not done.is_set():
        request = EngineRequest(Word("body.stem", "tide"), limit=100, facets=(FacetRequest("topic", 10),))
        result = engine.search(request)
        assert result.total == len(result.hits) == _ARTICLES
        assert result.facets["topic"].counts == ((f"{result.revision}", _ARTICLES),)
        met.add(result.revision)
    return met


def test_every_answer_is_of_one_revision_while_others_are_published(engine: Engine) -> None:
    publish_round(engine, 1)
    done = Event()
    with ThreadPoolExecutor(_SEARCHERS) as threads:
        searchers = [threads.submit(searched, engine, done) for _ in range(_SEARCHERS)]
        try:
            for round_ in range(2, _ROUNDS + 1):
                publish_round(engine, round_)
        finally:
            done.set()
        met = set().union(*(searcher.result() for searcher in searchers))
    assert met <= set(range(1, _ROUNDS + 1))
    assert len(met) > 1
    assert engine.search(EngineRequest(Every())).revision == _ROUNDS
