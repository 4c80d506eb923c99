"""Abbreviations of two letters, and how they are found however they were written."""

from pathlib import Path

import pytest

from app.analysis.fold import fold
from app.search.abbreviations import FUNCTION_WORDS, spellings
from app.search.engines.live import ENGINES
from app.search.query.tree import Term
from app.search.requests import SearchRequest
from tests.archives import archive_at, ingest, write_lines


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("US", "U.S"),
        ("UN", "U.N"),
        ("ЕС", "Е.С"),
        ("U.K.", "UK"),
        ("u.k.", "uk"),
        ("E.U", "EU"),
        ("p.m.", "pm"),
    ],
)
def test_two_letters_have_two_ways_of_writing(typed: str, other: str) -> None:
    assert spellings(Term(typed, "title")) == (Term(typed, "title"), Term(other, "title"))


@pytest.mark.parametrize(
    "typed", ["us", "Us", "USA", "U.S.A.", "U2", "B.1", "U.S.-led", "中国", "A", "U..S", "-"]
)
def test_any_other_word_has_only_its_own(typed: str) -> None:
    assert spellings(Term(typed)) == (Term(typed),)


@pytest.mark.parametrize("typed", ["U.S.", "u.s.", "U.N.", "L.A.", "a.m.", "S.Å.", "О.Н."])
def test_letters_that_would_be_a_common_word_are_not_joined(typed: str) -> None:
    assert spellings(Term(typed)) == (Term(typed),)


@pytest.mark.parametrize("field", ["author", "agency", "source", "url"])
def test_names_and_addresses_are_asked_for_as_typed(field: str) -> None:
    assert spellings(Term("US", field)) == (Term("US", field),)


def test_every_common_word_is_of_two_folded_letters() -> None:
    assert {word for word in FUNCTION_WORDS if len(word) != 2 or fold(word) != word} == set()


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_both_ways_of_writing_are_marked_and_the_query_is_understood_as_typed(
    tmp_path: Path, engine: str
) -> None:
    body = "The US and the U.S. envoys met, u and then s."
    with archive_at(tmp_path / "data", engine) as archive:
        ingest(
            archive, write_lines(tmp_path / "one.jsonl", [{"title": "One", "body": body, "language": "en"}])
        )
        answer = archive.search.search(SearchRequest("US"))
    [snippet] = answer.hits[0].snippets
    assert [part.text for part in snippet.parts if part.match] == ["US", "U.S"]
    assert answer.understood == "US"
