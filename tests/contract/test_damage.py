"""An index that cannot be read says so, whatever is wrong with it."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.errors import IndexUnreadable
from app.search.engines.seam import Adjacent, Engine, EngineRequest, Every, FacetRequest, Word
from tests.contract.articles import article, fill, found
from tests.contract.shelf import Shelf

BODY = "body.exact"


def use(engine: Engine) -> None:
    """Read something from every part of an index."""
    for query in (Word(BODY, "tide"), Adjacent(BODY, ("tide", "moon")), Word("topic", "sea")):
        engine.search(EngineRequest(query, facets=(FacetRequest("topic", 5), FacetRequest("year", 5))))
        engine.search(EngineRequest(query, sort="newest"))
    engine.terms(BODY, "", 5)


def fill_some(engine: Engine) -> None:
    fill(engine, *(article(f"{n}", f"tide moon w{n}", topics=["sea"]) for n in range(20)))


# Whoosh leaves a file open that it failed to read.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_a_file_cut_short_is_noticed(engine: Engine, shelf: Shelf) -> None:
    fill_some(engine)
    shelf.close()
    for file in [file for file in shelf.folder.iterdir() if file.stat().st_size]:
        whole = file.read_bytes()
        # Aside, and not over it: a memory map of the whole one may still be open.
        file.unlink()
        file.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(IndexUnreadable, match="microfiche reindex"):
            use(shelf.open())
        file.unlink()
        file.write_bytes(whole)
    use(shelf.open())


def test_a_published_index_that_is_gone_is_not_begun_anew(engine: Engine, shelf: Shelf) -> None:
    fill_some(engine)
    shelf.close()
    shutil.rmtree(shelf.folder)
    with pytest.raises(IndexUnreadable, match="gone"):
        shelf.open()


def test_an_index_that_loses_its_files_while_open_goes_on_answering(engine: Engine, shelf: Shelf) -> None:
    fill_some(engine)
    shutil.rmtree(shelf.folder)
    use(engine)
    assert len(found(engine, Every())) == 20


def test_a_field_that_there_is_not_is_a_fault_and_no_damage(engine: Engine) -> None:
    fill_some(engine)
    request = EngineRequest(Every(), facets=(FacetRequest("colour", 5),))
    with pytest.raises(KeyError):
        engine.search(request)


def test_engines_opened_at_once_share_one_new_index(shelf: Shelf) -> None:
    with ThreadPoolExecutor(8) as threads:
        engines = [engine.result() for engine in [threads.submit(shelf.open) for _ in range(8)]]
    fill(engines[3], article("a"))
    for engine in engines:
        engine.reload()
        assert found(engine, Every()) == {"a"}
