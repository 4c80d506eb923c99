"""The published index as one process sees it: the engine that `CURRENT` names, opened anew when that changes.

A generation is written in a folder of its own and never again once it is published. So what a reader opens is what was
published, whenever it opens it and wherever a writer was killed: there is no commit that it could see too early.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app.errors import IndexUnreadable, MicroficheError, StoreError
from app.search.engines.current import Current, read_current
from app.search.engines.manifest import Inspection, content, require_files, write_manifest
from app.search.engines.refusal import refusal_named
from app.search.engines.seam import Engine
from app.search.engines.tantivy import TantivyEngine
from app.search.engines.watched import WatchedEngine
from app.search.engines.whoosh import WhooshEngine

ENGINES: Mapping[str, Callable[[Path, Path, str], Engine]] = {
    "tantivy": TantivyEngine,
    "whoosh": WhooshEngine,
}
# Inode and time of `CURRENT`, which is replaced whenever something is published.
_Publication = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A generation under way: nobody reads it before it is published."""

    engine: Engine
    folder: Path
    base: Path | None

    def publish(self, revision: int) -> None:
        """Let every reader, here and in other processes, have this generation, as this revision."""
        with refusal_named(self.folder, OSError):
            write_manifest(self.folder, self.base)
        self.engine.publish(revision)


