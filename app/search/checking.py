"""Whether store and index agree, and what mends it where they do not."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from app.articles.audit import of_older_analysis, orphans, sort_keys
from app.articles.extent import languages
from app.articles.revisions import current_revision
from app.database import Database
from app.errors import IndexUnreadable
from app.search.engines.live import LiveIndex
from app.search.engines.seam import Engine, EngineRequest, Every, FacetRequest

# Ids named of each kind of difference; the count tells the rest.
_NAMED = 5
# Hits asked for at once, where all are.
_STEP = 5_000
_REINDEX = "microfiche reindex"
_READ_AGAIN = "microfiche ingest --again PATH, with the paths that were ingested"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, and the command that mends it."""

    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the store says of its articles: each one's sort key by id, and how many there are of each language."""

    revision: int
    keys: dict[str, int]
    languages: dict[str, int]


def check(database: Database, index: LiveIndex) -> list[Difference]:
    """Every difference between store and index, and within each; none where all is well."""
    # First, for it takes seconds, in which an ingest may commit.
    index.inspect()
    try:
        engine = index.engine()
    except IndexUnreadable as error:
        unreadable = Difference(_why_unreadable(index) or error.message, _REINDEX)
        with database.read() as connection:
            return [*_within_store(connection), unreadable]
    with database.read() as connection:
        stored = _Stored(current_revision(connection), sort_keys(connection), languages(connection))
        return [*_within_store(connection), *_between(stored, index, engine)]


def _within_store(connection: Connection) -> Iterator[Difference]:
    for what, ids in orphans(connection).items():
        if ids:
            yield _of(ids, f"of the store {what}", _READ_AGAIN)
    if ids := of_older_analysis(connection):
        yield _of(ids, "have terms of an older analysis, which snippets go by", _READ_AGAIN)


def _between(stored: _Stored, index: LiveIndex, engine: Engine) -> Iterator[Difference]:
    if reason := _why_unreadable(index):
        yield Difference(reason, _REINDEX)
    if engine.revision != stored.revision:
        what = f"The index stands at revision {engine.revision}, the store at {stored.revision}."
        yield Difference(what, f"{_REINDEX} (a running server mends it by itself)")
    times = Counter(engine.ids())
    indexed = dict(_indexed_keys(engine))
    for ids, what in (
        (stored.keys.keys() - times.keys(), "are in the store and not in the index"),
        (times.keys() - stored.keys.keys(), "are in the index and not in the store"),
        ({i for i, count in times.items() if count > 1}, "are more than once in the index"),
        (
            {i for i, key in indexed.items() if stored.keys.get(i, key) != key},
            "have another date in the index",
        ),
    ):
        if ids:
            yield _of(ids, what, _REINDEX)
    yield from _between_counts(stored, engine, len(times))


def _between_counts(stored: _Stored, engine: Engine, listed: int) -> Iterator[Difference]:
    """What a search counts, against what is there: an index can hold the right ids and count them wrongly."""
    facet = FacetRequest("language", 2 * len(stored.languages) + 1)
    counted = engine.search(EngineRequest(Every(), limit=0, facets=(facet,)))
    if counted.total != listed:
        yield Difference(f"The index counts {counted.total} articles and lists {listed}.", _REINDEX)
    by_language = dict(counted.facets["language"].counts)
    if len(stored.keys) == listed and by_language != stored.languages:
        what = f"By language the index counts {by_language} and the store {stored.languages}."
        yield Difference(what, _REINDEX)


def _indexed_keys(engine: Engine) -> Iterator[tuple[str, int]]:
    """Each indexed article's id and sort key, by walking the newest-first order to its end."""
    last: int | None = None
    while True:
        hits = engine.search(EngineRequest(Every(), sort="newest", after=last, limit=_STEP)).hits
        yield from ((hit.id, hit.key) for hit in hits if hit.key is not None)
        if len(hits) < _STEP:
            return
        last = hits[-1].key


def _why_unreadable(index: LiveIndex) -> str | None:
    """What keeps the published index from being used."""
    current = index.published
    if current is not None and current.kind != index.kind:
        return f"The published index, {current.generation}, is another engine's than {index.kind}."
    if current is not None and current.terms_version != index.terms_version:
        return (
            f"The index holds terms of analysis {current.terms_version}; this one is {index.terms_version}."
        )
    return None


def _of(ids: Collection[str], what: str, mend: str) -> Difference:
    named = ", ".join(sorted(ids)[:_NAMED])
    return Difference(f"{len(ids)} articles {what}: {named}.", mend)
