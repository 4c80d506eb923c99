"""The default engine: Tantivy, a search library in Rust."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from threading import Lock

from tantivy import Index, IndexWriter

from app.errors import Busy, IndexUnreadable
from app.search.engines.current import Current, published_revision, write_current
from app.search.engines.damage import damage_named
from app.search.engines.refusal import refusal_named
from app.search.engines.seam import Change, Delete, EngineRequest, EngineResult, TermCount, Upsert
from app.search.engines.tantivy_documents import tantivy_document, tantivy_schema
from app.search.engines.tantivy_view import TantivyView

# Measured on 10,000 articles of 1,000 words: 200 MB write one segment in 6.6 s, 50 MB three in 6.2 s, and an ingest,
# which publishes every 500 articles, needs no more.
_WRITER_HEAP_BYTES = 50_000_000
# A second thread halves that time but leaves twice the segments, and the analysis needs the other core.
_WRITER_THREADS = 1


class TantivyEngine:
    """An engine of the seam in `folder`, published in the file `current`.

    An empty or missing folder becomes an empty index. IndexUnreadable is raised for a damaged one, one of
    another schema, and one that `current` names but that is gone.
    """

    def __init__(self, folder: Path, current: Path, terms_version: str) -> None:
        self._folder = folder
        self._current = current
        self._terms_version = terms_version
        self._reloading = Lock()
        with refusal_named(folder, OSError, ValueError):
            self._index = self._opened()
            self._view = self._loaded()

    @property
    def revision(self) -> int:
        return self._view.revision

    @property
    def generation(self) -> str:
        return self._folder.name

    def search(self, request: EngineRequest) -> EngineResult:
        return self._view.search(request)

    def apply(self, changes: Iterable[Change]) -> None:
        with self._refusal_named():
            writer = self._writer()
        try:
            for change in changes:
                with self._refusal_named():
                    _write(writer, change)
            with self._refusal_named():
                writer.commit()
        except BaseException:
            # The writer may be broken, and what broke it is what is told.
            with suppress(ValueError):
                writer.rollback()
            raise
        finally:
            # Until its threads are done the writer holds the lock; dropped before, it throws merges away.
            with self._refusal_named():
                writer.wait_merging_threads()

    def publish(self, revision: int) -> None:
        write_current(self._current, Current(self._folder.name, revision, self._terms_version))
        self.reload()

    def reload(self) -> None:
        with self._reloading, damage_named(ValueError):
            if self._published() is not None:
                self._view = self._loaded()

    def terms(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        return self._view.terms(field, prefix, limit)

    def listed(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        return self._view.listed(field, prefix, limit)

    def ids(self) -> Iterator[str]:
        return self._view.ids()

    def close(self) -> None:
        """Nothing is held open: `apply` ends its writer, and the memory maps go with the object."""

    def _opened(self) -> Index:
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._published() is not None and not Index.exists(str(self._folder)):
            raise IndexUnreadable(f"The index in {self._folder} is gone: run `microfiche reindex`.")
        index = Index(tantivy_schema(), str(self._folder), reuse=True)
        index.config_reader("manual")
        return index

    def _loaded(self) -> TantivyView:
        # Read before the index is, so that what is loaded may be past this revision and never before it. In the folder
        # of a published generation nobody writes any more: there it is this very revision.
        revision = self._published() or 0
        self._index.reload()
        return TantivyView(self._index.schema, self._index.searcher(), revision)

    def _published(self) -> int | None:
        return published_revision(self._current, self._folder.name)

    def _refusal_named(self) -> AbstractContextManager[None]:
        return refusal_named(self._folder, OSError, ValueError)

    def _writer(self) -> IndexWriter:
        try:
            return self._index.writer(_WRITER_HEAP_BYTES, _WRITER_THREADS)
        except ValueError as error:
            if "LockBusy" not in str(error):
                raise
            message = f"Another process is writing the index in {self._folder}: wait until it is done."
            raise Busy(message) from error


def _write(writer: IndexWriter, change: Change) -> None:
    match change:
        case Upsert(document):
            writer.delete_documents_by_term("id", document.id)
            writer.add_document(tantivy_document(document))
        case Delete(id):
            writer.delete_documents_by_term("id", id)
