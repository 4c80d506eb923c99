"""Nothing of a source is lost: what is kept, headline, deck and what is taken out are all that was read."""

from itertools import pairwise
from pathlib import Path

import pytest

from app.ingest import html_article, json_article, markdown, plain_text
from app.ingest.clean import clean
from app.ingest.reading import RawArticle
from app.ingest.split import Clipping, parse, split
from app.ingest.unpack import Unpacked, unpack
from tests.eval.labelled import cases
from tests.ingest.making import MOST_BYTES, covered, not_blank

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
DRAFTS = {
    "text": plain_text.draft,
    "markdown": markdown.draft,
    "html": html_article.draft,
    "json": json_article.draft,
}
CASES = cases()


def assert_nothing_is_lost(raw: RawArticle) -> None:
    read = DRAFTS[raw.kind](raw)
    assert read is not None
    draft = clean(read)
    spans = covered(draft)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert not_blank("".join(draft.text[start:end] for start, end in spans)) == not_blank(draft.text)


def articles(path: Path) -> list[RawArticle]:
    unpacked = unpack(path.read_bytes(), path.name, MOST_BYTES)
    parts = split(unpacked) if isinstance(unpacked, Unpacked) else ()
    parsed = (parse(part) for part in parts if isinstance(part, Clipping))
    return [raw for raw in parsed if isinstance(raw, RawArticle)]


@pytest.mark.parametrize("raw", [case.raw for case in CASES], ids=[str(case) for case in CASES])
def test_nothing_of_a_case_is_lost(raw: RawArticle) -> None:
    assert_nothing_is_lost(raw)


FILES = [path for path in sorted(CORPUS.rglob("*")) if path.is_file() and path.name != "README.md"]


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(CORPUS)) for path in FILES])
def test_nothing_of_a_file_of_the_corpus_is_lost(path: Path) -> None:
    for raw in articles(path):
        assert_nothing_is_lost(raw)
