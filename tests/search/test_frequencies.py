"""How many articles have a word: as many as a search finds, and counted once."""

from pathlib import Path

from app.search.engines.seam import Engine, EngineRequest, EngineResult, Word
from app.search.frequencies import Frequencies
from tests.archives import archive_at, ingest, write_lines

_BODIES = ("the moon and the sea", "the moon", "nothing of the kind")


class _Counting:
    """An engine that notes how many words it was asked to count, each time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked: list[int] = []

    def search(self, request: EngineRequest) -> EngineResult:
        self.asked.append(len(request.counts))
        return self._engine.search(request)


def test_each_word_is_counted_once_and_as_a_search_counts_it(tmp_path: Path) -> None:
    lines = [{"title": f"Story {n}", "body": body, "language": "en"} for n, body in enumerate(_BODIES)]
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, write_lines(tmp_path / "a.jsonl", lines))
        engine = _Counting(archive.index.engine())
        frequencies = Frequencies(engine)  # type: ignore[arg-type]
        assert frequencies.of("body.stem", ["moon", "the", "sun"]) == {"moon": 2, "the": 3, "sun": 0}
        assert frequencies.of("body.stem", ["sea", "the", "sun"]) == {"sea": 1, "the": 3, "sun": 0}
        assert frequencies.of("body.stem", ["sea"]) == {"sea": 1}
        assert frequencies.of("title.stem", ["moon", "stori"]) == {"moon": 0, "stori": 3}
        assert engine.asked == [3, 1, 2]
        for word, count in (("moon", 2), ("sea", 1)):
            found = archive.index.engine().search(EngineRequest(Word("body.stem", word), limit=0))
            assert found.total == count
