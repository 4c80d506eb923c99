"""Wording: tidied, compared, told apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.prose import breadth, cut, first_sentence, is_cut, is_sentence, reads_as, squash, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two   spaces \t and a tab ", "two spaces and a tab"),
        ("non\u00a0breaking\u202fspaces\u3000", "non breaking spaces"),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
        ("Cafe\u0301", "Café"),
        ("AT&amp;T &#8217; &nbsp;x", "AT&T ’ x"),
        ("R&D; Q&A", "R&D; Q&A"),
        ("bell\x07 and nul\x00", "bell and nul"),
        ("half a pair \ud83d here", "half a pair \ufffd here"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_text_is_tidied(text: str, expected: str) -> None:
    assert tidy(text) == expected


@given(st.text())
def test_tidied_text_is_normal_on_one_line_and_without_control_characters(text: str) -> None:
    tidied = tidy(text)
    assert unicodedata.is_normalized("NFC", tidied)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in tidied)
    assert "  " not in tidied
    assert tidied == tidied.strip()


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_squash_as_they_do_among_others(text: str) -> None:
    assert squash(text) == squash(text + "é").removesuffix("é")


@given(st.text(), st.text())
def test_one_line_reads_as_another_only_when_both_squash_to_the_same(one: str, other: str) -> None:
    assert reads_as(one, squash(one)) or len(one) > 2 * len(squash(one))
    if reads_as(one, squash(other)):
        assert squash(one) == squash(other)


@pytest.mark.parametrize("text", ["He left.", "Did he?", "“He left.”", "他走了。", "غادر؟", "(He left.)"])
def test_a_stop_makes_a_sentence(text: str) -> None:
    assert is_sentence(text)


@pytest.mark.parametrize("text", ["A headline", "Deal with E.U.", "He left:", "Martin Luther King Jr.", ""])
def test_without_a_stop_of_its_own_a_line_is_no_sentence(text: str) -> None:
    assert not is_sentence(text)


def test_the_first_sentence_ends_before_the_next_begins() -> None:
    assert first_sentence("The U.S. left. It was late.") == "The U.S. left."
    assert first_sentence("他走了。天黑了。") == "他走了。"


def test_a_long_text_is_cut_at_a_word() -> None:
    assert cut("one two three four", 12) == "one two…"
    assert cut("short", 12) == "short"
    assert cut("x" * 20, 10) == "x" * 10 + "…"


def test_letters_of_wide_scripts_count_more() -> None:
    assert breadth("abcd") == 4
    assert breadth("東京五輪") > 3 * 3


@pytest.mark.parametrize("text", ["It goes on and …", "It goes on and...", "word " * 40])
def test_a_description_that_breaks_off_is_cut(text: str) -> None:
    assert is_cut(text)
