"""The canonical text of trees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.search.query.grammar import Match
from app.search.query.normal import boosted, conjunction, disjunction, negation
from app.search.query.parse import parse
from app.search.query.spelling import has_words
from app.search.query.suffixes import MAX_BOOST, MAX_WORDS_BETWEEN
from app.search.query.text import write
from app.search.query.tree import (
    TEXT_FIELDS,
    WHOLE_FIELDS,
    WORD_FIELDS,
    All,
    Boost,
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
)

EXAMPLES = 100
MANY_EXAMPLES = 2_000
NOWHERE = Span(0, 0)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("  a   b ", "a b"),
        ("a AND b", "a b"),
        ("a b OR c d", "a (b OR c) d"),
        ("a AND b OR c", "(a b) OR c"),
        ("NOT a", "-a"),
        ("NOT (a OR b)", "-(a OR b)"),
        ("NOT *", "NOT *"),
        ("", "*"),
        ("()", "NOT *"),
        ("title:a title:b c", "title:(a b) c"),
        ("title:a OR title:b", "title:(a OR b)"),
        ("title:a body:b", "title:a body:b"),
        ("word~", "word~1"),
        ("a^2.0", "a^2"),
        ("a^0.0000001", "a^0.0000001"),
        ("((a)^2)^3", "(a^2)^3"),
        ("“a b” „c”", '"a b" "c"'),
        (r'"say \"hi\""', r'"say \"hi\""'),
        ("topic:politics", "topic:politics"),
        ('topic:"politics"', "topic:politics"),
        ("topic:medtop:20000587", 'topic:"medtop:20000587"'),
        ("date:[2021 TO]", "date:[2021 TO *]"),
        ("date:[2021 TO 2021]", "date:2021"),
        ("date:[* TO *]", "date:*"),
        ("foo:bar", r"foo\:bar"),
        ("title:AND", r"title:\AND"),
        ("https://example.com/~1?q=*", "https://example.com/~1?q=*"),
    ],
)
def test_each_tree_has_one_text(text: str, canonical: str) -> None:
    assert parse(text).understood == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("a b", "a OR b"), ("a b -c", "(a OR b) AND -c"), ("a AND b", "a AND b"), ("-a -b", "-a AND -b")],
)
def test_where_a_space_is_or_every_operator_is_spelt_out(text: str, canonical: str) -> None:
    assert parse(text, match="any").understood == canonical


def test_the_canonical_text_of_a_long_list_in_one_field_stays_short() -> None:
    text = f"title:({' '.join(['word'] * 200)})"
    assert parse(text).understood == text


SYMBOLS = r"""-+:.,;!?*~^"“”„()[]{}\/'&#@<>|=_ """
LETTERS = st.characters(codec="utf-8", exclude_categories=["Z", "Cc"])
CHARACTERS = st.one_of(st.sampled_from("abTO12"), st.sampled_from(SYMBOLS.strip()), LETTERS)
TRICKY = st.sampled_from(
    [
        *(
            "AND",
            "OR",
            "NOT",
            "TO",
            "[TO]",
            "[a",
            "b]",
            "-a",
            "a\\",
            "\\a",
            "\\AND",
            "\\-a",
            "a~1",
            "a^2",
            "~2",
        ),
        *(
            "^2",
            "title:",
            "title:a",
            "foo:bar",
            "7:30",
            "https://a.b/?c=*",
            "http://a^2",
            "a*b",
            'a"b',
            "(a)",
        ),
    ]
)


def is_word(text: str) -> bool:
    return has_words(text) and not any(character.isspace() for character in text)


WORDS = st.one_of(TRICKY, st.text(CHARACTERS, min_size=1, max_size=8)).filter(is_word)
QUOTATIONS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
FIELDS = st.sampled_from([None, *TEXT_FIELDS, *WORD_FIELDS])
DATES = st.sampled_from(
    ["2021", "2021-04", "2021-04-07", "2021-04-07T09:30:00Z", "2021-04-07T09:30:00+05:00"]
)
FACTORS = st.floats(0, MAX_BOOST)


PATTERNS = (
    st.text(st.one_of(CHARACTERS, st.sampled_from("*?")), min_size=2, max_size=8)
    .filter(is_word)
    .filter(lambda text: "**" not in text and ("?" in text or "*" in text[:-1]))
    .filter(lambda text: "://" not in text)
)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Term, WORDS, FIELDS),
    st.builds(Term, QUOTATIONS, st.sampled_from(WHOLE_FIELDS)),
    st.builds(Phrase, QUOTATIONS, FIELDS),
    st.builds(Near, QUOTATIONS, st.integers(0, MAX_WORDS_BETWEEN), FIELDS),
    st.builds(Prefix, WORDS, FIELDS),
    st.builds(Wildcard, PATTERNS, FIELDS),
    st.builds(Fuzzy, WORDS, st.integers(1, 2), FIELDS),
    st.builds(Range, st.none() | st.just("2020"), st.none() | DATES),
    DATES.map(lambda date: Range(date, date)),
    st.just(All()),
    st.just(Nothing()),
)


def lists(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda parts: conjunction(parts) or All()),
        several.map(lambda parts: disjunction(parts) or All()),
        children.map(lambda child: negation(child, NOWHERE)),
        st.builds(boosted, children, FACTORS, st.just(NOWHERE)),
    )


TREES = st.recursive(LEAVES, lists, max_leaves=12)
MATCHES: st.SearchStrategy[Match] = st.sampled_from(["all", "any"])


@settings(max_examples=EXAMPLES)
@given(TREES, MATCHES)
def test_every_tree_reads_back_from_its_text_without_a_note(tree: Node, match: Match) -> None:
    assert_reads_back(tree, match)


@pytest.mark.slow
@settings(max_examples=MANY_EXAMPLES)
@given(TREES, MATCHES)
def test_many_trees_read_back_from_their_texts(tree: Node, match: Match) -> None:
    assert_reads_back(tree, match)


def assert_reads_back(tree: Node, match: Match) -> None:
    """The text of a tree is read as the tree, without a note, and is its own canonical text."""
    text = write(tree, match=match)
    parsed = parse(text, match=match)
    assert parsed.tree == tree
    assert parsed.understood == text
    # A word keeps its signs, and they are told again.
    assert {note.code for note in parsed.notes} <= {"signs_ignored"}


def test_a_boost_is_written_without_an_exponent() -> None:
    assert write(Boost(Term("a"), 1e-7)) == "a^0.0000001"
