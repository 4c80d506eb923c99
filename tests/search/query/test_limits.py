"""What is refused always, however forgiving the reading."""

import contextlib

import pytest

from app.errors import QueryError
from app.search.query.parse import MAX_LENGTH, parse
from app.search.query.tree import MAX_DEPTH, MAX_LEAVES, Phrase, Range, Term, depth, leaves


def refused(text: str) -> tuple[str, str]:
    """The code, and the piece of the text that the note names."""
    with pytest.raises(QueryError) as caught:
        parse(text)
    (note,) = caught.value.notes
    assert note.code == caught.value.code
    return note.code, text[note.start : note.end]


def bracketed(levels: int) -> str:
    return "(" * levels + "a" + ")" * levels


def listed(levels: int) -> str:
    """A tree of that many levels: lists of one kind in lists of the other, and the innermost word."""
    text = "a"
    for level in range(levels - 1):
        text = f"b OR {text}" if level % 2 else f"(b {text})"
        text = f"({text})"
    return text


def test_a_text_of_the_greatest_length_is_read() -> None:
    assert parse("x" * MAX_LENGTH).tree == Term("x" * MAX_LENGTH)


def test_a_longer_text_is_refused() -> None:
    assert refused("x" * MAX_LENGTH + "yz") == ("too_long", "yz")


def test_length_is_counted_in_code_points() -> None:
    assert parse('"' + "𝕏" * (MAX_LENGTH - 2) + '"').tree == Phrase("𝕏" * (MAX_LENGTH - 2))


def test_the_deepest_brackets_are_read() -> None:
    assert parse(bracketed(MAX_DEPTH)).tree == Term("a")


def test_one_bracket_more_is_refused_where_it_opens() -> None:
    text = bracketed(MAX_DEPTH + 1)
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.notes[0].start) == ("too_deep", MAX_DEPTH)


def test_the_deepest_tree_is_read() -> None:
    assert depth(parse(listed(MAX_DEPTH // 2 + 1)).tree) == MAX_DEPTH // 2 + 1


def test_a_tree_is_refused_whose_brackets_are_few_but_levels_many() -> None:
    text = "-(x OR y z^2 " * (MAX_DEPTH // 2) + "a" + ")^2" * (MAX_DEPTH // 2)
    assert refused(text) == ("too_deep", text)


@pytest.mark.parametrize(
    "piece", ["(", "-(", "title:(", "-title:(", "NOT ", "(a OR b AND ", "((", '("a"^2 -', "-", "NOT -"]
)
def test_no_text_is_so_deep_that_python_gives_up(piece: str) -> None:
    text = (piece * MAX_LENGTH)[:MAX_LENGTH]
    with contextlib.suppress(QueryError):
        parse(text)


@pytest.mark.parametrize("letters", ["क", "กั", "é", "a1", "a-", "1,", "a."])
def test_no_word_is_so_long_that_its_signs_take_for_ever(letters: str) -> None:
    text = (letters * MAX_LENGTH)[: MAX_LENGTH - 1] + "+"
    assert parse(text).notes[0].code == "signs_ignored"


def test_as_many_words_as_allowed_are_read() -> None:
    assert len(list(leaves(parse("ab " * MAX_LEAVES).tree))) == MAX_LEAVES


def test_one_word_more_is_refused_where_it_stands() -> None:
    text = "ab " * MAX_LEAVES + "cd ef"
    assert refused(text) == ("too_many_words", "cd ef")


def test_words_that_are_left_out_do_not_count() -> None:
    assert parse("... " * (MAX_LEAVES + 1) + "a").tree == Term("a")


@pytest.mark.parametrize(
    "text",
    [
        "date:yesterday",
        "date:2021-13",
        "date:2021-02-30",
        "date:20210407",
        "date:2021-04-07T09:30",
        'date:"next week"',
        "date:(2021 OR x)",
        "date:...",
        "date:2021*",
    ],
)
def test_a_date_that_is_none_is_refused(text: str) -> None:
    code, place = refused(text)
    assert code == "bad_date"
    assert place in text.removeprefix("date:")


@pytest.mark.parametrize("text", ["date:[2021 TO soon]", "date:[soon TO 2021]", "date:[2021-99 TO *]"])
def test_a_range_with_a_date_that_is_none_is_refused(text: str) -> None:
    assert refused(text) == ("bad_date", text.removeprefix("date:"))


def test_a_leap_day_is_a_date() -> None:
    assert parse("date:2020-02-29").tree == Range("2020-02-29", "2020-02-29")
