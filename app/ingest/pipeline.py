"""One ingest, from paths to a corpus that is level with them.

`opening` reads files, `parallel` has their articles prepared, `writer` keeps them.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import cast

from app.articles.incoming import Kept, Packed
from app.articles.reads import articles_in_file, numbers_in_file, raw_texts
from app.articles.revisions import current_revision
from app.articles.writes import KnownFile, known_files, purge
from app.database import Database, chunks
from app.errors import UsageError, WorkerLost
from app.ingest.opening import Opened, open_source
from app.ingest.parallel import Beside, Crew, Prepared, prepared
from app.ingest.preparation import VERSION, Comparison, Limits, Outcome, Task, prepare
from app.ingest.reading import Kind, Rejected
from app.ingest.report import Progress, Report
from app.ingest.sources import Source, Sources, find_sources, is_gone
from app.ingest.split import Clipping
from app.ingest.writer import FileInProgress, Writer

INGEST_LOCK = "ingest"

# Gzip packs JSON of news text to 0.4 of its size.
_PACKED = 2.5


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """`collection` None takes the name of each path.

    `again` reads all anew, from the store where the file is gone; `prune` removes what came from such files.
    """

    paths: tuple[Path, ...]
    collection: str | None = None
    prune: bool = False
    again: bool = False


class Ingest:
    def __init__(
        self, database: Database, limits: Limits, after_commit: Callable[[], None], crew: Crew | None = None
    ) -> None:
        """`after_commit` is called, in another thread, when articles have been committed: the index follows there."""
        self._database = database
        self._limits = limits
        self._after_commit = after_commit
        self._crew = crew or Crew()

    def run(
        self,
        request: IngestRequest,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Bring the corpus level with these files; what cannot be read is in the report, the rest goes in.

        Raises `UsageError` for a path that is not there or a folder with nothing in it, `Busy` while another ingest
        runs, `StoreError` where the store cannot be written, `WorkerLost` where a process that prepares articles ends
        too soon. What was committed until then stays in.
        """
        begin = time.monotonic()
        sources = find_sources(request.paths, request.collection)
        if not sources.files and not request.prune:
            raise UsageError(f"There is nothing to read in {', '.join(map(str, request.paths))}.")
        report = Report(ignored=sources.ignored)
        with self._database.lock(INGEST_LOCK), Beside(self._after_commit) as index:
            run = _Run(self._database, self._limits, request, report, Writer(self._database, report, index))
            for done in run.take(sources, self._crew, stopped):
                progress(done)
        with self._database.read() as connection:
            report.revision = current_revision(connection)
        report.seconds = time.monotonic() - begin
        return report

    def purge(self, passed: int) -> None:
        """Delete for good what was removed at a revision that the published index has passed."""
        with self._database.lock(INGEST_LOCK), self._database.write() as session:
            purge(session, passed)


