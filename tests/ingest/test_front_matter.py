"""Front matter: every value as printed."""

import pytest

from app.ingest.front_matter import front_matter


def test_scalars_stay_the_strings_that_were_printed() -> None:
    text = "---\ndate: 2021-04-07\nyear: 2020\nid: 007\ndraft: no\nscore: 1.50\n---\nBody"
    assert front_matter(text).fields == {
        "date": "2021-04-07",
        "year": "2020",
        "id": "007",
        "draft": "no",
        "score": "1.50",
    }


def test_empty_and_null_values_are_none() -> None:
    assert front_matter("---\na:\nb: null\nc: ~\n---\n").fields == {"a": None, "b": None, "c": None}


def test_lists_and_objects_are_kept() -> None:
    text = "---\ntags: [a, b c]\nauthor:\n  name: Ada\n---\n"
    assert front_matter(text).fields == {"tags": ["a", "b c"], "author": {"name": "Ada"}}


def test_a_title_with_a_bare_colon_is_read_line_by_line() -> None:
    assert front_matter('---\ntitle: Mauer: offen\nauthor: "Ada"\n---\n').fields == {
        "title": "Mauer: offen",
        "author": "Ada",
    }


def test_the_end_is_where_the_text_goes_on() -> None:
    text = "\r\n---\r\ntitle: A\r\n---\r\nBody"
    assert text[front_matter(text).end :] == "Body"


@pytest.mark.parametrize(
    "text",
    [
        "No front matter",
        "---\nA rule, then words that are no fields.\n\n---\nMore words.",
        "Words\n---\ntitle: A\n---\n",
        "---\ntitle: never closed",
        "---\n- a\n- list\n---\n",
    ],
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert front_matter(text).end == 0
    assert front_matter(text).fields == {}


@pytest.mark.parametrize(
    "bomb", ["[" * 30_000, "a: " + "[" * 20_000 + "]" * 20_000, "{" * 30_000, "a: &x [*x]"]
)
def test_no_nesting_is_fatal(bomb: str) -> None:
    front_matter(f"---\n{bomb}\n---\nBody")


def test_a_tag_that_would_call_python_is_mere_text() -> None:
    fields = front_matter("---\na: !!python/object/apply:os.getcwd []\n---\n").fields
    assert fields == {"a": "!!python/object/apply:os.getcwd []"}


def test_aliases_are_not_followed_but_read_line_by_line() -> None:
    head = front_matter("---\ntitle: Harbour closed\na: &a [x, x]\ntags: [*a, *a]\n---\nNo boats.\n")
    assert head.fields["title"] == "Harbour closed"
    assert head.fields["tags"] == "[*a, *a]"
