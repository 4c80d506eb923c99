"""The sample corpus against what its writer says is in it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.ingest.reading import RawArticle, Reading, Rejected
from app.ingest.split import Clipping, parse, split
from app.ingest.unpack import unpack
from tests.ingest.making import MOST_BYTES, reading

ROOT = Path(__file__).resolve().parents[2]
TRUTH_FILE = ROOT / "tests" / "data" / "corpus-truth.json"
TRUTH: list[dict[str, Any]] = (
    json.loads(TRUTH_FILE.read_text(encoding="utf-8")) if TRUTH_FILE.is_file() else []
)


def name(truth: dict[str, Any]) -> str:
    place = next((truth[key] for key in ("line", "index") if truth[key] is not None), "")
    return f"{truth['path']}:{place}"


@cache
def pieces(path: str) -> tuple[RawArticle | Rejected, ...]:
    unpacked = unpack((ROOT / "corpus" / path).read_bytes(), path, MOST_BYTES)
    assert not isinstance(unpacked, Rejected), unpacked
    return tuple(parse(one) if isinstance(one, Clipping) else one for one in split(unpacked))


def read(truth: dict[str, Any]) -> Reading:
    position = truth["line"] if truth["line"] is not None else truth["index"]
    return reading(next(piece for piece in pieces(truth["path"]) if piece.position == position))


@pytest.mark.parametrize("truth", TRUTH, ids=map(name, TRUTH))
def test_an_article_of_the_corpus_reads_as_it_was_written(truth: dict[str, Any]) -> None:
    article = read(truth).article
    published = article.published.date if article.published else None
    found = {
        "given_id": article.given_id,
        "title": article.title,
        "subtitle": article.subtitle,
        "language": article.language,
        "published": published,
        "source": article.source.label if article.source else None,
        "authors": [author.label for author in article.authors],
        "agency": [article.agency.label] if article.agency else [],
        "crawled": article.crawled,
    }
    assert found == {key: truth[key] for key in found}
    body = " ".join(article.body.split())
    assert body.startswith(truth["body_starts"])
    assert body.endswith(truth["body_ends"])


@pytest.mark.parametrize("truth", TRUTH, ids=map(name, TRUTH))
def test_what_was_taken_out_of_the_corpus_is_slices_of_what_was_read(truth: dict[str, Any]) -> None:
    result = read(truth)
    assert all(result.text[piece.start : piece.end] == piece.text for piece in result.removed)
