from pathlib import Path

import pytest
from whoosh.fields import TEXT, Schema
from whoosh.index import create_in

from app.errors import IndexUnreadable
from app.search.engines.seam import EngineRequest, Every, Word
from app.search.engines.whoosh import WhooshEngine
from tests.contract.articles import article, fill, found


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path / "whoosh-000001", tmp_path / "CURRENT", "1")


def test_an_index_of_other_fields_is_unreadable(tmp_path: Path) -> None:
    folder = tmp_path / "whoosh-000001"
    folder.mkdir()
    create_in(str(folder), Schema(headline=TEXT()))
    with pytest.raises(IndexUnreadable, match="another version"):
        WhooshEngine(folder, tmp_path / "CURRENT", "1")


def test_words_that_whoosh_would_drop_are_kept(engine: WhooshEngine) -> None:
    fill(engine, article("a", "the a to be I"))
    assert all(found(engine, Word("body.exact", term)) == {"a"} for term in ("the", "a", "to", "be", "I"))


def test_articles_of_one_score_come_in_the_order_of_their_ids(engine: WhooshEngine) -> None:
    for id in ("c", "a", "b"):
        fill(engine, article(id, "tide"))
    for query in (Every(), Word("body.exact", "tide")):
        assert [hit.id for hit in engine.search(EngineRequest(query)).hits] == ["a", "b", "c"]
