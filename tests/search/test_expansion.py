"""Near spellings: the terms that are so many changes away, wherever they stand among the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from app.search import expansion

WORDS = st.text("abo", min_size=1, max_size=5)


@given(word=WORDS, terms=st.lists(WORDS, max_size=20), farthest=st.integers(1, 2), at_once=st.integers(1, 7))
def test_near_terms_are_those_within_the_distance(
    word: str, terms: list[str], farthest: int, at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expansion, "_COMPARED_AT_ONCE", at_once)
        found = list(expansion.spelt_like(word, terms, farthest))
    assert found == [term for term in terms if OSA.distance(word, term) <= farthest]
