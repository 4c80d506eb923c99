"""What is read otherwise than typed: how it is read, and the note with the piece of text that it names."""

import pytest

from app.errors import QueryError
from app.search.query.notes import MAX_NOTES
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
    Range,
    Term,
)

A, B = Term("a"), Term("b")
AND_B = And((A, B))


@pytest.mark.parametrize(
    ("text", "tree", "code", "place"),
    [
        ('a "b c', And((A, Phrase("b c"))), "unclosed_quote", '"b c'),
        ('a "', A, "unclosed_quote", '"'),
        ('a "b\\"', And((A, Phrase('b"'))), "unclosed_quote", '"b\\"'),
        ('a ""', A, "empty_quotes", '""'),
        ('a " "', A, "empty_quotes", '" "'),
        ("a AND", A, "dangling_operator", "AND"),
        ("OR b", B, "dangling_operator", "OR"),
        ("a AND OR b", AND_B, "dangling_operator", "OR"),
        ("a NOT", A, "dangling_operator", "NOT"),
        ("NOT AND a", Not(A), "dangling_operator", "AND"),
        ("(a OR) b", AND_B, "dangling_operator", "OR"),
        ("a) b", AND_B, "stray_bracket", ")"),
        ("(a b", AND_B, "unclosed_bracket", "("),
        ("a OR (b c", Or((A, And((B, Term("c"))))), "unclosed_bracket", "("),
        ("a ()", A, "empty_brackets", "()"),
        ("a ( )", A, "empty_brackets", "( )"),
        ("a title:", A, "empty_field", "title:"),
        ("a OR title:", A, "empty_field", "title:"),
        ("title: -a", Not(A), "empty_field", "title:"),
        ("title: a", Term("a", "title"), "field_space", "title:"),
        ("foo:a b", And((Term("foo:a"), B)), "unknown_field", "foo:"),
        ('foo:"a b"', And((Term("foo:"), Phrase("a b"))), "unknown_field", "foo:"),
        ("Title:a", Term("Title:a"), "unknown_field", "Title:"),
        ("tïtre:a", Term("tïtre:a"), "unknown_field", "tïtre:"),
        ("a - b", AND_B, "no_words", "-"),
        ("a & b", AND_B, "no_words", "&"),
        ("a 😀", A, "no_words", "😀"),
        ('a "..."', A, "no_words", '"..."'),
        ("a -...", A, "no_words", "..."),
        ("a AND ??", A, "no_words", "??"),
        ("a ^", A, "no_words", "^"),
        ("a ~", A, "no_words", "~"),
        ("a^", A, "no_number", "^"),
        ("(a b)^", AND_B, "no_number", "^"),
        ('"a b"~', Phrase("a b"), "no_number", "~"),
        ("(a b)~2", AND_B, "bad_suffix", "~2"),
        ('"a"^2^3', Phrase("a"), "bad_suffix", "^2^3"),
        ("wor*~1 a", None, "bad_suffix", "~1"),
        ("a~3", Fuzzy("a", 2), "distance_limit", "~3"),
        ("a~0", Fuzzy("a", 1), "distance_limit", "~0"),
        ("a~0.8", Fuzzy("a", 1), "distance_limit", "~0.8"),
        ('"a b"~101', Near("a b", 100), "distance_limit", "~101"),
        ("a^1001", Boost(A, 1000.0), "boost_too_high", "^1001"),
        ("[a TO b]", Phrase("a TO b"), "no_range", "[a TO b]"),
        ("title:[a TO b]", Phrase("a TO b", "title"), "no_range", "[a TO b]"),
        ("date:{2021 TO 2022]", Range("2021", "2022"), "inclusive_range", "{2021 TO 2022]"),
        ("date:[2022 TO 2021]", Range("2021", "2022"), "range_reversed", "[2022 TO 2021]"),
        ("date:[2021 TO", Range("2021", None), "unclosed_range", "[2021 TO"),
        ("topic:pol*", Term("pol*", "topic"), "whole_value", "pol*"),
        ("language:en~1", Term("en~1", "language"), "whole_value", "en~1"),
        ("a --b", AND_B, "many_minuses", "--"),
        ("a ---b", And((A, Not(B))), "many_minuses", "---"),
        ("a \u0640", A, "no_words", "\u0640"),
        ('a "\u02bc"', A, "no_words", '"\u02bc"'),
        ("author:*", All(), "any_value", "*"),
    ],
)
def test_a_text_is_read_as_sensibly_as_can_be_and_a_note_names_the_place(
    text: str, tree: Node | None, code: str, place: str
) -> None:
    parsed = parse(text)
    (note,) = parsed.notes
    assert tree is None or parsed.tree == tree
    assert (note.code, note.param, text[note.start : note.end]) == (code, "q", place)


