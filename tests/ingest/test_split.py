"""A file's text to its articles, each with its own source."""

import json

import pytest

from app.ingest.reading import RawArticle, Rejected
from app.ingest.split import Clipping, parse, split
from app.ingest.unpack import Unpacked, UnpackedKind


def pieces(text: str, kind: UnpackedKind, path: str = "a.json") -> list[RawArticle | Rejected]:
    found = split(Unpacked(path, kind, text, "utf-8"))
    return [parse(one) if isinstance(one, Clipping) else one for one in found]


def articles(text: str, kind: UnpackedKind) -> list[RawArticle]:
    found = pieces(text, kind)
    assert all(isinstance(piece, RawArticle) for piece in found), found
    return [piece for piece in found if isinstance(piece, RawArticle)]


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_a_file_of_text_is_one_article(kind: UnpackedKind) -> None:
    (article,) = articles("A title\n\nA body.", kind)
    assert (article.kind, article.position, article.text) == (kind, None, "A title\n\nA body.")


def test_each_line_of_json_lines_is_an_article_with_its_line_number() -> None:
    found = articles('{"title": "A"}\n\n  {"title": "B"}  \r\n', "json_lines")
    assert [(piece.position, piece.text) for piece in found] == [(1, '{"title": "A"}'), (3, '{"title": "B"}')]


def test_a_bad_line_is_refused_by_its_number_and_the_others_go_on() -> None:
    first, bad, last = pieces('{"title": "A"}\n{"title": \n{"title": "C"}', "json_lines", "wire/a.jsonl")
    assert isinstance(first, RawArticle)
    assert isinstance(last, RawArticle)
    assert isinstance(bad, Rejected)
    assert (bad.position, bad.stage, bad.reason) == (2, "split", "not_json")
    assert "wire/a.jsonl, line 2" in bad.detail


@pytest.mark.parametrize("line", ["42", '"words"', "[1, 2]", "null", "true"])
def test_a_line_that_is_no_object_is_refused(line: str) -> None:
    (refused,) = pieces(line, "json_lines", "a.jsonl")
    assert isinstance(refused, Rejected)
    assert refused.reason == "no_object"


def test_a_separator_of_lines_inside_a_json_string_ends_no_line() -> None:
    (article,) = articles('{"body": "one\u2028two"}', "json_lines")
    assert article.fields["body"] == "one\u2028two"


def test_each_element_of_an_array_keeps_its_exact_source_and_its_index() -> None:
    sources = ['{ "title":"A" }', '{\n "title": "\\u00c9", "n": 1.50}']
    found = articles(f"[{sources[0]} ,\n{sources[1]}]", "json")
    assert [(piece.position, piece.text) for piece in found] == [(0, sources[0]), (1, sources[1])]
    assert found[1].fields["title"] == "É"


def test_one_object_is_one_article() -> None:
    (article,) = articles('{"title": "A", "body": "B"}', "json")
    assert (article.position, article.fields["body"]) == (None, "B")


@pytest.mark.parametrize("name", ["articles", "items", "data", "results", "docs", "hits", "response"])
def test_an_object_may_hold_the_array_under_a_known_key(name: str) -> None:
    text = json.dumps({"status": "ok", name: [{"title": "A"}, {"title": "B"}]})
    found = articles(text, "json")
    assert [(piece.position, piece.text) for piece in found] == [(0, '{"title": "A"}'), (1, '{"title": "B"}')]


@pytest.mark.parametrize("outer", ["hits", "data", "response"])
def test_the_array_may_stand_one_object_further_in(outer: str) -> None:
    found = articles(json.dumps({outer: {"total": 1, "docs": [{"title": "A"}]}}), "json")
    assert [piece.text for piece in found] == ['{"title": "A"}']


def test_an_article_with_a_body_is_no_wrapper_whatever_else_it_holds() -> None:
    (article,) = articles(json.dumps({"title": "A", "body": "B", "items": [1, 2]}), "json")
    assert article.position is None


def test_a_bad_element_is_refused_by_its_index_and_the_others_go_on() -> None:
    bad, good = pieces('[7, {"title": "B"}]', "json")
    assert isinstance(bad, Rejected)
    assert (bad.position, bad.reason) == (0, "no_object")
    assert isinstance(good, RawArticle)


def test_json_lines_under_the_name_of_json_are_read_as_lines() -> None:
    assert [piece.position for piece in articles('{"a": 1}\n{"a": 2}\n', "json")] == [1, 2]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[]", "empty"), ('{"a": ', "not_json"), ("[" * 100_000, "not_json"), ("9" * 9_999, "not_json")],
)
def test_a_json_file_that_holds_nothing_readable_is_refused(text: str, reason: str) -> None:
    (refused,) = pieces(text, "json")
    assert isinstance(refused, Rejected)
    assert refused.reason == reason
    assert "a.json" in refused.detail


def test_front_matter_becomes_the_fields() -> None:
    (article,) = articles("---\ntitle: A\n---\nBody.", "markdown")
    assert article.fields == {"title": "A"}


def test_an_article_parses_anew_from_its_own_source() -> None:
    text = json.dumps({"items": [{"title": "A", "body": "B"}, {"title": "C", "body": "D"}]}, indent=1)
    for piece in articles(text, "json"):
        assert parse(Clipping(piece.path, piece.position, piece.kind, piece.text, piece.encoding)) == piece
