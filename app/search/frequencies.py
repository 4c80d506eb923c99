"""How many articles of one published index have a word, counted once."""

from collections.abc import Sequence

from app.search.engines.seam import Engine, EngineRequest, Every, Word

# Words that are kept: some 30 MB.
_MOST_KEPT = 300_000


class Frequencies:
    """For any number of threads: two that count the same word come to the same."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[tuple[str, str], int] = {}

    def of(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """The articles that have each of these terms in `field`.

        Counted one by one, which takes as long as a term is frequent; the frequent ones are those of nearly every
        text, so that they are soon known.
        """
        known = {term: self._known.get((field, term)) for term in terms}
        missing = [term for term, count in known.items() if count is None]
        request = EngineRequest(Every(), limit=0, counts=tuple(Word(field, term) for term in missing))
        counts = self._engine.search(request).counts if missing else ()
        counted = dict(zip(missing, counts, strict=True))
        if len(self._known) < _MOST_KEPT:
            self._known.update(((field, term), count) for term, count in counted.items())
        return {term: count for term, count in (known | counted).items() if count is not None}