class LiveIndex:
    """Opens engines in `folder`, each generation in a folder of its own, and follows what is published."""

    def __init__(self, folder: Path, kind: str, terms_version: str) -> None:
        self.kind = kind
        self.terms_version = terms_version
        self._folder = folder
        self._current = folder / "CURRENT"
        self._engine: WatchedEngine | None = None
        self._opened: _Publication | None = None
        self._damage: tuple[_Publication | None, IndexUnreadable | None] = (None, None)
        self._inspection = Inspection()
        self._changing = threading.Lock()

    @property
    def published(self) -> Current | None:
        """What is published; None where nothing is, or nothing that makes sense.

        Raises StoreError where the system does not let us know.
        """
        try:
            return read_current(self._current)
        except IndexUnreadable:
            return None

    @property
    def usable(self) -> bool:
        """Whether something is published that this engine and this analysis can answer from.

        Says no where a search found it damaged; `inspect` looks closer.
        """
        publication = self._publication()
        if publication is None or self._damage_of(publication):
            return False
        try:
            require_files(self._published_folder())
        except IndexUnreadable:
            return False
        return True

    def inspect(self) -> None:
        """Read the files of what is published that this process has not read yet; damage makes it unusable.

        Takes a second for each gigabyte the first time, and next to nothing from then on.
        """
        publication = self._publication()
        if publication is None or self._damage_of(publication):
            return
        try:
            self._inspection.require_sound(self._published_folder())
        except IndexUnreadable as error:
            # Unless it was replaced while it was read.
            if publication == self._publication():
                self._damage = (publication, error)
                if self._engine is not None and publication == self._opened:
                    self._engine.damage = error

    def engine(self) -> Engine:
        """The engine on what is published now. Raises `IndexUnreadable` where nothing usable is.

        One that is open goes on answering while what is published cannot be read, and is about to be built anew.
        """
        if self._engine is None or self._publication() != self._opened:
            with self._changing:
                self._follow()
        engine = self._engine
        if engine is None:
            raise IndexUnreadable("The index was closed: run the command again.")
        if engine.damage is not None:
            raise IndexUnreadable(engine.damage.message) from engine.damage
        return engine

    @property
    def answering(self) -> tuple[str, int] | None:
        """Generation and revision of what requests are answered from; None while that is about to change."""
        engine = self._engine
        if engine is None or engine.damage is not None or self._publication() != self._opened:
            return None
        return engine.generation, engine.revision

    @contextmanager
    def draft(self, *, anew: bool) -> Iterator[Draft]:
        """A generation to write and publish: an empty one, or one that begins as what is published.

        One that is not published is taken away again. Only for who holds the lock of the index.
        """
        base = None if anew else self._published_folder()
        folder = self._folder / f"{self.kind}-{self._last_number() + 1:06}"
        with refusal_named(self._folder, OSError):
            self._clear_away()
        with self._begun(folder, base) as engine:
            yield Draft(engine, folder, base)

    def withdraw(self) -> None:
        """Let nothing be published, so that the index is built anew. Engines that are open answer on until it is.

        Only for who holds the lock of the index.
        """
        with refusal_named(self._folder, OSError):
            self._current.unlink(missing_ok=True)

    def close(self) -> None:
        with self._changing:
            if self._engine is not None:
                self._engine.close()
            self._engine = None

    @contextmanager
    def _begun(self, folder: Path, base: Path | None) -> Iterator[Engine]:
        try:
            with refusal_named(folder, OSError):
                folder.mkdir(parents=True)
                if base is not None:
                    _share(base, folder)
            engine = ENGINES[self.kind](folder, self._current, self.terms_version)
            try:
                yield engine
            finally:
                engine.close()
        finally:
            # What cannot be told to be unpublished stays.
            with suppress(StoreError):
                published = self.published
                if published is None or published.generation != folder.name:
                    shutil.rmtree(folder, ignore_errors=True)

    def _follow(self) -> None:
        """Open what is published, unless that is what is open."""
        while self._engine is None or self._publication() != self._opened:
            publication = self._publication()
            try:
                opened = self._open(publication)
            except MicroficheError as error:
                if publication != self._publication():
                    # The next one was published meanwhile, and this one cleared away.
                    continue
                if isinstance(error, IndexUnreadable):
                    self._damage = (publication, error)
                if self._engine is None:
                    raise
                if not isinstance(error, IndexUnreadable):
                    # The system refused: the next request tries again.
                    return
                self._opened = publication
            else:
                # An engine takes its revision from `CURRENT`, which may name another generation by now.
                if publication == self._publication():
                    self._engine, self._opened = opened, publication

    def _open(self, publication: _Publication | None) -> WatchedEngine:
        if error := self._damage_of(publication):
            raise IndexUnreadable(error.message) from error
        folder = self._published_folder()
        require_files(folder)
        # The engine before this one is closed with its last request, by being forgotten.
        return WatchedEngine(ENGINES[self.kind](folder, self._current, self.terms_version))

    def _damage_of(self, publication: _Publication | None) -> IndexUnreadable | None:
        """What was found wrong with it so far, if anything; what is no publication has not been looked at."""
        if publication is None:
            return None
        if publication == self._damage[0]:
            return self._damage[1]
        engine = self._engine
        return engine.damage if engine is not None and publication == self._opened else None

    def _published_folder(self) -> Path:
        current = read_current(self._current)
        if current is None or not self._is_ours(current):
            raise IndexUnreadable("No index is published for this engine yet: run `microfiche reindex`.")
        folder = self._folder / current.generation
        if not folder.is_dir():
            raise IndexUnreadable(f"{folder} is gone: run `microfiche reindex`.")
        return folder

    def _is_ours(self, current: Current) -> bool:
        return current.kind == self.kind and current.terms_version == self.terms_version

    def _publication(self) -> _Publication | None:
        try:
            status = self._current.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _clear_away(self) -> None:
        """Delete the generations that are not published. Readers keep the files that they have open."""
        current = self.published
        if current is None:
            self._current.unlink(missing_ok=True)
        for folder in self._generations():
            if current is None or folder.name != current.generation:
                shutil.rmtree(folder, ignore_errors=True)
        for left in self._folder.glob(f"{self._current.name}.*"):
            left.unlink(missing_ok=True)

    def _last_number(self) -> int:
        current = self.published
        names = [folder.name for folder in self._generations()] + ([current.generation] if current else [])
        numbers = (name.rpartition("-")[2] for name in names)
        return max((int(number) for number in numbers if number.isdecimal()), default=0)

    def _generations(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return [f for f in self._folder.iterdir() if f.is_dir() and f.name.rpartition("-")[2].isdecimal()]


def _share(base: Path, folder: Path) -> None:
    """Let `folder` hold what `base` holds. Engines replace files and never write into one, so a link will do."""
    for file in content(base):
        try:
            os.link(file, folder / file.name)
        except OSError:
            # Some file systems have no links.
            shutil.copy2(file, folder / file.name)
