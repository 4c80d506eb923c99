"""The published index as one process sees it: the engine that `CURRENT` names, reloaded when that changes."""

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.errors import IndexUnreadable
from app.search.engines.current import Current, read_current
from app.search.engines.seam import Engine
from app.search.engines.tantivy import TantivyEngine
from app.search.engines.whoosh import WhooshEngine

ENGINES: Mapping[str, Callable[[Path, Path, str], Engine]] = {
    "tantivy": TantivyEngine,
    "whoosh": WhooshEngine,
}


class LiveIndex:
    """Opens engines in `folder`, each generation in a folder of its own, and follows what is published."""

    def __init__(self, folder: Path, kind: str, terms_version: str) -> None:
        self.kind = kind
        self.terms_version = terms_version
        self._folder = folder
        self._current = folder / "CURRENT"
        self._seen: tuple[int, int] | None = None
        self._engine: Engine | None = None
        self._generation = ""
        self._changing = threading.Lock()

    @property
    def published(self) -> Current | None:
        """What is published; None where nothing is, or nothing that can be read."""
        try:
            return read_current(self._current)
        except IndexUnreadable:
            return None

    @property
    def usable(self) -> bool:
        """Whether something is published that this engine and this analysis can answer from."""
        current = self.published
        return current is not None and self._is_ours(current) and self._folder_of(current).is_dir()

    def engine(self) -> Engine:
        """The engine on what is published now. Raises `IndexUnreadable` where nothing usable is."""
        signature = self._signature()
        if self._engine is not None and signature == self._seen:
            return self._engine
        with self._changing:
            if self._engine is None or signature != self._seen:
                self._engine = self._follow()
                self._seen = signature
            return self._engine

    @contextmanager
    def aside(self) -> Iterator[Engine]:
        """A new, empty generation to fill; it becomes the one in use when it is published."""
        generations = [int(folder.name.rpartition("-")[2]) for folder in self._generations()]
        folder = self._folder / f"{self.kind}-{max(generations, default=0) + 1:06}"
        engine = ENGINES[self.kind](folder, self._current, self.terms_version)
        try:
            yield engine
        finally:
            engine.close()

    def clear_away(self) -> None:
        """Delete the generations that are not published. Readers keep the files that they have open."""
        current = self.published
        if current is None or not self._folder_of(current).is_dir():
            # What names nothing is in the way: the next generation could take the lost one's name.
            self._current.unlink(missing_ok=True)
        for folder in self._generations():
            if current is None or folder.name != current.generation:
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        with self._changing:
            if self._engine is not None:
                self._engine.close()
            self._engine = None

    def _follow(self) -> Engine:
        current = self.published
        if current is None or not self._is_ours(current):
            raise IndexUnreadable("No index is published for this engine yet: run `microfiche reindex`.")
        if self._engine is not None and current.generation == self._generation:
            self._engine.reload()
            return self._engine
        folder = self._folder_of(current)
        if not folder.is_dir():
            raise IndexUnreadable(f"{folder} is gone: run `microfiche reindex`.")
        # The engine before this one is closed with its last request, by being forgotten.
        self._generation = current.generation
        return ENGINES[self.kind](folder, self._current, self.terms_version)

    def _folder_of(self, current: Current) -> Path:
        return self._folder / current.generation

    def _is_ours(self, current: Current) -> bool:
        kind = current.generation.rpartition("-")[0]
        return kind == self.kind and current.terms_version == self.terms_version

    def _signature(self) -> tuple[int, int] | None:
        try:
            status = self._current.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _generations(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return [f for f in self._folder.iterdir() if f.is_dir() and f.name.rpartition("-")[2].isdigit()]
