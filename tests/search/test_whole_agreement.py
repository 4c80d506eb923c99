"""Random trees under random filters over all of news-10k: both engines find the same, and facets count their clicks.

    AGREEMENT_DATA=/tmp/agreement AGREEMENT_TREES=5000 pytest -m slow -n 2 tests/search/test_whole_agreement.py

AGREEMENT_DATA keeps the two indexes for the next run: Whoosh takes minutes to build its own.
"""

import gzip
import itertools
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from filelock import FileLock

from app.search.engines.seam import Clause, EngineRequest, EngineResult
from app.search.facets import facet_request
from app.search.filters import read_filters
from app.search.finding import Found, find, read_question
from app.search.query.text import write
from app.search.requests import FacetName, Selection, ValuesRequest
from app.search.values import FacetValues
from app.search.views import Views
from app.settings import Settings
from app.wiring import Archive, open_archive
from tests.archives import ingest
from tests.search.trees import DATES, TOPICS, Trees

pytestmark = pytest.mark.slow

TREES = int(os.environ.get("AGREEMENT_TREES", "500"))
DATA = os.environ.get("AGREEMENT_DATA")
PARTS = 2
# Bodies that the words of the trees are drawn from: one in so many, which is plenty and fits into memory.
DRAWN_FROM = 5
FACET_LIMIT = 8
# Values that filters are drawn from: rarer ones leave nothing to compare.
COMMON = 15
EVERYTHING = 1_000_000
LISTS: tuple[FacetName, ...] = ("topic", "source", "author", "agency", "language")
FACETS: tuple[FacetName, ...] = (*LISTS, "year", "month")


@dataclass(frozen=True, slots=True)
class Both:
    """The engines' views of one store, Tantivy's first."""

    tantivy: Views
    whoosh: Views
    values: dict[FacetName, list[str]]


def opened(data: Path, engine: str) -> Archive:
    """An archive on the one store, with an index of its own."""
    settings = {"data": data / engine, "store": data / "store.db", "engine": engine}
    return open_archive(Settings.model_validate(settings))


@pytest.fixture(scope="module")
def both(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    # Processes of one run share the folder above their own.
    data = Path(DATA) if DATA else tmp_path_factory.getbasetemp().parent / "agreement"
    data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with FileLock(data / "building.lock"):
            archives = [opened(data, "tantivy"), opened(data, "whoosh")]
            for archive in archives:
                stack.callback(archive.close)
            ingest(archives[0], shared / "data" / "news-10k.jsonl.gz")
            archives[1].indexing.catch_up()
        views = [archive.views for archive in archives]
        listed = {name: FacetValues(views[0]).find(ValuesRequest(name, limit=COMMON)) for name in FACETS}
        values = {name: [value.value for value in facet.values] for name, facet in listed.items()}
        yield Both(views[0], views[1], values)


@pytest.fixture(scope="module")
def texts(shared: Path) -> list[str]:
    with gzip.open(shared / "data" / "news-10k.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["body"] for line in itertools.islice(lines, 0, None, DRAWN_FROM)]


def drawn_filters(random: Random, values: dict[FacetName, list[str]]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for name in random.sample(LISTS, random.choice((0, 1, 1, 2))):
        chosen[name] = tuple(random.sample([*values[name], "none", "nobody"], random.choice((1, 2, 3))))
    if random.random() < 0.1:
        chosen["topic"] = (random.choice(TOPICS),)
    start, end = sorted(random.sample(DATES, 2))
    bounds: tuple[dict[str, str], ...] = (
        {},
        {},
        {"start": start},
        {"end": end},
        {"start": start, "end": end},
    )
    chosen |= random.choice((*bounds, {"start": start, "end": start}))
    return chosen | random.choice(({}, {}, {"undated": random.choice(("include", "exclude", "only"))}))


def answer(views: Views, selection: Selection, facets: tuple[FacetName, ...]) -> Found:
    """Everything that a search finds, newest first, and two facets of it."""
    with views.opened() as view:
        question = read_question(selection, view.topics)
        filters = question.filters
        asked = tuple(facet_request(name, filters, view.topics, FACET_LIMIT) for name in facets)
        further = (filters.dates.perhaps_inside,) if filters.dates else ()

        def ask(clause: Clause) -> EngineResult:
            return view.engine.search(
                EngineRequest(
                    clause, filters.clauses, sort="newest", limit=EVERYTHING, facets=asked, counts=further
                )
            )

        return find(view, question, ask)


def assert_counts_are_clicks(views: Views, selection: Selection, found: Found) -> int:
    """Returns how many values were clicked."""
    clicks = 0
    with views.opened() as view:
        for name, facet in found.result.facets.items():
            counts = (*facet.counts, *((("none", facet.lacking),) if facet.lacking is not None else ()))
            for value, count in counts:
                filters = read_filters(clicked(selection, name, value), view.topics).clauses
                click = view.engine.search(EngineRequest(found.clause, filters, limit=0))
                assert click.total == count, (name, value, selection)
            clicks += len(counts)
    return clicks


def clicked(selection: Selection, name: str, value: str) -> Selection:
    if name in LISTS:
        return replace(selection, **{name: (value,)})  # type: ignore[arg-type]
    return replace(selection, start=value, end=value, undated=None)


@pytest.mark.parametrize("part", range(PARTS))
def test_both_engines_agree_and_facets_count_their_clicks(both: Both, texts: list[str], part: int) -> None:
    random, trees = Random(part), Trees(part, texts)
    matched = clicks = 0
    for _ in range(TREES // PARTS):
        selection = Selection(write(trees.random()), **drawn_filters(random, both.values))
        facets = tuple(random.sample(FACETS, 2))
        found, other = (answer(views, selection, facets) for views in (both.tantivy, both.whoosh))
        first, second = found.result, other.result
        assert found.understood == other.understood
        assert (first.total, first.hits) == (second.total, second.hits), selection
        assert (first.facets, first.counts) == (second.facets, second.counts), selection
        assert first.total == len(first.hits)
        matched += bool(first.total)
        clicks += assert_counts_are_clicks(both.tantivy, selection, found)
    # Printed first, so that a floor that is missed says by how much.
    print(f"part {part}: {TREES // PARTS} trees, {matched} found something, {clicks} values clicked")  # noqa: T201
    assert matched > TREES / PARTS / 4
