"""The tokens, with their places."""

from hypothesis import given
from hypothesis import strategies as st

from app.search.query.tokens import Kind, tokens
from app.search.query.tree import QUERY_FIELDS


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


def test_a_fielded_bracket_comes_apart_into_its_pieces() -> None:
    assert kinds('title:(a OR "b c"~5^2)^3') == [
        ("field", "title"),
        ("open", "("),
        ("word", "a"),
        ("or", "OR"),
        ("quoted", "b c"),
        ("suffix", "~5^2"),
        ("close", ")"),
        ("suffix", "^3"),
    ]


def test_a_word_keeps_its_suffix() -> None:
    assert kinds("word~1^2") == [("word", "word~1^2")]


def test_a_run_of_minuses_is_one_token() -> None:
    assert kinds("--a - -(b) c-d") == [
        ("minus", "--"),
        ("word", "a"),
        ("word", "-"),
        ("minus", "-"),
        ("open", "("),
        ("word", "b"),
        ("close", ")"),
        ("word", "c-d"),
    ]


def test_a_range_has_its_bounds() -> None:
    (field, range_) = tokens("date:[2021-04 TO *}")
    assert (field.kind, range_.kind, range_.bounds) == ("field", "range", ("2021-04", "*"))


def test_a_side_without_a_date_has_no_bound() -> None:
    assert [token.bounds for token in tokens("[TO 2021] [2021 TO] [TO]")] == [
        (None, "2021"),
        ("2021", None),
        (None, None),
    ]


def test_the_end_of_the_text_closes_quotations_and_ranges_but_says_so() -> None:
    assert [token.closed for token in tokens('"a" [a TO b] "c')] == [True, True, False]
    assert [token.closed for token in tokens("[a TO b")] == [False]


def test_every_field_of_the_language_is_a_field() -> None:
    text = " ".join(f"{field}:a" for field in QUERY_FIELDS)
    assert [token.text for token in tokens(text) if token.kind == "field"] == list(QUERY_FIELDS)


def test_an_escaped_quotation_mark_or_bracket_does_not_end_a_word() -> None:
    assert kinds(r"a\"b\(c\)d") == [("word", r"a\"b\(c\)d")]


@given(st.text(st.sampled_from('ab-:"“”()[]{}~^*?\\ \n2TOANDRtitle'), max_size=60))
def test_tokens_and_white_space_cover_the_whole_text_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert not text[end : token.span.start].strip()
        assert token.span.start < token.span.end
        end = token.span.end
    assert not text[end:].strip()
