"""Clocks that jump by hours, back and forth: of an ingest between its runs, and of a server while it serves."""

from functools import partial
from pathlib import Path

import pytest

from tests.faults.processes import GIVE_UP_SECONDS, Commands, Server, asked_all_along, served
from tests.faults.wire import write_wire
from tests.waiting import until

HOURS = 3_600
ASKED = ["/v1/search?q=tide&sort=newest&facets=source", "/v1/corpus", "/v1/search?q=moon&format=jsonfeed"]


def followed(server: Server, since: int) -> tuple[set[str], set[str], int]:
    """What changed and what went since a revision, and the revision that was reached."""
    changed, removed = set[str](), set[str]()
    page = {"next": f"/v1/changes?since={since}"}
    while page["next"]:
        page = server.get(page["next"])
        changed.update(page["changed"])
        removed.update(page["removed"])
    return changed, removed, int(page["revision"])


def finds(server: Server, articles: int) -> bool:
    return server.total("tide") == articles


@pytest.mark.slow
def test_clocks_that_jump_fool_neither_revisions_nor_followers_nor_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, clock, commands = tmp_path / "wire", tmp_path / "clock", Commands(tmp_path / "data")
    clock.write_text("0", encoding="ascii")
    monkeypatch.setenv("FAULT_CLOCK", str(clock))
    monkeypatch.setenv("MICROFICHE_RATE_LIMIT", "100000/hour")
    write_wire(wire, 0, 100)
    assert commands.run("ingest", str(wire)).status == 0
    with served(commands) as server, asked_all_along(server, ASKED) as asked:
        followed_ids, _, revision = followed(server, 0)
        updated = server.get("/v1/corpus")["updated"]
        for day, hours in enumerate((-6, 9, -30, 0), start=1):
            clock.write_text(str(hours * HOURS), encoding="ascii")
            write_wire(wire, day, 100)
            assert commands.run("ingest", str(wire), "--prune").status == 0
            stored = {str(article["id"]) for article in commands.export()}
            until(partial(finds, server, len(stored)), GIVE_UP_SECONDS)
            changed, removed, reached = followed(server, revision)
            assert reached > revision
            followed_ids, revision = (followed_ids | changed) - removed, reached
            assert followed_ids == stored
            # The jump was one.
            assert server.get("/v1/corpus")["updated"] != updated
            updated = server.get("/v1/corpus")["updated"]
    assert asked.failures == []
    assert set(asked.statuses) == {200}
    assert commands.run("check").said == "Store and index agree.\n"
