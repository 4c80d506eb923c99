"""Tables that spreadsheets open without carrying anything out."""

import csv
import io
import json

import pytest

from app.api.shapes.lines import header_row, json_lines, rows


def cell(value: object, name: str = "title") -> str:
    (row,) = csv.reader(io.StringIO(rows([{name: value}], [name]).decode(), newline=""), strict=True)
    return row[0]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_would_be_a_formula_has_an_apostrophe_before_it(first: str) -> None:
    assert cell(f"{first}SUM(A1:A9)") == f"'{first}SUM(A1:A9)"


@pytest.mark.parametrize(
    "text", ["1-0", "a=b", "me@paper.example", "", " =1", "'quoted'", "–5 °C", "نص", "0.5"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


def test_every_column_is_made_safe() -> None:
    named = {"id": "-id", "label": "=cmd()"}
    values: dict[str, object] = {"source": named, "authors": [named, named]}
    fields = ["source", "authors"]
    header, row = csv.reader(
        io.StringIO((header_row(fields) + rows([values], fields)).decode(), newline=""), strict=True
    )
    assert header == ["source", "source_id", "authors", "author_ids"]
    assert row == ["'=cmd()", "'-id", "'=cmd(); =cmd()", "'-id; -id"]


def test_commas_quotes_and_lines_are_quoted() -> None:
    assert rows([{"title": 'He said: "a, b"\nand left'}], ["title"]) == b'"He said: ""a, b""\nand left"\r\n'


def test_what_is_not_known_is_empty() -> None:
    fields = ["published", "score", "summary", "source"]
    assert rows([dict.fromkeys(fields)], fields) == b",,,,,,,,,\r\n"


def test_a_line_holds_one_object_whatever_its_text_holds() -> None:
    told = [{"title": "a\nb\u2028c\u2029\r\x0b\x0c\x1c\x1d\x1e\x85"}, {"title": "d"}]
    assert [json.loads(line) for line in json_lines(told).decode().splitlines()] == told
