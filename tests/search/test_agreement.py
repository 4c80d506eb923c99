"""Random trees over real articles: both engines and a naive reading find the same."""

import gzip
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.articles import reads
from app.main import create_app
from app.search.engines.seam import EngineRequest
from app.search.expansion import Vocabulary
from app.search.lowering import lowering
from app.search.query import tree
from app.search.query.parse import parse
from app.search.query.text import write
from app.settings import Settings
from app.wiring import Archive
from tests.archives import archive_at, ingest
from tests.search.naive_corpus import NaiveCorpus
from tests.search.trees import Trees

pytestmark = pytest.mark.slow

ARTICLES = 2_000
TREES = 1_000


@pytest.fixture(scope="module")
def news(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("news") / "news.jsonl"
    with gzip.open(shared / "data" / "news-10k.jsonl.gz", "rt", encoding="utf-8") as lines:
        file.write_text("".join(itertools.islice(lines, ARTICLES)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def archives(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Archive]]:
    with (
        archive_at(tmp_path_factory.mktemp("tantivy"), "tantivy") as first,
        archive_at(tmp_path_factory.mktemp("whoosh"), "whoosh") as second,
    ):
        for archive in (first, second):
            ingest(archive, news)
        yield [first, second]


def found(archive: Archive, vocabulary: Vocabulary, node: tree.Node) -> set[str]:
    """The ids of all hits."""
    clause = lowering(vocabulary, archive.topics).clause(node)
    result = vocabulary.engine.search(EngineRequest(clause, sort="newest", limit=ARTICLES))
    ids = {hit.id for hit in result.hits}
    assert len(ids) == len(result.hits) == result.total
    return ids


def test_both_engines_and_a_naive_reading_find_the_same(archives: list[Archive]) -> None:
    with archives[0].store.read() as connection:
        articles = list(reads.articles(connection))
    naive = NaiveCorpus(articles)
    trees = Trees(20_261_122, [article.body for article in articles])
    vocabularies = [Vocabulary(archive.index.engine()) for archive in archives]
    matched = 0
    for _ in range(TREES):
        node = parse(write(trees.random())).tree
        expected = naive.find(node)
        matched += bool(expected)
        for archive, vocabulary in zip(archives, vocabularies, strict=True):
            assert found(archive, vocabulary, node) == expected, (archive.settings.engine, write(node))
    assert matched > TREES / 2


def test_walks_and_facets_hold_over_http(archives: list[Archive]) -> None:
    settings = Settings(data=archives[0].settings.data)
    with TestClient(create_app(settings)) as client:
        totals = set()
        for sort in ("relevance", "newest", "oldest"):
            url, ids, total = f"/v1/search?q=president&sort={sort}&limit=37&highlight=none", [], 0
            while url:
                answer = client.get(url).json()
                ids += [hit["id"] for hit in answer["hits"]]
                url, total = answer["next"], answer["total"]
            assert len(ids) == len(set(ids)) == total
            totals.add(total)
        assert len(totals) == 1
        assert min(totals) > 500
        names = ("topic", "source", "author", "agency", "language", "year", "month")
        facets = client.get("/v1/search", params={"q": "president", "limit": 0, "facets": names}).json()[
            "facets"
        ]
        for name in names:
            for value in facets[name]["values"]:
                chosen = value["value"]
                click: dict[str, Any] = (
                    {"from": chosen, "to": chosen} if name in ("year", "month") else {name: chosen}
                )
                answer = client.get("/v1/search", params={"q": "president", "limit": 0, **click}).json()
                assert answer["total"] == value["count"], (name, value)
