"""What query texts ask for. Each example is a text and its tree; a text here needs no note."""

import pytest

from app.search.query.parse import parse
from app.search.query.tree import (
    All,
    And,
    Boost,
    Fuzzy,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Term,
    Wildcard,
)

A, B, C, D = (Term(letter) for letter in "abcd")


def both(*children: Node) -> And:
    return And(children)


def either(*children: Node) -> Or:
    return Or(children)


def asks(text: str, tree: Node) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    # Of words with signs it is told that the signs are not searched; tests/search/query/test_notes.py sees to that.
    assert {note.code for note in parsed.notes} <= {"signs_ignored"}


@pytest.mark.parametrize("text", ["", " ", "\t\n\u00a0", "*", "***", "*:*", "(*)"])
def test_a_blank_text_and_a_lone_star_ask_for_every_article(text: str) -> None:
    asks(text, All())


@pytest.mark.parametrize(
    "word",
    [
        "lavrov",
        "covid-19",
        "C++",
        "AT&T",
        "7:30",
        "park.",
        "don't",
        "O’Neill",
        "U.S.",
        "@user",
        "#metoo",
        "$5",
        "50%",
        "a/b",
        "x=y",
        "Москва",
        "北京",
        "لاہور",
        "9️⃣",
        "[sic]",
        "{x}",
        "a[0]",
        "AC\\DC",
        "a^b",
        "a~b",
        "^2",
        "~2",
        "+griffith",
    ],
)
def test_a_word_runs_to_the_next_space_bracket_or_quotation_mark(word: str) -> None:
    asks(word, Term(word))


@pytest.mark.parametrize(
    "url",
    ["https://example.com/watch?v=1", "http://example.org/~me/*", "https://example.com/~1", "ftp://a.b"],
)
def test_a_url_is_one_plain_word(url: str) -> None:
    asks(url, Term(url))


