"""An engine that answers until it turns out to be damaged, and from then on says so."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from app.errors import IndexUnreadable
from app.search.engines.seam import Change, Engine, EngineRequest, EngineResult, TermCount
from app.turns import give_way


class WatchedEngine:
    """An engine of the seam around another. After a first IndexUnreadable it answers nothing any more.

    What could still be read of a damaged index may be wrong, and nobody could tell.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.damage: IndexUnreadable | None = None

    @property
    def revision(self) -> int:
        return self._engine.revision

    @property
    def generation(self) -> str:
        return self._engine.generation

    def search(self, request: EngineRequest) -> EngineResult:
        give_way()
        with self._watching():
            return self._engine.search(request)

    def apply(self, changes: Iterable[Change]) -> None:
        self._engine.apply(changes)

    def publish(self, revision: int) -> None:
        self._engine.publish(revision)

    def reload(self) -> None:
        with self._watching():
            self._engine.reload()

    def terms(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        give_way()
        with self._watching():
            return self._engine.terms(field, prefix, limit)

    def listed(self, field: str, prefix: str, limit: int) -> list[TermCount]:
        give_way()
        with self._watching():
            return self._engine.listed(field, prefix, limit)

    def ids(self) -> Iterator[str]:
        with self._watching():
            yield from self._engine.ids()

    def close(self) -> None:
        self._engine.close()

    @contextmanager
    def _watching(self) -> Iterator[None]:
        if self.damage is not None:
            raise IndexUnreadable(self.damage.message) from self.damage
        try:
            yield
        except IndexUnreadable as error:
            self.damage = error
            raise
