"""Cursors: what was written is read, and nothing else."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ParameterError
from app.search.cursor import Cursor, fingerprint, read_cursor, write_cursor

_COUNTS = st.integers(0, 2**31)


_TEXTS = st.none() | st.text(max_size=50)


_CURSORS = st.builds(
    Cursor,
    _COUNTS,
    st.just("asked"),
    _COUNTS,
    _COUNTS,
    st.none() | st.integers(-(2**63), 2**63 - 1),
    seed=_TEXTS,
    generation=_TEXTS,
)


@given(_CURSORS)
def test_a_cursor_that_was_written_is_read_the_same(cursor: Cursor) -> None:
    written = write_cursor(cursor)
    assert read_cursor(written, "asked") == cursor
    assert not set(written) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_cursor_of_another_search_is_refused_with_advice() -> None:
    with pytest.raises(ParameterError, match="another search") as refused:
        read_cursor(write_cursor(Cursor(1, "asked", 2, 10)), "else")
    assert (refused.value.code, refused.value.notes[0].param) == ("bad_cursor", "cursor")


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        read_cursor(text, "asked")


@pytest.mark.parametrize(
    "values",
    [
        [],
        {},
        7,
        None,
        [1, "asked", 2],
        [1, "asked", 2, 10, None],
        [1, "asked", 2, 10, None, None, None, None],
        [-1, "asked", 2, 10, None, None, None],
        [1, "asked", -2, 10, None, None, None],
        [1, "asked", 2, -10, None, None, None],
        [1, "asked", 2, 10, 2**64, None, None],
        [1, "asked", 2, 2**63, None, None, None],
        [1, "asked", 2, 10, "7", None, None],
        [1, "asked", 2, 10, None, 7, None],
        [1, "asked", 2, 10, None, None, []],
        [True, "asked", 2, 10, None, None, None],
        [1.5, "asked", 2, 10, None, None, None],
        [1, None, 2, 10, None, None, None],
        [1, ["asked"], 2, 10, None, None, None],
    ],
)
def test_a_forged_cursor_is_refused(values: object) -> None:
    forged = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    with pytest.raises(ParameterError, match="next_cursor"):
        read_cursor(forged, "asked")


def test_a_cursor_nested_without_end_is_refused() -> None:
    forged = base64.urlsafe_b64encode(b"[" * 100_000).decode()
    with pytest.raises(ParameterError):
        read_cursor(forged, "asked")


def test_the_fingerprint_tells_questions_apart_and_not_the_order_of_their_parts() -> None:
    assert fingerprint({"q": "a", "sort": "newest"}) == fingerprint({"sort": "newest", "q": "a"})
    assert fingerprint({"q": "a"}) != fingerprint({"q": "A"})
    assert fingerprint({"q": "\ud800"})
