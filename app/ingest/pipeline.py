"""One ingest, from paths to a corpus that is level with them.

The only module of this room that reads files; what is made of their bytes is pure, and `writer` keeps it.
"""

import errno
import hashlib
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import cast

from app.articles.reads import articles_in_file, raw_texts
from app.articles.revisions import current_revision
from app.articles.writes import KnownFile, known_files, purge
from app.database import Database
from app.errors import UsageError
from app.ingest.preparation import VERSION, Limits, outcomes, raw_articles
from app.ingest.reading import Kind, RawArticle, Rejected
from app.ingest.report import Progress, Report
from app.ingest.sources import Source, Sources, find_sources, is_gone
from app.ingest.split import parse
from app.ingest.writer import Writer

INGEST_LOCK = "ingest"


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
    def __init__(self, database: Database, limits: Limits, after_commit: Callable[[], None]) -> None:
        """`after_commit` is called whenever articles have been committed: the index follows there."""
        self._database = database
        self._limits = limits
        self._after_commit = after_commit

    def run(
        self,
        request: IngestRequest,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Bring the corpus level with these files; what cannot be read is in the report, the rest goes in.

        Raises `UsageError` for a path that is not there or a folder with nothing in it, `Busy` while another ingest
        runs, `StoreError` where the store cannot be written. What was committed until then stays in.
        """
        begin = time.monotonic()
        sources = find_sources(request.paths, request.collection)
        if not sources.files and not request.prune:
            raise UsageError(f"There is nothing to read in {', '.join(map(str, request.paths))}.")
        report = Report(ignored=sources.ignored)
        with self._database.lock(INGEST_LOCK):
            run = _Run(self._database, self._limits, request, report, self._after_commit)
            for done in run.take(sources, stopped):
                progress(done)
        with self._database.read() as connection:
            report.revision = current_revision(connection)
        report.seconds = time.monotonic() - begin
        return report

    def purge(self, passed: int) -> None:
        """Delete for good what was removed at a revision that the published index has passed."""
        with self._database.lock(INGEST_LOCK), self._database.write() as session:
            purge(session, passed)


class _Run:
    """One ingest under way."""

    def __init__(
        self,
        database: Database,
        limits: Limits,
        request: IngestRequest,
        report: Report,
        after_commit: Callable[[], None],
    ) -> None:
        self._database = database
        self._limits = limits
        self._request = request
        self._report = report
        self._writer = Writer(database, report, after_commit)
        self._today = datetime.now(UTC).date()

    def take(self, sources: Sources, stopped: Callable[[], bool]) -> Iterator[Progress]:
        """Read every file, pausing after each article that was read."""
        with self._database.read() as connection:
            known = {name: known_files(connection, name) for name in sorted(sources.collections)}
        done = 0
        for source in sources.files:
            for _ in self._take_file(source, known[source.collection].get(source.path)):
                yield Progress(self._report.files, len(sources.files), done, sources.size, self._report.read)
                if stopped():
                    self._report.stopped = True
                    self._writer.commit()
                    return
            self._report.files += 1
            done += source.size
        for name, files in known.items():
            present = {source.path for source in sources.files if source.collection == name}
            gone = {path: file for path, file in files.items() if present.isdisjoint(_path_and_folders(path))}
            self._take_missing(name, gone)
        self._writer.commit()

    def _take_file(self, source: Source, known: KnownFile | None) -> Iterator[None]:
        data = _bytes(source, self._limits)
        if isinstance(data, Rejected):
            yield from self._write(source, known, [data], None)
            return
        file_hash = hashlib.sha256(data).hexdigest()
        level = known is not None and (known.hash, known.pipeline) == (file_hash, VERSION)
        if known is not None and level and not self._request.again:
            self._count_unchanged(known, source)
            self._writer.relocate(known, source.location)
            yield
            return
        yield from self._write(source, known, raw_articles(data, source.path, self._limits), file_hash)

    def _take_missing(self, collection: str, files: dict[str, KnownFile]) -> None:
        """The files of the collection that the store knows and that are not among those given now."""
        for path, known in sorted(files.items()):
            if self._request.prune and is_gone(known.location):
                self._writer.forget(known)
            elif self._request.again and known.hash is not None:
                source = Source(collection, path, Path(path), known.size)
                for _ in self._write(source, known, self._raws_of(path, known), known.hash):
                    pass

    def _write(
        self,
        source: Source,
        known: KnownFile | None,
        raws: Iterable[RawArticle | Rejected],
        file_hash: str | None,
    ) -> Iterator[None]:
        file = self._writer.begin(source, known)
        kept = () if self._request.again else file.kept
        for outcome in outcomes(raws, source.collection, kept, self._today):
            self._writer.add(file, outcome)
            yield
        self._writer.end(file, file_hash)

    def _raws_of(self, path: str, known: KnownFile) -> Iterator[RawArticle | Rejected]:
        with self._database.read() as connection:
            texts = raw_texts(connection, known.id)
        for kept in texts:
            yield parse(path, kept.position, cast(Kind, kept.kind), kept.text, kept.encoding)

    def _count_unchanged(self, known: KnownFile, source: Source) -> None:
        with self._database.read() as connection:
            articles, refusals = articles_in_file(connection, known.id)
        self._report.unchanged += articles
        self._report.rejections.extend(
            Rejected(source.path, r.position, r.stage, r.reason, r.detail) for r in refusals
        )


def _bytes(source: Source, limits: Limits) -> bytes | Rejected:
    if source.size > limits.file_size:
        detail = f"{source.path} holds {source.size:,} bytes: raise MICROFICHE_MAX_FILE_SIZE to read it."
        return Rejected(source.path, None, "file", "too_large", detail)
    try:
        # Reading a pipe would wait for a writer, reading a device may never end.
        if not source.file.is_dir() and not stat.S_ISREG(source.file.stat().st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        return source.file.read_bytes()
    except OSError as error:
        detail = f"{source.path} cannot be read ({error.strerror}): check its permissions."
        return Rejected(source.path, None, "file", "unreadable", detail)


def _path_and_folders(path: str) -> Iterator[str]:
    """The path and the folders above it: a folder that could not be listed stands among the sources itself."""
    yield path
    yield from map(str, PurePosixPath(path).parents)
