"""Readers that walk through all pages while the corpus changes under them."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.articles.reads import article_count
from app.articles.revisions import current_revision
from app.wiring import Archive
from tests.archives import archive_at, ingest
from tests.faults.processes import Commands, Server, served
from tests.faults.wire import steady_ids, write_wire

SORTS = ("newest", "oldest", "relevance", "newest")


@dataclass(slots=True)
class Walks:
    """What the walkers met: totals by revision, and whatever should not have been."""

    totals: set[tuple[int, int]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    crossed: int = 0
    ended: int = 0


def pages(server: Server, sort: str) -> Iterator[dict[str, object]]:
    url: str | None = f"/v1/search?q=tide&sort={sort}&limit=25"
    while url is not None:
        page = server.get(url)
        yield page
        url = page["next"]


def walk(server: Server, sort: str, walks: Walks, over: threading.Event) -> None:
    steady = set(steady_ids())
    while not over.is_set():
        ids: list[str] = []
        revisions = set()
        try:
            for page in pages(server, sort):
                hits, corpus = page["hits"], page["corpus"]
                assert isinstance(hits, list)
                assert isinstance(corpus, dict)
                ids += [str(hit["given_id"] or hit["id"]) for hit in hits]
                revisions.add(corpus["revision"])
                walks.totals.add((corpus["revision"], int(str(page["total"]))))
        except OSError as error:
            walks.faults.append(f"{sort}: {error!r}")
            return
        walks.ended += 1
        walks.crossed += len(revisions) > 1
        if sort == "relevance":
            continue
        if repeated := len(ids) - len(set(ids)):
            walks.faults.append(f"{sort}: {repeated} repeated")
        if missed := steady - set(ids):
            walks.faults.append(f"{sort}: {len(missed)} skipped, {sorted(missed)[:3]}")


def change(archive: Archive, wire: Path, day: int, seconds: float) -> dict[int, int]:
    """Ingest day after day for so long; returns how many articles there were at each revision."""
    totals = {}
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        day += 1
        write_wire(wire, day)
        ingest(archive, wire, prune=True)
        with archive.store.read() as connection:
            totals[current_revision(connection)] = article_count(connection)
    return totals


@pytest.mark.parametrize(
    "seconds", [pytest.param(8.0, id="briefly"), pytest.param(60.0, id="a minute", marks=pytest.mark.slow)]
)
def test_walks_neither_repeat_nor_skip_what_was_there_throughout(tmp_path: Path, seconds: float) -> None:
    wire, walks, over = tmp_path / "wire", Walks(), threading.Event()
    write_wire(wire, 0)
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, wire)
        known = change(archive, wire, 0, 0.1)
        with served(Commands(tmp_path / "data"), workers=2) as server:
            threads = [threading.Thread(target=walk, args=(server, sort, walks, over)) for sort in SORTS]
            for thread in threads:
                thread.start()
            try:
                known |= change(archive, wire, 100, seconds)
            finally:
                over.set()
                for thread in threads:
                    thread.join()
    assert walks.faults == []
    assert walks.ended >= len(SORTS)
    # An ingest of several transactions has revisions between its first and its last, which are not in `known`.
    assert {known[revision] for revision, _ in walks.totals if revision in known} == {
        total for revision, total in walks.totals if revision in known
    }
    assert all(known.get(revision, total) == total for revision, total in walks.totals)
    assert len(dict(walks.totals)) == len(walks.totals), "one revision, several totals"
    print(f"{walks.ended} walks, {walks.crossed} across a change, {len(walks.totals)} revisions")  # noqa: T201
