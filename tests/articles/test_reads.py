"""What the store gives of articles."""

from pathlib import Path

from app.articles import reads
from tests.archives import CORPUS, archive_at, ingest


def test_a_card_is_written_by_the_store_as_its_values_would_be(tmp_path: Path) -> None:
    with archive_at(tmp_path) as archive:
        ingest(archive, CORPUS)
        with archive.store.read() as connection:
            found = reads.cards(connection, list(archive.index.engine().ids()))
    assert len(found) > 50
    for kept in found.values():
        assert kept.json == kept.card.model_dump_json().encode()
        assert (kept.id, kept.title, kept.summary) == (kept.card.id, kept.card.title, kept.card.summary)
