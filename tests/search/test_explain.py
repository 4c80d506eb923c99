"""Explanations: the shares add up to the score on both engines, whatever was asked."""

from pathlib import Path

import pytest

from app.search.engines.seam import EngineRequest
from app.search.expansion import Vocabulary
from app.search.explain import explanations
from app.search.lowering import lowering
from app.search.query.parse import parse
from app.search.query.text import write
from app.search.requests import SearchRequest
from tests.archives import CORPUS, archive_at, ingest
from tests.search.trees import Trees

TEXTS = [
    "the moon landing of the astronauts",
    "Berlin wall and the fall of East Germany",
    "the world cup final",
]
TREES = 40


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_the_shares_of_a_hit_add_up_to_its_score(engine: str, tmp_path: Path) -> None:
    with archive_at(tmp_path, engine) as archive:
        ingest(archive, CORPUS)
        opened = archive.index.engine()
        lowered = lowering(Vocabulary(opened), archive.topics)
        trees = Trees(6, TEXTS)
        texts = ["moon OR (berlin wall^3) OR absent", '"world cup" OR sport*', "covid-19 OR title:moon"]
        for text in (*texts, *(write(trees.random(3)) for _ in range(TREES))):
            node = parse(text).tree
            hits = opened.search(EngineRequest(lowered.clause(node), limit=5)).hits
            found = explanations(opened, lowered, node, [hit.id for hit in hits])
            for hit in hits:
                shares = sum(share.score for share in found[hit.id])
                assert shares == pytest.approx(hit.score, rel=1e-4, abs=1e-6), text


def test_a_share_names_the_word_its_place_and_the_field(tmp_path: Path) -> None:
    with archive_at(tmp_path) as archive:
        ingest(archive, CORPUS)
        opened = archive.index.engine()
        lowered = lowering(Vocabulary(opened), archive.topics)
        node = parse("title:moon^2").tree
        [hit] = opened.search(EngineRequest(lowered.clause(node), limit=1)).hits
        [share] = explanations(opened, lowered, node, [hit.id])[hit.id]
        assert (share.text, share.end, share.field, share.boost) == ("title:moon", 10, "title", 2.0)


def test_an_order_without_scores_has_nothing_to_explain_and_says_so(tmp_path: Path) -> None:
    with archive_at(tmp_path) as archive:
        ingest(archive, CORPUS)
        ranked = archive.search.search(SearchRequest("moon", explain=True))
        dated = archive.search.search(SearchRequest("moon", explain=True, sort="newest"))
    assert all(hit.explanation for hit in ranked.hits)
    assert all(hit.explanation is None for hit in dated.hits)
    assert "explain_without_scores" in {note.code for note in dated.notes}
