"""The server's figures, of all its workers together. Read without FastAPI, for a port of their own."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from app.articles import reads
from app.articles.revisions import current_revision
from app.errors import MicroficheError
from app.kept import Kept
from app.wiring import Archive

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where workers keep their figures for each other; the library looks there when it is first imported."""
# Half a millisecond is an answer 304, half a minute is past every limit.
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_LIVING = re.compile(r"gauge_live\w*_(\d+)\.db", re.ASCII)

_REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "microfiche_requests", "Requests answered.", ("route", "method", "status"), registry=_REGISTRY
)
SECONDS = Histogram(
    "microfiche_request_seconds",
    "Seconds from a request to the end of its answer.",
    ("route",),
    buckets=_BUCKETS,
    registry=_REGISTRY,
)
IN_PROGRESS = Gauge(
    "microfiche_requests_in_progress",
    "Requests being answered.",
    multiprocess_mode="livesum",
    registry=_REGISTRY,
)
KEPT_ASKED = Counter(
    "microfiche_cache_lookups", "What was asked of the caches.", ("cache", "result"), registry=_REGISTRY
)
KEPT_BYTES = Gauge(
    "microfiche_cache_bytes",
    "Bytes that the caches hold.",
    ("cache",),
    multiprocess_mode="livesum",
    registry=_REGISTRY,
)


class KeptFigures:
    """Tells of the caches of one worker from time to time: they count by themselves, ten times a request."""

    def __init__(self, caches: Mapping[str, Kept[Any]]) -> None:
        self._caches = caches
        self._told = dict.fromkeys(caches, (0, 0))

    def tell(self) -> None:
        for name, kept in self._caches.items():
            counted, told = (kept.hits, kept.misses), self._told[name]
            for result, now, before in zip(("hit", "miss"), counted, told, strict=True):
                KEPT_ASKED.labels(name, result).inc(now - before)
            self._told[name] = counted
            KEPT_BYTES.labels(name).set(kept.bytes)


def figures(archive: Archive) -> CollectorRegistry:
    """All figures as they are at each reading: those of the requests, of every worker, and those of the corpus."""
    told = CollectorRegistry()
    folder = os.environ.get(SHARED_FOLDER)
    if folder:
        told.register(_AllWorkers(Path(folder)))
    else:
        told.register(_REGISTRY)
    told.register(_Corpus(archive))
    return told


class _AllWorkers(Collector):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[object]:  # type: ignore[override]
        for file in self._folder.glob("gauge_live*.db"):
            named = _LIVING.fullmatch(file.name)
            if named and not _lives(int(named[1])):
                mark_process_dead(int(named[1]), str(self._folder))  # type: ignore[no-untyped-call]
        counted = MultiProcessCollector(CollectorRegistry(), str(self._folder))  # type: ignore[no-untyped-call]
        yield from counted.collect()  # type: ignore[no-untyped-call]


class _Corpus(Collector):
    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def collect(self) -> Iterator[GaugeMetricFamily]:
        # What cannot be read has no figure; that it is missing tells as much.
        with suppress(MicroficheError):
            for name, (value, meaning) in self._counted().items():
                yield GaugeMetricFamily(f"microfiche_{name}", meaning, value)

    def _counted(self) -> Mapping[str, tuple[int, str]]:
        archive = self._archive
        with archive.store.read() as connection:
            articles, revision = reads.article_count(connection), current_revision(connection)
        published = archive.index.published
        return {
            "articles": (articles, "Articles in the store."),
            "corpus_revision": (revision, "Revision of the store."),
            "index_revision": (published.revision if published else 0, "Revision that searches answer from."),
            "index_lag": (archive.indexing.lag, "Revisions that the index is behind the store."),
        }


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
