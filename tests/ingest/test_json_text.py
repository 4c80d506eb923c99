"""JSON that keeps the place of its parts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.json_text import NotJson, elements, members, whole

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 2]))
def test_each_element_of_an_array_stands_at_its_span(values: list[Any], indent: int | None) -> None:
    text = json.dumps(values, indent=indent)
    found = list(elements(text, 0))
    assert [placed.value for placed in found] == values
    assert [json.loads(text[placed.start : placed.end]) for placed in found] == values


@given(st.dictionaries(st.text(), VALUES, max_size=5), st.sampled_from([None, 1]))
def test_each_member_of_an_object_stands_at_its_span(fields: dict[str, Any], indent: int | None) -> None:
    text = " " + json.dumps(fields, indent=indent, ensure_ascii=False)
    found = {placed.name: json.loads(text[placed.start : placed.end]) for placed in members(text, 1)}
    assert found == fields


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": }', "line 1, column 7"),
        ("[" * 200_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("1" * 10_000, "too many digits"),
        ('{"a": 1}\n{"b": 2}', "line 2"),
        ("", "line 1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(NotJson, match=said):
        whole(text)


def test_line_breaks_inside_strings_and_nan_are_forgiven() -> None:
    assert whole('{"body": "one\ntwo", "score": NaN}').value == {"body": "one\ntwo", "score": None}
