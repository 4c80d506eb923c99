"""Views: one state of the index and one of the store that fit together, for as long as a request takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from app.articles.revisions import current_revision
from app.database import Database
from app.search.engines.live import LiveIndex
from app.search.engines.seam import Engine
from app.search.expansion import Vocabulary
from app.search.lowering import Lowering, lowering
from app.topics.tree import TopicTree


@dataclass(frozen=True, slots=True)
class View:
    """What a request is answered from; `lowered` turns query trees to clauses for this very index."""

    engine: Engine
    connection: Connection
    topics: TopicTree
    lowered: Lowering


class Views:
    def __init__(self, database: Database, index: LiveIndex, topics: TopicTree) -> None:
        self.topics = topics
        self._database = database
        self._index = index
        self._lowering: tuple[Vocabulary, Lowering] | None = None

    @contextmanager
    def opened(self) -> Iterator[View]:
        """The engine, and a state of the store that still has, and already has, every article that the engine knows.

        The store is looked at first: what is purged afterwards it shows still. Where the engine was published in
        between it knows articles that this state has not yet, and both are taken anew. Raises `IndexUnreadable` where
        there is nothing to search.
        """
        for last in (False, False, True):
            with self._database.read() as connection:
                stored = current_revision(connection)
                engine = self._index.engine()
                # A store put back to an earlier day stays behind until its index is built anew.
                if engine.revision <= stored or last:
                    yield View(engine, connection, self.topics, self._lowering_for(engine))
                    return

    @contextmanager
    def again(self, view: View) -> Iterator[View]:
        """The engine of an earlier view beside the store as it is now, which may lack what was purged since."""
        with self._database.read() as connection:
            yield replace(view, connection=connection)

    def _lowering_for(self, engine: Engine) -> Lowering:
        kept = self._lowering
        if kept is None or kept[0].engine is not engine or not kept[0].is_current:
            vocabulary = Vocabulary(engine)
            kept = self._lowering = (vocabulary, lowering(vocabulary, self.topics))
        return kept[1]
