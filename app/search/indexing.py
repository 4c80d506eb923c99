"""Keeping the index level with the store: the store commits first, the engine next, readers see it last."""

from collections.abc import Iterator

from sqlalchemy import Connection

from app.articles.changes import indexable, removed_ids
from app.articles.revisions import current_revision
from app.database import Database
from app.errors import IndexUnreadable
from app.search.documents import document
from app.search.engines.live import LiveIndex
from app.search.engines.seam import Change, Delete, Engine, Upsert
from app.topics.tree import TopicTree

INDEX_LOCK = "index"


class Indexing:
    """Brings store and index together. One process at a time does, under the store's lock."""

    def __init__(self, database: Database, index: LiveIndex, topics: TopicTree) -> None:
        self._database = database
        self._index = index
        self._topics = topics

    @property
    def lag(self) -> int:
        """Revisions that the store is ahead of the index; the whole history where no index is usable."""
        with self._database.read() as connection:
            stored = current_revision(connection)
        published = self._index.published
        return stored - published.revision if published and self._index.usable else stored

    def catch_up(self, *, wait_seconds: float = 0) -> int:
        """Index what changed since the published revision and publish it; returns the revision reached.

        Where no index is usable - none yet, another engine's, an older analysis - all is built anew. Raises `Busy`
        where another process is at it for longer than `wait_seconds`.
        """
        with self._database.lock(INDEX_LOCK, wait_seconds=wait_seconds):
            try:
                engine = self._index.engine()
            except IndexUnreadable:
                return self._rebuild()
            return self._bring_level(engine, engine.revision)

    def reindex(self) -> int:
        """Build a new index aside from the store and put it in the place of the old one."""
        with self._database.lock(INDEX_LOCK):
            return self._rebuild()

    def _rebuild(self) -> int:
        # Now, not afterwards: servers go on answering from the generation before until they notice the new one.
        self._index.clear_away()
        with self._index.aside() as engine:
            return self._bring_level(engine, -1)

    def _bring_level(self, engine: Engine, since: int) -> int:
        with self._database.read() as connection:
            revision = current_revision(connection)
            if revision == since:
                return revision
            engine.apply(self._changes(connection, since))
        engine.publish(revision)
        return revision

    def _changes(self, connection: Connection, since: int) -> Iterator[Change]:
        for article_id in removed_ids(connection, since):
            yield Delete(article_id)
        for article in indexable(connection, since):
            yield Upsert(document(article, self._topics))
