"""The words near a word are the same whether the index is asked or they are kept."""

from pathlib import Path

import pytest

from app.search.engines.seam import TermCount
from app.search.spellings import Spellings
from tests.archives import archive_at, write_lines
from tests.ingest.ingests import line, run

WORDS = (
    "government",
    "governor",
    "govern",
    "covenant",
    "overt",
    "правительство",
    "правило",
    "ovgernment",
    "xgovernment",
)
ASKED = ("goverment", "govermnent", "overnment", "ogvernment", "правитльство")


@pytest.mark.parametrize("word", ASKED)
def test_kept_words_are_those_of_the_index(tmp_path: Path, word: str) -> None:
    with archive_at(tmp_path / "data") as archive:
        lines = [line(n, title=one) for n, one in enumerate(WORDS)]
        run(archive, write_lines(tmp_path / "a.jsonl", lines))
        spellings = Spellings(archive.index.engine())
        fields = ("title.exact", "body.exact")
        found = [sorted(set(spellings.near(word, fields, 2))) for _ in range(120)]
        assert found[0] == found[-1] != []
        assert all(counted > 0 for _, _, counted in found[0])


def test_an_index_is_asked_for_a_letter_once() -> None:
    asked: list[str] = []

    class Counting:
        def listed(self, _field: str, prefix: str, _limit: int) -> list[TermCount]:
            asked.append(prefix)
            return [TermCount("moon", 3)] if "moon".startswith(prefix) else []

    spellings = Spellings(Counting())  # type: ignore[arg-type]
    for _ in range(60):
        assert list(spellings.near("mown", ("body.exact",), 1)) == [("moon", 1, 3)]
    before = len(asked)
    list(spellings.near("mooon", ("body.exact",), 1))
    assert len(asked) == before
