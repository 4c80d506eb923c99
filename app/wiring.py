"""The only place where the parts are built and joined; server and command line share it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.analysis.terms import ANALYSIS_VERSION
from app.articles.revisions import StateGlance
from app.database import Database
from app.errors import Busy
from app.ingest.pipeline import Ingest
from app.ingest.preparation import Limits
from app.search.documents import DOCUMENT_VERSION
from app.search.engines.live import LiveIndex
from app.search.indexing import Indexing
from app.search.related import RelatedArticles
from app.search.service import SearchService
from app.search.shelf import Shelf
from app.search.suggestions import Suggestions
from app.search.timeline import Timelines
from app.search.values import FacetValues
from app.search.views import Views
from app.settings import Settings
from app.sqlite_file import damaged
from app.topics.tree import TopicTree, topic_tree
from app.turns import ASIDE_PER_THREAD


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that serves or changes one corpus."""

    settings: Settings
    topics: TopicTree
    store: Database
    index: LiveIndex
    indexing: Indexing
    search: SearchService
    facets: FacetValues
    suggestions: Suggestions
    related: RelatedArticles
    timelines: Timelines
    ingest: Ingest
    views: Views
    shelf: Shelf
    standing: StateGlance

    @property
    def state(self) -> tuple[object, ...] | None:
        """What answers are made of: two answers of one state are the same; None while it is about to change.

        Never waits, and takes some ten microseconds.
        """
        index, store = self.index.answering, self.standing.look()
        return (*index, *store) if index and store else None

    def close(self) -> None:
        self.standing.close()
        self.views.close()
        self.index.close()
        self.store.close()


def open_archive(settings: Settings) -> Archive:
    """The archive of these settings, its store made and migrated where need be.

    Raises `StoreError` where the data folder or the store cannot be used, `StoreDamaged` where the store is cut short.
    """
    # Those who are set aside keep theirs, and beside requests there are the keeper and dear work.
    more = ASIDE_PER_THREAD * settings.threads + 2
    store = Database(settings.store_file, settings.lock_folder, connections=settings.threads, more=more)
    index = live_index(settings)
    _refuse_emptied(settings.store_file, index)
    store.migrate()
    topics = topic_tree()
    indexing = Indexing(store, index, topics)
    shelf = Shelf.of(settings.kept_of_articles)
    views = Views(store, index, topics, shelf)
    return Archive(
        settings=settings,
        topics=topics,
        store=store,
        index=index,
        indexing=indexing,
        search=SearchService(views),
        facets=FacetValues(views),
        suggestions=Suggestions(views),
        related=RelatedArticles(views),
        timelines=Timelines(views),
        ingest=Ingest(store, Limits(settings.max_file_size, settings.max_article_size), _following(indexing)),
        views=views,
        shelf=shelf,
        standing=StateGlance(store),
    )


def live_index(settings: Settings) -> LiveIndex:
    return LiveIndex(settings.index_folder, settings.engine, f"{ANALYSIS_VERSION}.{DOCUMENT_VERSION}")


def _refuse_emptied(file: Path, index: LiveIndex) -> None:
    """SQLite takes a file of no bytes for a new database, and all that was in it would be gone unnoticed."""
    published = index.published
    if published is not None and published.revision and file.is_file() and not file.stat().st_size:
        raise damaged(file, f"it is empty, and its index knows revision {published.revision}")


def _following(indexing: Indexing) -> Callable[[], None]:
    """Bring the index after the store, unless another process is at it: what that misses, the next commit brings."""

    def follow() -> None:
        with suppress(Busy):
            indexing.catch_up()

    return follow
