"""What holds for every text, whoever typed it: random ones, ones made of the language's pieces, real ones."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import QueryError
from app.search.query.grammar import Match
from app.search.query.parse import MAX_LENGTH, Parsed, parse
from app.search.query.tree import (
    MAX_DEPTH,
    MAX_LEAVES,
    All,
    Fuzzy,
    Near,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Range,
    Span,
    Term,
    Wildcard,
    children,
    depth,
    leaves,
)

PIECES = st.sampled_from(
    [
        *(
            "a",
            "foo",
            "AND",
            " OR ",
            "NOT ",
            "TO",
            "-",
            "(",
            ")",
            '"',
            '"a b"',
            "“x y”",
            "~",
            "~1",
            "~9",
            "^",
            "^2",
        ),
        *(
            "*",
            "?",
            "wor*",
            "w?d",
            "title:",
            "body:",
            "topic:",
            "url:",
            "date:2021",
            "date:[2021 TO 2022]",
            "date:(",
        ),
        *(
            "[",
            "]",
            "{",
            "\\",
            '\\"',
            "\\AND",
            "foo:",
            "http://x",
            "7:30",
            ".",
            "😀",
            "é",
            " ",
            "  ",
            "\n",
            "don't",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=40).map("".join))
MATCHES: st.SearchStrategy[Match] = st.sampled_from(["all", "any"])


def parsed_or_none(text: str, match: Match) -> Parsed | None:
    """None for a refused text; any other error fails the test that asked."""
    try:
        return parse(text, match=match)
    except QueryError:
        return None


def below(node: Node) -> list[Node]:
    return [node, *(deeper for child in children(node) for deeper in below(child))]


def searched(leaf: Node) -> str:
    """Something that the text at the leaf's span must hold."""
    match leaf:
        case Term() | Phrase() | Near() | Prefix() | Fuzzy():
            return max(leaf.text.replace("\\", " ").split(), key=len, default="")[:1]
        case Wildcard():
            return leaf.pattern.strip("*?\\")[:1]
        case Range():
            return leaf.start or leaf.end or ""
        case _:
            return ""


@given(TEXTS, MATCHES)
def test_no_text_breaks_the_reading(text: str, match: Match) -> None:
    parsed_or_none(text, match)


@settings(max_examples=200)
@given(TEXTS, MATCHES)
def test_what_was_understood_reads_as_the_same_without_a_note(text: str, match: Match) -> None:
    assert_reads_back(text, match)


@pytest.mark.slow
@settings(max_examples=5_000)
@given(TEXTS, MATCHES)
def test_what_was_understood_of_many_texts_reads_as_the_same(text: str, match: Match) -> None:
    assert_reads_back(text, match)


def assert_reads_back(text: str, match: Match) -> None:
    parsed = parsed_or_none(text, match)
    if parsed and len(parsed.understood) <= MAX_LENGTH:
        again = parse(parsed.understood, match=match)
        assert (again.tree, again.understood) == (parsed.tree, parsed.understood)
        # A word keeps its signs, and they are told again.
        assert {note.code for note in again.notes} <= {"signs_ignored"}


@given(TEXTS, MATCHES)
def test_each_node_has_its_place_and_its_children_lie_inside(text: str, match: Match) -> None:
    parsed = parsed_or_none(text, match)
    for node in below(parsed.tree) if parsed and text.strip() else ():
        assert node.span
        assert 0 <= node.span.start < node.span.end <= len(text)
        for child in children(node):
            assert child.span
            assert node.span.start <= child.span.start < child.span.end <= node.span.end


@given(TEXTS, MATCHES)
def test_the_place_of_a_leaf_holds_what_it_searches(text: str, match: Match) -> None:
    parsed = parsed_or_none(text, match)
    for leaf in leaves(parsed.tree) if parsed else ():
        if leaf.span and not isinstance(leaf, All | Nothing):
            assert searched(leaf) in text[leaf.span.start : leaf.span.end]


@given(TEXTS)
def test_each_note_names_a_place_in_the_text(text: str) -> None:
    parsed = parsed_or_none(text, "all")
    for note in parsed.notes if parsed else ():
        assert note.start is not None
        assert note.end is not None
        assert 0 <= note.start < note.end <= len(text)


@given(TEXTS, MATCHES)
def test_strict_refuses_exactly_what_has_notes(text: str, match: Match) -> None:
    if parsed := parsed_or_none(text, match):
        if parsed.notes:
            with pytest.raises(QueryError):
                parse(text, match=match, strict=True)
        else:
            assert parse(text, match=match, strict=True) == parsed


@given(st.lists(PIECES, max_size=400).map("".join), MATCHES)
def test_no_tree_is_larger_than_the_limits(text: str, match: Match) -> None:
    if parsed := parsed_or_none(text[:MAX_LENGTH], match):
        assert depth(parsed.tree) <= MAX_DEPTH
        assert len(list(leaves(parsed.tree))) <= MAX_LEAVES


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a title:b^2", ["a", "b"]),
        ('title:(wor* "b c"~5^2)', ["wor*", '"b c"~5']),
        ("-a OR date:[2021 TO *]", ["a", "[2021 TO *]"]),
        ("word~2 w?rd", ["word~2", "w?rd"]),
    ],
)
def test_a_leaf_lies_where_it_was_typed_without_its_field_and_boost(text: str, places: list[str]) -> None:
    assert [slice_of(text, leaf.span) for leaf in leaves(parse(text).tree)] == places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a  b", "a  b"),
        ("x OR -(a b)", "x OR -(a b)"),
        ("-a", "-a"),
        ("(a b)^2", "(a b)^2"),
        ("NOT a^2", "NOT a^2"),
    ],
)
def test_a_list_a_negation_and_a_boost_lie_around_their_children(text: str, place: str) -> None:
    assert slice_of(text, parse(text).tree.span) == place


def slice_of(text: str, span: Span | None) -> str:
    assert span
    return text[span.start : span.end]


def test_every_query_of_a_web_search_log_is_read(shared: Path) -> None:
    queries = (shared / "data/queries/web-5k.txt").read_text(encoding="utf-8").splitlines()
    assert len(queries) > 4000
    for query in queries:
        assert parse(query).tree not in (All(), Nothing())


def test_every_query_of_a_search_engine_benchmark_is_read(shared: Path) -> None:
    lines = (shared / "data/queries/search-benchmark-game.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        assert parse(json.loads(line)["query"]).tree not in (All(), Nothing())
