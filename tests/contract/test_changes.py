"""How changes get in, and when they are seen."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Busy
from app.search.engines.current import Current, read_current
from app.search.engines.seam import Change, Delete, Engine, EngineRequest, Every, Upsert, Word
from tests.contract.articles import article, fill, found
from tests.contract.shelf import TERMS_VERSION, Shelf

BODY = "body.exact"


def test_a_new_index_is_empty_and_of_revision_zero(engine: Engine) -> None:
    assert engine.revision == 0
    assert engine.search(EngineRequest(Every())).revision == 0
    assert list(engine.ids()) == []


def test_applied_changes_are_unseen_until_they_are_published(engine: Engine) -> None:
    fill(engine, article("a", "tide"))
    engine.apply([Upsert(article("b", "tide")), Delete("a")])
    assert found(engine, Word(BODY, "tide")) == {"a"}
    engine.publish(2)
    assert found(engine, Word(BODY, "tide")) == {"b"}


def test_several_batches_are_published_at_once(engine: Engine) -> None:
    engine.apply([Upsert(article("a"))])
    engine.apply([Upsert(article("b"))])
    engine.publish(2)
    assert found(engine, Every()) == {"a", "b"}


def test_publishing_says_generation_revision_and_terms_version(engine: Engine, shelf: Shelf) -> None:
    fill(engine, article("a"), revision=17)
    assert engine.revision == 17
    assert engine.search(EngineRequest(Every())).revision == 17
    assert read_current(shelf.current) == Current(shelf.folder.name, 17, TERMS_VERSION)


def test_another_engine_sees_what_is_published_when_it_reloads(engine: Engine, shelf: Shelf) -> None:
    fill(engine, article("a"), revision=1)
    reader = shelf.open()
    fill(engine, article("b"), revision=2)
    assert (reader.revision, found(reader, Every())) == (1, {"a"})
    reader.reload()
    assert (reader.revision, found(reader, Every())) == (2, {"a", "b"})


def test_another_engine_is_untouched_by_what_is_only_applied(engine: Engine, shelf: Shelf) -> None:
    fill(engine, article("a"))
    reader = shelf.open()
    for n in range(12):
        engine.apply([Upsert(article("a", f"moon{n}")), Upsert(article(f"b{n}"))])
    assert found(reader, Every()) == {"a"}
    assert found(reader, Word(BODY, "moon3")) == set()


def test_an_engine_stays_with_its_own_generation(engine: Engine, shelf: Shelf) -> None:
    fill(engine, article("a"), revision=1)
    aside = replace(shelf, generation=2).open()
    fill(aside, article("b"), revision=2)
    engine.reload()
    assert (engine.revision, found(engine, Every())) == (1, {"a"})
    assert (aside.revision, found(aside, Every())) == (2, {"b"})


def test_a_generation_not_yet_published_has_no_revision(engine: Engine, shelf: Shelf) -> None:
    fill(engine, article("a"), revision=5)
    assert replace(shelf, generation=2).open().revision == 0


def test_a_new_version_takes_the_place_of_the_old(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b", "tide"))
    fill(engine, article("a", "moon"), revision=2)
    assert found(engine, Word(BODY, "tide")) == {"b"}
    assert found(engine, Word(BODY, "moon")) == {"a"}


def test_the_last_of_several_versions_in_one_batch_stays(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("a", "moon"), article("a", "sun"))
    assert found(engine, Every()) == {"a"}
    assert found(engine, Word(BODY, "sun")) == {"a"}


def test_a_deleted_article_is_gone(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b", "tide"))
    engine.apply([Delete("a"), Delete("never was")])
    engine.publish(2)
    assert found(engine, Every()) == {"b"}
    assert list(engine.ids()) == ["b"]


def test_a_batch_is_carried_out_in_its_order(engine: Engine) -> None:
    engine.apply([Upsert(article("a")), Delete("a"), Delete("b"), Upsert(article("b"))])
    engine.publish(1)
    assert found(engine, Every()) == {"b"}


def test_applying_a_batch_again_changes_nothing(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("c", "tide"))
    batch: list[Change] = [Upsert(article("a", "moon")), Upsert(article("b", "moon")), Delete("c")]
    for _ in range(3):
        engine.apply(batch)
    engine.publish(2)
    assert found(engine, Every()) == found(engine, Word(BODY, "moon")) == {"a", "b"}


def test_applying_nothing_is_allowed(engine: Engine) -> None:
    engine.apply([])
    engine.publish(1)
    assert (engine.revision, found(engine, Every())) == (1, set())


def test_everything_can_be_deleted(engine: Engine) -> None:
    fill(engine, article("a", "tide"), article("b"))
    engine.apply([Delete("a"), Delete("b")])
    engine.publish(2)
    assert found(engine, Every()) == found(engine, Word(BODY, "tide")) == set()


def test_a_batch_that_breaks_leaves_nothing_behind(engine: Engine) -> None:
    def breaking() -> Iterator[Change]:
        yield Upsert(article("a"))
        raise InterruptedError

    with pytest.raises(InterruptedError):
        engine.apply(breaking())
    fill(engine, article("b"))
    assert found(engine, Every()) == {"b"}


def test_a_second_writer_is_refused_while_the_first_writes(engine: Engine, shelf: Shelf) -> None:
    second = shelf.open()

    def interrupted() -> Iterator[Change]:
        with pytest.raises(Busy):
            second.apply([Upsert(article("b"))])
        yield Upsert(article("a"))

    engine.apply(interrupted())
    engine.publish(1)
    assert found(engine, Every()) == {"a"}


def test_an_index_is_the_same_when_it_is_opened_again(engine: Engine, shelf: Shelf) -> None:
    fill(engine, article("a", "tide"), article("b", "moon"), revision=17)
    shelf.close()
    again = shelf.open()
    assert (again.revision, found(again, Word(BODY, "tide"))) == (17, {"a"})
    fill(again, article("c", "tide"), revision=18)
    assert found(again, Word(BODY, "tide")) == {"a", "c"}


def test_an_index_made_of_many_batches_answers_as_one(engine: Engine) -> None:
    versions: dict[str, int] = {}
    for n in range(20):
        versions[f"{n % 7}"] = n
        versions.pop(f"{(n + 3) % 7}", None)
        engine.apply([Upsert(article(f"{n % 7}", f"tide moon{n}")), Delete(f"{(n + 3) % 7}")])
    engine.publish(1)
    assert found(engine, Word(BODY, "tide")) == set(versions)
    for id, n in versions.items():
        assert found(engine, Word(BODY, f"moon{n}")) == {id}


_KILLED_IN_A_BATCH = """
def changes():
    for n in range(50):
        yield Upsert(article(f"lost{n}", "tide " * 50))
    os.kill(os.getpid(), signal.SIGKILL)

