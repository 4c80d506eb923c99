"""Engines on real folders, as the contract suite opens them."""

from dataclasses import dataclass, field
from pathlib import Path

from app.search.engines.live import ENGINES
from app.search.engines.seam import Engine

TERMS_VERSION = "as of this test"


@dataclass(slots=True)
class Shelf:
    """One index of one kind of engine; every engine opened on it is closed with it."""

    kind: str
    root: Path
    generation: int = 1
    _opened: list[Engine] = field(default_factory=list)

    @property
    def current(self) -> Path:
        return self.root / "CURRENT"

    @property
    def folder(self) -> Path:
        return self.root / f"{self.kind}-{self.generation:06}"

    def open(self) -> Engine:
        engine: Engine = ENGINES[self.kind](self.folder, self.current, TERMS_VERSION)
        self._opened.append(engine)
        return engine

    def close(self) -> None:
        while self._opened:
            self._opened.pop().close()
