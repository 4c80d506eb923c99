"""Ingests killed at every kind of instant: run again, they end where an undisturbed one does, and servers go on."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import archive_at, ingest
from tests.faults.processes import GIVE_UP_SECONDS, Commands, asked_all_along, served
from tests.faults.wire import write_wire
from tests.waiting import until

PLACES = [
    f"{moment} {step}"
    for step in ("store commit", "engine commit", "publish")
    for moment in ("before", "after")
]
KILLED = -9
ASKED = [
    "/v1/search?q=tide&sort=newest&facets=source,year",
    "/v1/search?q=moon&limit=20",
    "/v1/topics",
    "/v1/sources",
    "/v1/corpus",
    "/health/ready",
]


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    return tmp_path / "wire"


def undisturbed(wire: Path, data: Path) -> list[dict[str, object]]:
    """What is exported after one ingest of the folder as it is now."""
    with archive_at(data) as archive:
        ingest(archive, wire, prune=True)
    return Commands(data).export()


@pytest.mark.parametrize("engine", ["tantivy", pytest.param("whoosh", marks=pytest.mark.slow)])
def test_killed_at_each_step_and_run_again_it_ends_like_one_that_was_not(
    wire: Path, tmp_path: Path, engine: str
) -> None:
    commands = Commands(tmp_path / "data", engine)
    places = PLACES if engine == "tantivy" else PLACES[3:5]
    for day, place in enumerate(places):
        write_wire(wire, day)
        killed = commands.run("ingest", str(wire), "--prune", FAULT=f"kill@{place}@{1 + day % 2}")
        assert killed.status == KILLED, killed.said
    assert commands.run("ingest", str(wire), "--prune").status == 0
    assert commands.run("check").said == "Store and index agree.\n"
    assert commands.export() == undisturbed(wire, tmp_path / "whole")


def instants(seed: int) -> Iterator[dict[str, str]]:
    drawn = random.Random(seed)
    while True:
        yield {
            "FAULT": f"kill@anywhere@{drawn.randrange(40)}",
            "FAULT_DELAY": f"{drawn.uniform(0.001, 0.1):.3f}",
        }


@pytest.mark.slow
def test_twenty_kills_at_random_instants_lose_nothing_and_two_workers_answer_all_along(
    wire: Path, tmp_path: Path
) -> None:
    commands = Commands(tmp_path / "data")
    write_wire(wire, 0)
    assert commands.run("ingest", str(wire)).status == 0
    kills, days = 0, 0
    with served(commands, workers=2) as server, asked_all_along(server, ASKED) as asked:
        for instant in instants(seed=4):
            days += 1
            write_wire(wire, days)
            killed = commands.run("ingest", str(wire), "--prune", **instant)
            assert killed.status in (KILLED, 0), killed.said
            kills += killed.status == KILLED
            assert commands.run("ingest", str(wire), "--prune").status == 0
            assert commands.export() == undisturbed(wire, tmp_path / f"whole-{days}")
            shutil.rmtree(tmp_path / f"whole-{days}")
            assert commands.run("check").said == "Store and index agree.\n"
            if kills == 20:
                break
        until(lambda: server.total("tide") == len(commands.export()), GIVE_UP_SECONDS)
    assert asked.failures == []
    assert set(asked.statuses) == {200}
    print(f"{kills} kills over {days} days, {asked.statuses[200]} requests answered")  # noqa: T201 - for -s


def test_what_a_killed_ingest_committed_is_indexed_by_a_server(wire: Path, tmp_path: Path) -> None:
    commands = Commands(tmp_path / "data")
    write_wire(wire, 0)
    assert commands.run("ingest", str(wire)).status == 0
    with served(commands, workers=2) as server, asked_all_along(server, ASKED) as asked:
        before = server.get("/v1/search?q=tide&limit=0")["corpus"]["revision"]
        write_wire(wire, 1)
        killed = commands.run("ingest", str(wire), "--prune", FAULT="kill@after store commit@1")
        assert killed.status == KILLED, killed.said
        stored = server.get("/v1/corpus")["revision"]
        assert stored > before
        # Both workers, in turn.
        for _ in range(8):
            until(
                lambda: server.get("/v1/search?q=tide&limit=0")["corpus"]["revision"] == stored,
                GIVE_UP_SECONDS,
            )
    assert asked.failures == []
    assert asked.statuses[200] > 0
