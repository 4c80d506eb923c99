"""Plain text to paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from app.ingest.plain_text import blocks


def words(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def test_each_line_is_a_paragraph_with_or_without_blank_lines() -> None:
    assert words("One.\n\nTwo.\nThree.\r\n\r\nFour.") == ["One.", "Two.", "Three.", "Four."]


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    wrapped = (
        "The harbour was closed for the third day running and nobody\n"
        "at the town hall would say when the boats could go out on\n"
        "the water again.\n\n"
        "Fishermen went home."
    )
    assert len(words(wrapped)) == 2
    assert words(wrapped)[0].endswith("on the water again.")


def test_short_lines_in_a_row_stay_apart() -> None:
    assert words("Saturday, November 23, 2024  \n20 Jumada Al-Awwal 1446  \n") == [
        "Saturday, November 23, 2024",
        "20 Jumada Al-Awwal 1446",
    ]


@given(st.text(alphabet=st.sampled_from("ab .\n\r\u2028\u00a0é"), max_size=200))
def test_blocks_cover_everything_that_is_not_blank(text: str) -> None:
    place = 0
    for block in blocks(text):
        assert not text[place : block.start].strip()
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        place = block.end
    assert not text[place:].strip()
