"""Readers that walk through all pages while the corpus changes under them."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import pytest

from app.articles.reads import article_count
from app.articles.revisions import current_revision
from app.wiring import Archive
from tests.archives import archive_at, ingest
from tests.faults.processes import Commands, Server, served
from tests.faults.wire import steady_ids, write_wire

SORTS = ("newest", "oldest", "random", "relevance")


@dataclass(slots=True)
class Walks:
    """What the walkers met: totals by revision, whatever should not have been, and walks by sort."""

    totals: set[tuple[int, int]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)
    crossed: Counter[str] = field(default_factory=Counter)
    pages: int = 0


@dataclass(slots=True)
class Walk:
    """One walk to the last page: whom it met, at which revisions, and whether each change was told."""

    ids: list[str] = field(default_factory=list)
    revisions: list[int] = field(default_factory=list)
    told: bool = True

    @property
    def crossed(self) -> bool:
        return len(set(self.revisions)) > 1


def walk(server: Server, sort: str, walks: Walks) -> Walk:
    done = Walk()
    url: str | None = f"/v1/search?q=tide&sort={sort}&limit=25"
    while url is not None:
        page = server.get(url)
        revision = page["corpus"]["revision"]
        changed = bool(done.revisions) and done.revisions[-1] != revision
        done.told &= changed == any(note["code"] == "corpus_changed" for note in page["query"]["notes"])
        done.ids += [hit["given_id"] or hit["id"] for hit in page["hits"]]
        done.revisions.append(revision)
        walks.totals.add((revision, page["total"]))
        walks.pages += 1
        url = page["next"]
    return done


def walk_on(server: Server, begin: int, walks: Walks, over: threading.Event) -> None:
    """Walk by one sort after the other."""
    steady = set(steady_ids())
    for sort in islice(cycle(SORTS), begin, None):
        if over.is_set():
            return
        try:
            done = walk(server, sort, walks)
        except OSError as error:
            walks.faults.append(f"{sort}: {error!r}")
            return
        walks.ended[sort] += 1
        walks.crossed[sort] += done.crossed
        if not done.told:
            walks.faults.append(f"{sort}: a change was not told, or one told that was none")
        if sort == "relevance" and done.crossed:
            continue
        if repeated := len(done.ids) - len(set(done.ids)):
            walks.faults.append(f"{sort}: {repeated} repeated")
        if missed := steady - set(done.ids):
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
    ("walkers", "seconds"),
    [
        pytest.param(4, 4.0, id="briefly"),
        pytest.param(20, 90.0, id="twenty at a time", marks=pytest.mark.slow),
    ],
)
def test_walks_neither_repeat_nor_skip_what_was_there_throughout(
    tmp_path: Path, walkers: int, seconds: float
) -> None:
    wire, walks, over = tmp_path / "wire", Walks(), threading.Event()
    write_wire(wire, 0)
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, wire)
        known = change(archive, wire, 0, 0.1)
        with served(Commands(tmp_path / "data"), workers=2) as server:
            threads = [
                threading.Thread(target=walk_on, args=(server, number, walks, over))
                for number in range(walkers)
            ]
            for thread in threads:
                thread.start()
            try:
                known |= change(archive, wire, 100, seconds)
            finally:
                over.set()
                for thread in threads:
                    thread.join()
    assert walks.faults == []
    assert set(walks.ended) == set(SORTS)
    # An ingest of several transactions has revisions between its first and its last, which are not in `known`.
    assert all(known.get(revision, total) == total for revision, total in walks.totals)
    assert len(dict(walks.totals)) == len(walks.totals), "one revision, several totals"
    print(  # noqa: T201
        f"{walkers} walkers, {walks.pages} pages of {len(known)} ingests, {len(walks.totals)} revisions; "
        + ", ".join(
            f"{sort}: {walks.ended[sort]} walks, {walks.crossed[sort]} across a change" for sort in SORTS
        )
    )
