"""Names to ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles.names import slug


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Aaj English TV", "aaj-english-tv"),
        ("  A.P. / Reuters_2  ", "a-p-reuters-2"),
        ("Süddeutsche Zeitung", "suddeutsche-zeitung"),
        ("Новый край", "новый-край"),
        ("...", ""),
    ],
)
def test_a_name_is_one_id_in_any_case_and_punctuation(label: str, expected: str) -> None:
    assert slug(label) == expected


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_slugged_as_they_are_among_others(label: str) -> None:
    assert slug(label) == slug(label + " é").removesuffix("e").removesuffix("-")