@pytest.mark.parametrize(
    "text", [".", "😀", "-.", "NOT", "AND", "OR", "()", '""', "((((", ")", "title:", "date:()"]
)
def test_what_asks_for_no_word_finds_nothing_rather_than_all(text: str) -> None:
    parsed = parse(text)
    assert parsed.tree == Nothing()
    assert parsed.notes


def test_each_open_bracket_has_its_note() -> None:
    assert [(note.code, note.start) for note in parse("((((").notes] == [
        ("unclosed_bracket", place) for place in range(4)
    ]


def test_notes_stand_in_the_order_of_their_places() -> None:
    codes = [note.code for note in parse('foo:a () b^ "c').notes]
    assert codes == ["unknown_field", "empty_brackets", "no_number", "unclosed_quote"]


def test_the_time_of_day_and_a_url_are_no_unknown_fields() -> None:
    codes = {note.code for note in parse("7:30 https://example.com").notes}
    assert "unknown_field" not in codes


@pytest.mark.parametrize("word", ["C++", "7:30", "park.", "AT&T", "+moon", "!moon", "50%", "@who", "a_b"])
def test_signs_that_no_search_can_find_are_told(word: str) -> None:
    notes = parse(f"x {word}").notes
    assert [(note.code, note.start, note.end) for note in notes] == [("signs_ignored", 2, 2 + len(word))]
    with pytest.raises(QueryError):
        parse(word, strict=True)


@pytest.mark.parametrize(
    "word",
    [
        "C++~1",
        "AT&T*",
        "a/b?c",
        "covid-*",
        '"C++"',
        '"AT&T shares"',
        '"Marks & Spencer"',
        '"50%"~3',
        "word~~",
    ],
)
def test_signs_in_patterns_near_spellings_and_quotations_are_told(word: str) -> None:
    (note,) = parse(f"x {word}").notes
    assert note.code == "signs_ignored"


@pytest.mark.parametrize(
    "quotation",
    ['"Well, he said: no!"', '"the (old) king"', '"U.S. dollars"', '"l\'homme, enfin"', '"a - b"'],
)
def test_the_signs_of_sentences_are_not(quotation: str) -> None:
    assert parse(quotation, strict=True).notes == ()


@pytest.mark.parametrize(
    "word",
    ["covid-19", "U.S.", "3.5", "1,000", "don't", "O’Brien", "students'", "naïve", "北京", "مُحَمَّد", "ไทย"],
)
def test_signs_that_belong_to_a_word_are_not(word: str) -> None:
    assert parse(word, strict=True).notes == ()


def test_a_field_in_capitals_is_told_how_to_write_it() -> None:
    assert "title:" in parse("Title:a").notes[0].message


def test_notes_past_the_most_that_are_shown_are_counted() -> None:
    notes = parse(")" * 2000).notes
    assert len(notes) == MAX_NOTES
    assert (notes[-1].code, notes[-1].start, notes[-1].end) == ("more_notes", MAX_NOTES - 1, 2000)
    assert str(2000 - MAX_NOTES + 1) in notes[-1].message


def test_a_message_repeats_no_more_than_a_line_of_the_text() -> None:
    assert len(parse("." * 2000).notes[0].message) < 120


def test_strict_raises_every_note() -> None:
    with pytest.raises(QueryError) as caught:
        parse("foo:a AND", strict=True)
    assert caught.value.code == "syntax"
    assert caught.value.notes == parse("foo:a AND").notes


def test_strict_reads_what_needs_no_note() -> None:
    assert parse("a AND b", strict=True) == parse("a AND b")
