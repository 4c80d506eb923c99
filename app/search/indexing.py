"""Keeping the index level with the store: the store commits first, the engine next, readers see it last."""

from collections.abc import Iterator

from sqlalchemy import Connection

from app.articles.changes import indexable, removed_ids
from app.articles.revisions import current_revision
from app.database import Database
from app.errors import IndexUnreadable
from app.search.documents import document
from app.search.engines.live import Draft, LiveIndex
from app.search.engines.seam import Change, Delete, Upsert
from app.topics.tree import TopicTree

INDEX_LOCK = "index"


class Indexing:
    """Brings store and index together. One process at a time does, under the store's lock."""

    def __init__(self, database: Database, index: LiveIndex, topics: TopicTree) -> None:
        self._database = database
        self._index = index
        self._topics = topics

    @property
    def level(self) -> bool:
        """Whether a usable index is published, and of the very revision of the store."""
        with self._database.read() as connection:
            stored = current_revision(connection)
        published = self._index.published
        return published is not None and published.revision == stored and self._index.usable

    @property
    def lag(self) -> int:
        """Revisions that the store is ahead of the index; the whole history where no index is usable."""
        with self._database.read() as connection:
            stored = current_revision(connection)
        published = self._index.published
        return stored - published.revision if published and self._index.usable else stored

    def catch_up(self, *, wait_seconds: float = 0) -> int:
        """Index what changed since the published revision and publish it; returns the revision reached.

        Where no index is usable - none yet, a damaged one, another engine's, an older analysis - all is built anew.
        Raises `Busy` where another process is at it for longer than `wait_seconds`, `StoreError` where the system
        refuses to write; what was published stays so.
        """
        with self._database.lock(INDEX_LOCK, wait_seconds=wait_seconds):
            published = self._index.published if self._index.usable else None
            if published is None:
                return self._build()
            try:
                return self._follow(published.revision)
            except IndexUnreadable:
                return self._build()

    def reindex(self) -> int:
        """Build a new index aside from the store and put it in the place of the old one."""
        with self._database.lock(INDEX_LOCK):
            return self._build()

    def _follow(self, since: int) -> int:
        with self._database.read() as connection:
            revision = current_revision(connection)
        if revision == since:
            return revision
        if revision < since:
            # The store was put back to an earlier day: what the index has of later ones is unknown to it.
            return self._build()
        with self._index.draft(anew=False) as draft:
            return self._fill(draft, since)

    def _build(self) -> int:
        with self._index.draft(anew=True) as draft:
            return self._fill(draft, -1)

    def _fill(self, draft: Draft, since: int) -> int:
        with self._database.read() as connection:
            revision = current_revision(connection)
            draft.engine.apply(self._changes(connection, since))
        draft.publish(revision)
        return revision

    def _changes(self, connection: Connection, since: int) -> Iterator[Change]:
        for article_id in removed_ids(connection, since):
            yield Delete(article_id)
        for article in indexable(connection, since):
            yield Upsert(document(article, self._topics))
