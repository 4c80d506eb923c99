"""What deep pages cost: the first and the last page of everything, under each order, in one process.

Run as `python -m benchmarks.pages DATA`, on a data folder into which articles have been ingested.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from app.search.requests import MAX_LIMIT, SearchRequest, SortOrder
from app.search.service import SearchService
from app.settings import Settings
from app.wiring import open_archive

_LIMIT = 10
# An odd number, so that the median is one of them; enough that two runs differ by less than a fifth.
_REPEATS = 51


@dataclass(frozen=True, slots=True)
class Pages:
    """Milliseconds of a whole answer, hits and all: the median of many."""

    sort: SortOrder
    total: int
    first: float
    last: float

    @property
    def ratio(self) -> float:
        return self.last / self.first


def measure(search: SearchService, sort: SortOrder, q: str = "*") -> Pages:
    """The first page, and the last as a walk by `next` reaches it."""
    first = SearchRequest(q, sort=sort, limit=_LIMIT)
    cursors = list(_cursors(search, first))
    last = SearchRequest(q, sort=sort, limit=_LIMIT, cursor=cursors[-1] if cursors else None)
    # One after the other, so that whatever else the machine does slows both alike.
    times = [(_milliseconds(search, first), _milliseconds(search, last)) for _ in range(_REPEATS)]
    medians = [statistics.median(column) for column in zip(*times, strict=True)]
    return Pages(sort, search.search(first).total, *medians)


def _cursors(search: SearchService, request: SearchRequest) -> Iterator[str]:
    """Those of a walk in long steps, the last of which is then walked in short ones."""
    cursor: str | None = None
    for limit in (MAX_LIMIT, request.limit):
        while True:
            step = SearchRequest(request.q, sort=request.sort, limit=limit, cursor=cursor, snippets=False)
            following = search.search(step).next_cursor
            if following is None:
                break
            cursor = following
            yield cursor


def _milliseconds(search: SearchService, request: SearchRequest) -> float:
    begin = time.perf_counter()
    search.search(request)
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path, help="the data folder")
    with closing(open_archive(Settings(data=arguments.parse_args().data))) as archive:
        for sort in get_args(SortOrder):
            pages = measure(archive.search, sort)
            print(
                f"{sort:10} {pages.total:,} hits: first page {pages.first:.2f} ms, last {pages.last:.2f} ms "
                f"({pages.ratio:.1f} times)"
            )


if __name__ == "__main__":
    main()
