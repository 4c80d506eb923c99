"""Whether store and index agree, and what mends it where they do not."""

from collections import Counter
from dataclasses import dataclass

from app.articles.reads import standing_ids
from app.articles.revisions import current_revision
from app.database import Database
from app.errors import IndexUnreadable
from app.search.engines.live import LiveIndex

# Ids named of each kind of difference; the count tells the rest.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, and the command that mends it."""

    what: str
    mend: str


def check(database: Database, index: LiveIndex) -> list[Difference]:
    """Every difference between store and index; none where all is well."""
    with database.read() as connection:
        stored, revision = standing_ids(connection), current_revision(connection)
    try:
        engine = index.engine()
        indexed = list(engine.ids())
    except IndexUnreadable as error:
        return [Difference(error.message, "microfiche reindex")]
    found: list[Difference] = []
    if engine.revision != revision:
        what = f"The index stands at revision {engine.revision}, the store at {revision}."
        found.append(Difference(what, "microfiche reindex (a running server mends it by itself)"))
    for ids, where in (
        (stored - set(indexed), "in the store and not in the index"),
        (set(indexed) - stored, "in the index and not in the store"),
        ({i for i, times in Counter(indexed).items() if times > 1}, "more than once in the index"),
    ):
        if ids:
            named = ", ".join(sorted(ids)[:_NAMED])
            found.append(Difference(f"{len(ids)} articles are {where}: {named}.", "microfiche reindex"))
    return found
