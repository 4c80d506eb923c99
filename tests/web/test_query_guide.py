"""The page of the query language: each of its examples finds what it says, and its lists are complete."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from app.search.query.tree import QUERY_FIELDS
from app.web.query_guide import CHAPTERS, KINDLY, REFUSED, Example, Kindly, Refused

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = [example for chapter in CHAPTERS for example in chapter.examples]
# Notes of syntax that need no example: one follows from another, or from fifty.
WITHOUT_EXAMPLE = {"more_notes", "bad_suffix", "no_range", "whole_value"}


def asked(client: TestClient, q: str, **others: str) -> tuple[int, list[str]]:
    """How many articles a query finds, and the codes of its notes."""
    answer = client.get("/v1/search", params={"q": q, "limit": "0", **others}).json()
    return answer["total"], [note["code"] for note in answer["query"]["notes"]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.q)
def test_every_example_finds_something_as_it_stands(client: TestClient, example: Example) -> None:
    found, notes = asked(client, example.q, match="all")
    assert found > 0
    assert notes == []


@pytest.mark.parametrize("one", KINDLY, ids=lambda one: one.note)
def test_what_is_read_kindly_finds_something_and_says_how_it_was_read(
    client: TestClient, one: Kindly
) -> None:
    found, notes = asked(client, one.q)
    assert found > 0
    assert one.note in notes


@pytest.mark.parametrize("one", KINDLY, ids=lambda one: one.note)
def test_all_but_the_last_are_refused_where_asked_to_be_strict(client: TestClient, one: Kindly) -> None:
    answer = client.get("/v1/search", params={"q": one.q, "strict": "true"})
    assert (answer.status_code == 422) == (one is not KINDLY[-1])


@pytest.mark.parametrize("one", [one for one in REFUSED if one.q], ids=lambda one: one.code)
def test_what_is_refused_is_refused_with_that_code(client: TestClient, one: Refused) -> None:
    answer = client.get("/v1/search", params={"q": one.q or ""})
    assert (answer.status_code, answer.json()["code"]) == (422, one.code)


def test_every_note_on_syntax_has_an_example_and_every_refusal_its_line() -> None:
    page = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    told = page.partition("| syntax | what was done |")[2].partition("\n\n")[0]
    codes = set(re.findall(r"^\| `(\w+)`", told, re.MULTILINE))
    assert codes - WITHOUT_EXAMPLE == {one.note for one in KINDLY} - {"match_any"}
    assert {one.code for one in REFUSED} >= {
        "too_long",
        "too_deep",
        "too_many_words",
        "too_many_expansions",
        "bad_date",
    }


def test_every_field_has_an_example() -> None:
    queries = " ".join(example.q for example in EXAMPLES)
    assert all(f"{field}:" in queries for field in QUERY_FIELDS)


def test_each_example_is_a_link_to_what_it_finds(client: TestClient) -> None:
    page = client.get("/docs/query").text
    links = [urlsplit(unescape(link)) for link in re.findall(r'href="([^"]+)"', page)]
    for path in ("/", "/v1/search"):
        linked = {parse_qs(link.query)["q"][0] for link in links if link.path == path and link.query}
        assert linked == {
            *(one.q for one in EXAMPLES),
            *(one.q for one in KINDLY),
            *(one.q for one in REFUSED if one.q),
        }