engine.apply(changes())
"""

_APPLYING_UNTIL_KILLED = """
for n in range(10_000):
    engine.apply([Upsert(article(f"{n}", "tide moon")), Upsert(article("newest", f"batch{n}"))])
    engine.publish(n + 1)
    print(n, flush=True)
"""


def started(shelf: Shelf, script: str) -> subprocess.Popen[str]:
    """Another process that has opened the index as `engine` and does as the script says."""
    opening = """
import os, signal, sys
from pathlib import Path
from app.search.engines.live import ENGINES
from app.search.engines.seam import Upsert
from tests.contract.articles import article

engine = ENGINES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]), "as of this process")
"""
    command = [sys.executable, "-c", opening + script, shelf.kind, str(shelf.folder), str(shelf.current)]
    repository = Path(__file__).parents[2]
    return subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True)


def test_a_killed_writer_leaves_neither_lock_nor_half_a_batch(engine: Engine, shelf: Shelf) -> None:
    fill(engine, article("a"))
    with started(shelf, _KILLED_IN_A_BATCH) as writer:
        assert writer.wait(30) < 0
    fill(engine, article("b"), revision=2)
    assert found(engine, Every()) == {"a", "b"}
    assert found(shelf.open(), Every()) == {"a", "b"}


@pytest.mark.parametrize("moment", [0.003, 0.011, 0.037])
def test_an_index_is_whole_whenever_its_writer_is_killed(shelf: Shelf, moment: float) -> None:
    with started(shelf, _APPLYING_UNTIL_KILLED) as writer:
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(moment)
        writer.kill()
    again = shelf.open()
    batches = len(found(again, Word(BODY, "tide")))
    assert found(again, Every()) == {"newest", *(f"{n}" for n in range(batches))}
    assert found(again, Word(BODY, f"batch{batches - 1}")) == {"newest"}
    assert again.revision in {batches - 1, batches}
    fill(again, article("newest", "after"), revision=batches + 1)
    assert found(again, Word(BODY, "after")) == {"newest"}