@pytest.mark.parametrize(
    "word", ["and", "or", "not", "And", "Not", "ANDNOT", "ANDMAYBE", "REQUIRE", "ORDER", "TO"]
)
def test_only_and_or_and_not_in_capitals_are_operators(word: str) -> None:
    asks(f"a {word} b", both(A, Term(word), B))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b", both(A, B)),
        ("a AND b", both(A, B)),
        ("a OR b", either(A, B)),
        ("a b OR c d", both(A, either(B, C), D)),
        ("a AND b OR c", either(both(A, B), C)),
        ("a OR b AND c", either(A, both(B, C))),
        ("a AND b OR c AND d", either(both(A, B), both(C, D))),
        ("a OR b OR c", either(A, B, C)),
        ("a AND b c", both(A, B, C)),
        ("a NOT b OR c", both(A, either(Not(B), C))),
        ("NOT a AND b", both(Not(A), B)),
        ("a AND NOT b", both(A, Not(B))),
        ("a OR -b", either(A, Not(B))),
        ("a AND(b)", both(A, B)),
        ('a OR"b"', either(A, Phrase("b"))),
    ],
)
def test_not_binds_before_and_before_or_before_space(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("(a)", A),
        ("((a b))", both(A, B)),
        ("a (b c) d", both(A, B, C, D)),
        ("a OR (b OR c)", either(A, B, C)),
        ("(a b) OR c", either(both(A, B), C)),
        ("(a OR b) AND c", both(either(A, B), C)),
        ("a(b)c", both(A, B, C)),
        ("-(a OR b)", Not(either(A, B))),
        ("NOT (a b)", Not(both(A, B))),
    ],
)
def test_brackets_bind_what_they_hold(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("-a -b", both(Not(A), Not(B))),
        ("* -a", both(All(), Not(A))),
        ('-"a b"', Not(Phrase("a b"))),
        ("-title:a", Not(Term("a", "title"))),
        ("title:-a", Not(Term("a", "title"))),
        ("-AND", Not(Term("AND"))),
        ('"a"-b', both(Phrase("a"), Not(B))),
        ("a-b", Term("a-b")),
        ("a- b", both(Term("a-"), B)),
    ],
)
def test_a_minus_negates_at_the_start_of_a_word_alone(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("NOT NOT a", A),
        ("NOT -a", A),
        ("-(-a)", A),
        ("NOT NOT NOT a", Not(A)),
        ("NOT *", Nothing()),
        ("NOT NOT *", All()),
    ],
)
def test_two_negations_undo_each_other(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"a b"', Phrase("a b")),
        ('"word"', Phrase("word")),
        ('"  a \n b "', Phrase("a b")),
        ('"a AND (b) -c title:d"', Phrase("a AND (b) -c title:d")),
        (r'"say \"hi\" \\ \n"', Phrase(r'say "hi" \ \n')),
        ("“a b”", Phrase("a b")),
        ("„a b“", Phrase("a b")),
        ('"a “b” c"', Phrase("a “b” c")),
        ('"a b"~5', Near("a b", 5)),
        ('"a b"~0', Near("a b", 0)),
        ('"a b"~100', Near("a b", 100)),
        ('"a b"~5^2', Boost(Near("a b", 5), 2.0)),
        ('a"b c"d', both(A, Phrase("b c"), D)),
    ],
)
def test_quotation_marks_make_a_phrase(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("wor*", Prefix("wor")),
        ("wor**", Prefix("wor")),
        ("w?rd", Wildcard("w?rd")),
        ("*ord", Wildcard("*ord")),
        ("w*r**d", Wildcard("w*r*d")),
        ("wor?", Wildcard("wor?")),
        ("wor?*", Wildcard("wor?*")),
        ("covid-1*", Prefix("covid-1")),
        ("word~", Fuzzy("word", 1)),
        ("word~1", Fuzzy("word", 1)),
        ("word~2", Fuzzy("word", 2)),
        ("title:wor*", Prefix("wor", "title")),
        ("author:w?rd", Wildcard("w?rd", "author")),
        ("source:word~2", Fuzzy("word", 2, "source")),
    ],
)
def test_stars_question_marks_and_tildes_make_patterns(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a^2", Boost(A, 2.0)),
        ("a^0.5", Boost(A, 0.5)),
        ("a^.5", Boost(A, 0.5)),
        ("a^0", Boost(A, 0.0)),
        ("a^1", A),
        ("wor*^2", Boost(Prefix("wor"), 2.0)),
        ("word~1^2", Boost(Fuzzy("word", 1), 2.0)),
        ('"a b"^2', Boost(Phrase("a b"), 2.0)),
        ("(a OR b)^2", Boost(either(A, B), 2.0)),
        ("((a)^2)^3", Boost(Boost(A, 2.0), 3.0)),
        ("-a^2", Not(Boost(A, 2.0))),
        ("(-a)^2", Boost(Not(A), 2.0)),
        ("title:(a b)^2", Boost(both(Term("a", "title"), Term("b", "title")), 2.0)),
        ("date:2021^2", Boost(Range("2021", "2021"), 2.0)),
        ("*^2", Boost(All(), 2.0)),
    ],
)
def test_a_caret_boosts_what_stands_before_it(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("title:a", Term("a", "title")),
        ('body:"a b"', Phrase("a b", "body")),
        ('title:"a b"~3', Near("a b", 3, "title")),
        ('title:(a OR "b c")', either(Term("a", "title"), Phrase("b c", "title"))),
        ("title:(a body:b)", both(Term("a", "title"), Term("b", "body"))),
        ("title:(a (b -c))", both(Term("a", "title"), Term("b", "title"), Not(Term("c", "title")))),
        ("title:AND", Term("AND", "title")),
        ("title:body:a", Term("body:a", "title")),
        ("url:https://example.com/?q=1", Term("https://example.com/?q=1", "url")),
        ("author:jane a", both(Term("jane", "author"), A)),
    ],
)
def test_a_field_holds_for_the_word_the_quotation_or_the_bracket_behind_it(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("topic:politics", Term("politics", "topic")),
        ('topic:"medtop:20000587"', Term("medtop:20000587", "topic")),
        ("topic:medtop:20000587", Term("medtop:20000587", "topic")),
        ('topic:"armed conflict"', Term("armed conflict", "topic")),
        ("language:(en OR ur)", either(Term("en", "language"), Term("ur", "language"))),
    ],
)
def test_a_field_of_whole_values_gives_a_term_quoted_or_not(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("date:2021", Range("2021", "2021")),
        ("date:2021-04", Range("2021-04", "2021-04")),
        ('date:"2021-04-07"', Range("2021-04-07", "2021-04-07")),
        ("date:2021-04-07T09:30:00Z", Range("2021-04-07T09:30:00Z", "2021-04-07T09:30:00Z")),
        ("date:[2021-04-01 TO 2021-04-30]", Range("2021-04-01", "2021-04-30")),
        ("date:[ 2021   to 2022 ]", Range("2021", "2022")),
        ("date:[2021 TO *]", Range("2021", None)),
        ("date:[* TO 2021]", Range(None, "2021")),
        ("date:[2021 TO]", Range("2021", None)),
        ("date:[TO 2021]", Range(None, "2021")),
        ("date:(2020 OR [2022 TO 2023])", either(Range("2020", "2020"), Range("2022", "2023"))),
        ("-date:2021", Not(Range("2021", "2021"))),
    ],
)
def test_a_date_is_a_range_with_both_ends_in_it(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize("text", ["date:*", "date:[* TO *]", "date:[TO]"])
def test_a_range_open_on_both_sides_asks_for_any_known_date(text: str) -> None:
    asks(text, Range(None, None))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (r"\AND", Term("AND")),
        (r"\-a", Term("-a")),
        (r"foo\:bar", Term("foo:bar")),
        (r"title\:a", Term("title:a")),
        (r"wor\*", Term("wor*")),
        (r"a\*b*", Prefix("a*b")),
        (r"word\~1", Term("word~1")),
        (r"a\^2", Term("a^2")),
        (r"a\"b\(c\)", Term('a"b(c)')),
        (r"a\\", Term("a\\")),
    ],
)
def test_a_backslash_takes_the_meaning_from_a_character(text: str, tree: Node) -> None:
    asks(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b", either(A, B)),
        ("a b -c", both(either(A, B), Not(C))),
        ("-c a b", both(either(A, B), Not(C))),
        ("-a -b", both(Not(A), Not(B))),
        ("a AND b c", either(both(A, B), C)),
        ("a OR b c", either(A, B, C)),
        ("a -b", both(A, Not(B))),
        ("a AND -b c", either(both(A, Not(B)), C)),
        ("title:(a b)", either(Term("a", "title"), Term("b", "title"))),
        ("(a b) AND c", both(either(A, B), C)),
        ("", All()),
    ],
)
def test_where_any_word_is_enough_a_space_is_or_but_what_is_negated_stays_out(text: str, tree: Node) -> None:
    assert parse(text, match="any").tree == tree
