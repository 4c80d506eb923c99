"""What is written and what is typed: the table of `pairs.yaml`, through real archives of both engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from app.analysis.terms import exact_terms
from app.articles import reads
from app.search.engines.live import ENGINES
from app.search.engines.seam import EngineRequest
from app.search.expansion import Vocabulary
from app.search.lowering import Lowering, lowering
from app.search.query.parse import parse
from app.wiring import Archive
from tests.archives import archive_at, ingest, write_lines

TEXTS = yaml.safe_load((Path(__file__).with_name("pairs.yaml")).read_text(encoding="utf-8"))
PAIRS = [(number, typed) for number, text in enumerate(TEXTS) for typed in (*text["found"], *text["lost"])]


@dataclass(frozen=True, slots=True)
class Asker:
    """An archive of every text of the table; `numbers` is by article id."""

    archive: Archive
    lowering: Lowering
    numbers: dict[str, int]

    def finds(self, typed: str) -> set[int]:
        """The numbers of the texts that have all that is typed."""
        clause = self.lowering.clause(parse(typed).tree)
        result = self.archive.index.engine().search(EngineRequest(clause, sort="newest", limit=len(TEXTS)))
        return {self.numbers[hit.id] for hit in result.hits}


@pytest.fixture(scope="module", params=sorted(ENGINES))
def asker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder = tmp_path_factory.mktemp(f"pairs-{request.param}")
    lines = [
        {"id": str(number), "title": "Pair", "language": text["language"], "body": text["written"]}
        for number, text in enumerate(TEXTS)
    ]
    with archive_at(folder / "data", request.param) as archive:
        ingest(archive, write_lines(folder / "pairs.jsonl", lines))
        with archive.store.read() as connection:
            kept = {article.id: article for article in reads.articles(connection)}
        for article in kept.values():
            # Whatever the ingest tidies, such as soft hyphens, it keeps every word.
            assert exact_terms(article.body) == exact_terms(TEXTS[int(article.given_id or "")]["written"])
        lowered = lowering(Vocabulary(archive.index.engine()), archive.topics)
        yield Asker(archive, lowered, {article.id: int(article.given_id or "") for article in kept.values()})


def test_the_table_is_as_long_as_is_promised() -> None:
    assert len(set(PAIRS)) == len(PAIRS) >= 150


@pytest.mark.parametrize("number", range(len(TEXTS)), ids=[text["about"] for text in TEXTS])
def test_a_text_is_found_by_what_is_typed_or_not(asker: Asker, number: int) -> None:
    text = TEXTS[number]
    assert [typed for typed in text["found"] if number not in asker.finds(typed)] == [], "not found"
    assert [typed for typed in text["lost"] if number in asker.finds(typed)] == [], "found"
