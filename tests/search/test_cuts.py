"""Cuts: between the signs that a reader sees, and at words."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from app.search.cuts import cluster_at

_SIGNS = st.text(alphabet="aé\u0301\u0308 👩👧\u200d🇫🇷🏽\ufe0fนำกิक्षि\u0600각ᄀ\u11a8\n", max_size=30)


@given(_SIGNS, st.integers(0, 30))
def test_the_cluster_at_a_place_is_that_of_the_whole_text(text: str, place: int) -> None:
    inside = [
        cluster.span() for cluster in regex.finditer(r"\X", text) if cluster.start() < place < cluster.end()
    ]
    assert cluster_at(text, place) == (inside[0] if inside else (place, place))


@pytest.mark.parametrize("text", ["🇫🇷" * 3_000, "a" + "\u0301" * 5_000])
def test_a_long_run_is_counted_from_where_it_begins(text: str) -> None:
    start, end = cluster_at(text, len(text) - 1)
    assert (start, end) == ((len(text) - 2, len(text)) if text[0] == "🇫" else (0, len(text)))