@dataclass(frozen=True, slots=True)
class _Met:
    """An article met on the walk over the files; `task` is None for a refusal, and where the store has the `same`.

    `bytes_done` counts those of the files that were read until then.
    """

    file: FileInProgress
    comparison: Comparison
    article: Clipping | Rejected
    same: Kept | None
    task: Task | None
    bytes_done: int


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a file that was read; without a hash nobody knows what it holds."""

    file: FileInProgress
    hash: str | None
    bytes_done: int


@dataclass(frozen=True, slots=True)
class _Level:
    """A file that is as it was."""

    source: Source
    known: KnownFile
    bytes_done: int


_Step = _Met | _End | _Level
_Known = Mapping[str, Mapping[str, KnownFile]]


class _Run:
    """One ingest under way: a walk over the files, which goes ahead, and what comes of it, in the same order."""

    def __init__(
        self, database: Database, limits: Limits, request: IngestRequest, report: Report, writer: Writer
    ) -> None:
        self._database = database
        self._limits = limits
        self._request = request
        self._report = report
        self._writer = writer
        self._today = datetime.now(UTC).date()
        self._left = 0.0

    def take(self, sources: Sources, crew: Crew, stopped: Callable[[], bool]) -> Iterator[Progress]:
        """Read every file, pausing after each article that was read."""
        with self._database.read() as connection:
            known = {name: known_files(connection, name) for name in sorted(sources.collections)}
        gone = {name: _missing(files, sources, name) for name, files in known.items()}
        self._left = sum(map(_weight, sources.files))
        if self._request.again:
            self._left += sum(file.size for files in gone.values() for _, file in files)
        walk = chain(self._walk(sources, known), self._walk_missing(gone, sources.size))
        steps = ((step, step.task if isinstance(step, _Met) else None) for step in walk)
        given = frozenset(sources.files)
        with closing(prepared(steps, crew, lambda: self._left)) as found:
            for one in self._unless_stopped(found, stopped):
                self._apply(one)
                if isinstance(one.step, _End):
                    self._report.files += one.step.file.source in given
                    continue
                self._report.files += isinstance(one.step, _Level)
                yield Progress(
                    self._report.files, len(given), one.step.bytes_done, sources.size, self._report.read
                )
                if stopped():
                    self._report.stopped = True
                    break
        if self._request.prune and not self._report.stopped:
            self._forget(file for files in gone.values() for _, file in files)
        self._writer.commit()

    def _unless_stopped(
        self, found: Iterable[Prepared[_Step]], stopped: Callable[[], bool]
    ) -> Iterator[Prepared[_Step]]:
        """What is found, as far as it comes: a signal to stop that goes to a whole group ends its processes too."""
        try:
            yield from found
        except WorkerLost:
            if not stopped():
                raise
            self._report.stopped = True

    def _walk(self, sources: Sources, known: _Known) -> Iterator[_Step]:
        done = 0
        for source in sources.files:
            before = known[source.collection].get(source.path)
            opened = open_source(source, self._limits)
            if isinstance(opened, Rejected):
                yield from self._met(self._writer.file(source, before), [opened], None, done)
            elif before is not None and self._is_level(opened, before):
                yield _Level(source, before, done)
            else:
                yield from self._met(self._writer.file(source, before), opened.clippings(), opened, done)
            done += source.size
            self._left -= _weight(source)

    def _walk_missing(
        self, gone: Mapping[str, Sequence[tuple[str, KnownFile]]], done: int
    ) -> Iterator[_Step]:
        """Read anew from the store what the files that are not among those given held."""
        if not self._request.again:
            return
        for collection, files in gone.items():
            for path, known in files:
                if not (self._request.prune and is_gone(known.location)):
                    source = Source(collection, path, Path(known.location), known.size)
                    file = self._writer.file(source, known)
                    yield from self._met(file, self._stored(path, known), known, done)
                    self._left -= known.size

    def _met(
        self,
        file: FileInProgress,
        articles: Iterable[Clipping | Rejected],
        opened: Opened | KnownFile | None,
        done: int,
    ) -> Iterator[_Step]:
        comparison = Comparison(() if self._request.again else file.kept)
        for article in articles:
            read = opened.bytes_read if isinstance(opened, Opened) else 0
            same, task = None, None
            if isinstance(article, Clipping):
                same = comparison.same(article)
                task = None if same else Task(article, file.source.collection, self._today)
            yield _Met(file, comparison, article, same, task, done + read)
        changed = isinstance(opened, Opened) and opened.changed
        yield _End(file, opened.hash if opened and not changed else None, done + file.source.size)

    def _apply(self, one: Prepared[_Step]) -> None:
        match one.step:
            case _Level(source, known):
                self._count_unchanged(known, source)
                self._writer.relocate(known, source.location)
            case _End(file, file_hash):
                self._writer.end(file, file_hash)
            case _Met(file):
                self._writer.add(file, self._outcome(one.step, one.result))

    def _outcome(self, met: _Met, result: Packed | Rejected | None) -> Outcome:
        if isinstance(met.article, Rejected):
            return met.article
        if met.same and (standing := met.comparison.standing(met.same)):
            return standing
        if result is None:
            [result] = prepare([Task(met.article, met.file.source.collection, self._today)])
        return met.comparison.outcome(result, met.article.position)

    def _forget(self, files: Iterable[KnownFile]) -> None:
        for known in files:
            if is_gone(known.location):
                self._writer.forget(known)

    def _is_level(self, opened: Opened, known: KnownFile) -> bool:
        return not self._request.again and (known.hash, known.pipeline) == (opened.hash, VERSION)

    def _stored(self, path: str, known: KnownFile) -> Iterator[Clipping]:
        with self._database.read() as connection:
            numbers = numbers_in_file(connection, known.id)
        for chunk in chunks(numbers):
            with self._database.read() as connection:
                texts = raw_texts(connection, chunk)
            for kept in texts:
                yield Clipping(path, kept.position, cast(Kind, kept.kind), kept.text, kept.encoding)

    def _count_unchanged(self, known: KnownFile, source: Source) -> None:
        with self._database.read() as connection:
            articles, refusals = articles_in_file(connection, known.id)
        self._report.unchanged += articles
        self._report.rejections.extend(
            Rejected(source.path, r.position, r.stage, r.reason, r.detail) for r in refusals
        )


def _missing(
    files: Mapping[str, KnownFile], sources: Sources, collection: str
) -> list[tuple[str, KnownFile]]:
    """The files of a collection that the store knows and that are not among those given now, in order."""
    present = {source.path for source in sources.files if source.collection == collection}
    return [
        (path, file) for path, file in sorted(files.items()) if present.isdisjoint(_path_and_folders(path))
    ]


def _weight(source: Source) -> float:
    """About the bytes that there are to read."""
    return source.size * (_PACKED if source.path.lower().endswith(".gz") else 1)


def _path_and_folders(path: str) -> Iterator[str]:
    """The path and the folders above it: a folder that could not be listed stands among the sources itself."""
    yield path
    yield from map(str, PurePosixPath(path).parents)
