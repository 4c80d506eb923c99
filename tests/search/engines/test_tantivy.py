from pathlib import Path

import pytest
from tantivy import Index, SchemaBuilder

from app.errors import IndexUnreadable
from app.search.engines.seam import EngineRequest, Every, FacetRequest, Word
from app.search.engines.tantivy import TantivyEngine
from tests.contract.articles import article, fill


@pytest.fixture
def engine(tmp_path: Path) -> TantivyEngine:
    return TantivyEngine(tmp_path / "tantivy-000001", tmp_path / "CURRENT", "1")


def test_values_past_what_tantivy_lists_are_counted_all_the_same(engine: TantivyEngine) -> None:
    values = [f"{n:05}" for n in range(66_000)]
    fill(engine, article("every", topics=values), article("some", topics=values[:2]))
    counted = engine.search(EngineRequest(Every(), facets=(FacetRequest("topic", 3, ("65999", "absent")),)))
    facet = counted.facets["topic"]
    assert facet.counts == (("00000", 2), ("00001", 2), ("00002", 1), ("65999", 1), ("absent", 0))
    assert facet.distinct == 66_000


def test_many_small_batches_are_merged_into_few_segments(engine: TantivyEngine, tmp_path: Path) -> None:
    for n in range(20):
        fill(engine, article(f"{n}"))
    assert len(list((tmp_path / "tantivy-000001").glob("*.store"))) < 10


def test_an_index_of_other_fields_is_unreadable(tmp_path: Path) -> None:
    folder = tmp_path / "tantivy-000001"
    folder.mkdir()
    Index(SchemaBuilder().add_text_field("headline").build(), str(folder))
    with pytest.raises(IndexUnreadable, match="schema does not match"):
        TantivyEngine(folder, tmp_path / "CURRENT", "1")


def test_an_unknown_field_is_a_fault_and_no_damage(engine: TantivyEngine) -> None:
    with pytest.raises(ValueError, match="not defined in the schema"):
        engine.search(EngineRequest(Word("colour", "red")))
