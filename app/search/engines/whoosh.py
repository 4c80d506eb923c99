"""The engine in pure Python: slower, complete, and the reference that the others agree with."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock

from filelock import FileLock
from whoosh.index import EmptyIndexError, FileIndex, LockError, create_in, open_dir
from whoosh.writing import IndexWriter

from app.errors import Busy, IndexUnreadable
from app.search.engines.current import Current, published_revision, write_current
from app.search.engines.damage import damage_named
from app.search.engines.refusal import refusal_named
from app.search.engines.seam import Change, EngineRequest, EngineResult, TermCount, Upsert
from app.search.engines.whoosh_damage import DAMAGE
from app.search.engines.whoosh_documents import whoosh_fields, whoosh_schema
from app.search.engines.whoosh_view import WhooshView


class WhooshEngine:
    """An engine of the seam in `folder`, published in the file `current`.

    An empty or missing folder becomes an empty index. IndexUnreadable is raised for a damaged one, one of
    another schema, and one that `current` names but that is gone.
    """

    def __init__(self, folder: Path, current: Path, terms_version: str) -> None:
        self._folder = folder
        self._current = current
        self._terms_version = terms_version
        self._using = Lock()
        with refusal_named(folder, *DAMAGE):
            self._index = self._opened()
            self._view = self._loaded()

    @property
    def revision(self) -> int:
        return self._view.revision

    @property
    def generation(self) -> str:
        return self._folder.name

    def search(self, request: EngineRequest) -> EngineResult:
        with self._using:
            return self._view.search(request)

    def apply(self, changes: Iterable[Change]) -> None:
        with self._refusal_named():
            writer = self._writer()
        try:
            # Whoosh cannot delete what this writer has added: an article's last change alone is carried out.
            last = {_id(change): change for change in changes}
            with self._refusal_named():
                for id, change in last.items():
                    _write(writer, id, change)
        except BaseException:
            with self._refusal_named():
                writer.cancel()
            raise
        with self._refusal_named():
            writer.commit()

    def publish(self, revision: int) -> None:
        write_current(self._current, Current(self._folder.name, revision, self._terms_version))
        self.reload()

    def reload(self) -> None:
        with self._using, damage_named(*DAMAGE):
            if self._published() is not None:
                before, self._view = self._view, self._loaded()
                before.close()

    def terms(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        with self._using:
            return self._view.terms(field, prefix, limit)

    def listed(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        return self.terms(field, prefix, limit)

    def ids(self) -> Iterator[str]:
        return self._view.ids()

    def close(self) -> None:
        with self._using:
            self._view.close()

    def _opened(self) -> FileIndex:
        self._folder.mkdir(parents=True, exist_ok=True)
        # Creating deletes what is there: of two that start at once, the second has to find the first's.
        with FileLock(self._folder / "create.lock"):
            try:
                index = open_dir(str(self._folder))
            except EmptyIndexError as error:
                if self._published() is not None:
                    message = f"The index in {self._folder} is gone: run `microfiche reindex`."
                    raise IndexUnreadable(message) from error
                index = create_in(str(self._folder), whoosh_schema())
        if index.schema != whoosh_schema():
            raise IndexUnreadable(
                f"The index in {self._folder} is of another version: run `microfiche reindex`."
            )
        return index

    def _loaded(self) -> WhooshView:
        # Read before the index is, so that what is loaded may be past this revision and never before it. In the folder
        # of a published generation nobody writes any more: there it is this very revision.
        revision = self._published() or 0
        return WhooshView(self._index.reader(), revision)  # type: ignore[no-untyped-call]

    def _published(self) -> int | None:
        return published_revision(self._current, self._folder.name)

    def _refusal_named(self) -> AbstractContextManager[None]:
        return refusal_named(self._folder, *DAMAGE)

    def _writer(self) -> IndexWriter:
        try:
            return self._index.writer()
        except LockError as error:
            message = f"Another process is writing the index in {self._folder}: wait until it is done."
            raise Busy(message) from error


def _write(writer: IndexWriter, id: str, change: Change) -> None:
    writer.delete_by_term("id", id)
    if isinstance(change, Upsert):
        writer.add_document(**whoosh_fields(change.document))


def _id(change: Change) -> str:
    return change.document.id if isinstance(change, Upsert) else change.id
