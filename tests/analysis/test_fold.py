"""Folding: many ways to write a word, one to find it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.analysis.fold import fold


@given(st.text())
@example("и\u0301\u0306")
@example("ﷺ")
@example("ŉ")
@example("ΐ\u0345")
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(exclude_categories=("Cc", "Zs", "Zl", "Zp", "Cs"))))
def test_folding_a_word_makes_no_white_space(word: str) -> None:
    assert not any(letter.isspace() for letter in fold(word))


@given(st.text())
def test_case_makes_no_difference_where_unicode_folds_it(text: str) -> None:
    assert fold(text.casefold()) == fold(text) or "ı" in text.casefold()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ÉCOLE", "ecole"),
        ("Łódź", "lodz"),
        ("Æther", "aether"),
        ("Þór", "thor"),
        ("ΆΝΘΡΩΠΟΣ", "ανθρωποσ"),
        ("کتاب", "كتاب"),
        ("على", "علي"),
        ("كـتـاب", "كتاب"),
        ("Việt", "viet"),
        ("ｶﾀｶﾅ", "カタカナ"),
    ],
)
def test_two_ways_to_write_a_word_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_the_russian_short_i_is_a_letter_of_its_own() -> None:
    assert fold("й") != fold("и")
    assert fold("и\u0306") == fold("й")


def test_marks_that_are_letters_of_their_script_stay() -> None:
    assert fold("กินข้าว") != fold("กนขาว")
    assert fold("कि") != fold("क")
