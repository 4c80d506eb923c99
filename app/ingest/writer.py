"""Outcomes to the store, a transaction a batch: files end whole, and what they no longer hold goes with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from app.articles.incoming import Kept, Packed
from app.articles.revisions import raise_revision
from app.articles.settlement import Touched, settle
from app.articles.values import Refusal
from app.articles.writes import (
    KnownFile,
    close_file,
    keep,
    keep_refusals,
    kept_in_file,
    move,
    open_file,
    relocate_file,
    remove,
    reopen_file,
)
from app.database import Database
from app.ingest.preparation import VERSION, Outcome, Unchanged
from app.ingest.reading import Rejected
from app.ingest.report import Report
from app.ingest.sources import Source

# Articles that one transaction takes: enough that its cost is small beside theirs, few enough to show soon.
_BATCH = 500


@dataclass(slots=True)
class FileInProgress:
    """A file on its way in: what the store has of it, what was met of that, and what waits to be written.

    `hash` is set once all of the file has been read; a file that ends without one keeps what the store has of it and is
    read again next time.
    """

    source: Source
    kept: Sequence[Kept]
    id: int | None = None
    begun: bool = False
    ended: bool = False
    hash: str | None = None
    waiting: list[Packed] = field(default_factory=list)
    moved: dict[int, int | None] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)
    refused: list[Rejected] = field(default_factory=list)


class Writer:
    def __init__(self, database: Database, report: Report, after_commit: Callable[[], None]) -> None:
        self._database = database
        self._report = report
        self._after_commit = after_commit
        self._files: list[FileInProgress] = []
        self._gone: list[KnownFile] = []
        self._relocated: dict[int, str] = {}
        self._waiting = 0

    def file(self, source: Source, known: KnownFile | None) -> FileInProgress:
        """A file with what the store has of it; nothing is written of it before something is added."""
        kept: Sequence[Kept] = ()
        if known is not None:
            with self._database.read() as connection:
                kept = kept_in_file(connection, known.id)
        return FileInProgress(source, kept)

    def add(self, file: FileInProgress, outcome: Outcome) -> None:
        """Take one outcome; a full batch is committed."""
        self._begin(file)
        match outcome:
            case Unchanged():
                file.met.add(outcome.kept.number)
                self._report.unchanged += 1
                if outcome.kept.position != outcome.position:
                    file.moved[outcome.kept.number] = outcome.position
            case Rejected():
                file.refused.append(outcome)
                self._report.rejections.append(outcome)
            case _:
                file.waiting.append(outcome)
        self._waiting += 1
        if self._waiting >= _BATCH:
            self.commit()

    def end(self, file: FileInProgress, file_hash: str | None) -> None:
        """Say that all of the file has been read; what the store has of it and was not met goes.

        Without a hash the file could not be read, and nobody knows what it holds: all stays.
        """
        self._begin(file)
        file.ended = True
        file.hash = file_hash
        if file_hash is None:
            file.met.update(kept.number for kept in file.kept)

    def _begin(self, file: FileInProgress) -> None:
        if not file.begun:
            file.begun = True
            self._files.append(file)

    def relocate(self, known: KnownFile, location: str) -> None:
        """Note that a file, otherwise as it was, lies elsewhere now."""
        if known.location != location:
            self._relocated[known.id] = location

    def forget(self, known: KnownFile) -> None:
        """Remove all that was read in a file that is gone."""
        self._gone.append(known)

    def commit(self) -> None:
        """Write what waits, in one transaction."""
        with self._database.write() as session:
            transaction = _Transaction(session, self._report)
            for file in self._files:
                transaction.write(file)
            for known in self._gone:
                transaction.forget(known)
            for file_id, location in self._relocated.items():
                relocate_file(session, file_id, location)
            transaction.settle()
        self._files = [file for file in self._files if not file.ended]
        self._gone.clear()
        self._relocated.clear()
        self._waiting = 0
        if transaction.revision is not None:
            self._after_commit()


class _Transaction:
    """One transaction's work; its revision is raised by the first change."""

    def __init__(self, session: Session, report: Report) -> None:
        self.revision: int | None = None
        self._session = session
        self._report = report
        self._touched = Touched()

    def write(self, file: FileInProgress) -> None:
        source = file.source
        if file.id is None:
            file.id = open_file(self._session, source.collection, source.path, source.location, source.size)
        known = {(kept.key, kept.sequence) for kept in file.kept}
        if file.waiting:
            numbers = keep(self._session, file.id, file.waiting, VERSION, self._raised())
            self._touched.numbers.update(numbers)
            file.met.update(numbers)
            changed = sum((incoming.key, incoming.sequence) in known for incoming in file.waiting)
            self._report.changed += changed
            self._report.added += len(file.waiting) - changed
            file.waiting = []
        move(self._session, file.moved)
        file.moved = {}
        if file.ended:
            self._end(file, file.id)

    def forget(self, known: KnownFile) -> None:
        kept = kept_in_file(self._session.connection(), known.id)
        self._remove([one.number for one in kept])
        keep_refusals(self._session, known.id, ())
        reopen_file(self._session, known.id)

    def settle(self) -> None:
        if self._touched:
            settle(self._session, self._touched, self._raised())

    def _end(self, file: FileInProgress, file_id: int) -> None:
        self._remove([kept.number for kept in file.kept if kept.number not in file.met])
        refusals = (
            Refusal(position=r.position, stage=r.stage, reason=r.reason, detail=r.detail)
            for r in file.refused
        )
        keep_refusals(self._session, file_id, refusals)
        if file.hash is not None:
            close_file(self._session, file_id, file_hash=file.hash, pipeline=VERSION)

    def _remove(self, numbers: Sequence[int]) -> None:
        if numbers:
            self._touched.article_ids |= remove(self._session, numbers, self._raised())
            self._report.removed += len(numbers)

    def _raised(self) -> int:
        if self.revision is None:
            self.revision = raise_revision(self._session)
        return self.revision
