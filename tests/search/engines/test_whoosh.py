from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock
from whoosh.fields import TEXT, Schema
from whoosh.index import create_in

from app.errors import IndexUnreadable
from app.search.engines.seam import EngineRequest, Every, Word
from app.search.engines.whoosh import WhooshEngine
from app.search.engines.whoosh_documents import whoosh_schema
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


def test_an_engine_waits_for_another_that_creates_the_index(tmp_path: Path) -> None:
    folder, current = tmp_path / "whoosh-000001", tmp_path / "CURRENT"
    folder.mkdir()
    with ThreadPoolExecutor(1) as threads:
        with FileLock(folder / "create.lock"):
            second = threads.submit(WhooshEngine, folder, current, "1")
            with pytest.raises(TimeoutError):
                second.result(timeout=0.2)
            create_in(str(folder), whoosh_schema())
        assert second.result(timeout=10).revision == 0


def test_words_that_whoosh_would_drop_are_kept(engine: WhooshEngine) -> None:
    fill(engine, article("a", "the a to be I"))
    assert all(found(engine, Word("body.exact", term)) == {"a"} for term in ("the", "a", "to", "be", "I"))


def test_articles_of_one_score_come_in_the_order_of_their_ids(engine: WhooshEngine) -> None:
    for id in ("c", "a", "b"):
        fill(engine, article(id, "tide"))
    for query in (Every(), Word("body.exact", "tide")):
        assert [hit.id for hit in engine.search(EngineRequest(query)).hits] == ["a", "b", "c"]
