"""JSON articles: the given body is the read text."""

import json

import pytest

from app.ingest.read import read
from app.ingest.reading import RawArticle, Rejected
from tests.ingest.making import PARAGRAPH, SECOND, TODAY, read_json, reasons


def test_the_read_text_is_the_given_body() -> None:
    body = f"By Ada Lindqvist\n\n{PARAGRAPH}\n\n{SECOND}"
    result = read_json(body=body)
    assert result.text == body
    assert result.article.body == f"{PARAGRAPH}\n\n{SECOND}"
    assert reasons(result) == {"byline": "By Ada Lindqvist"}


def test_a_list_of_paragraphs_is_a_body() -> None:
    assert read_json(body=[PARAGRAPH, SECOND]).article.body == f"{PARAGRAPH}\n\n{SECOND}"


def test_a_body_of_html_is_read_as_its_visible_lines() -> None:
    result = read_json(body=f"<p>{PARAGRAPH}</p><h2>No boats</h2><p>{SECOND}</p><script>x</script>")
    assert [(paragraph.kind, paragraph.text) for paragraph in result.article.paragraphs] == [
        ("text", PARAGRAPH),
        ("subhead", "No boats"),
        ("text", SECOND),
    ]


def test_less_than_signs_alone_are_no_html() -> None:
    assert (
        read_json(body="If a < b and c > d, then so be it.").article.body
        == "If a < b and c > d, then so be it."
    )


def test_a_title_printed_again_in_the_body_is_taken_out() -> None:
    result = read_json(body=f"Harbour closed\n\n{PARAGRAPH}")
    assert result.article.body == PARAGRAPH
    assert reasons(result) == {"repeated_title": "Harbour closed"}


def test_without_a_title_the_first_line_is_it() -> None:
    result = read_json(title=None, body=f"Harbour closed\n\n{PARAGRAPH}")
    assert (result.article.title, result.article.origin["title"]) == ("Harbour closed", "first_line")
    assert result.article.body == PARAGRAPH


def test_half_a_surrogate_pair_can_be_stored() -> None:
    source = '{"id": "\\ud800", "title": "A \\udc00 title", "body": "A \\ud83d body.", "url": "http://x.example/\\ud800"}'
    result = read(RawArticle("a.json", None, "json", source, json.loads(source)), TODAY)
    assert not isinstance(result, Rejected)
    (result.article.model_dump_json() + result.text).encode()


@pytest.mark.parametrize("body", [None, "", "  \n ", 42, {}, {"a": 1}, [1, 2], "<p></p>"])
def test_without_words_there_is_no_article(body: object) -> None:
    fields = {"title": "Harbour closed", "body": body}
    refused = read(RawArticle("wire/a.jsonl", 7, "json", json.dumps(fields), fields), TODAY)
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.position) == ("no_body", 7)
    assert "wire/a.jsonl, line 7" in refused.detail


def test_a_value_of_the_wrong_kind_is_passed_over() -> None:
    article = read_json(
        id=True, url=7, authors=7, published=[1], language=3, topics=7, source=[], agency={}, crawled="soon"
    ).article
    assert article.given_id is None
    assert article.url is None
    assert article.authors == ()
    assert article.published is None
    assert not [topic for topic in article.topics if topic.method == "given"]
    assert article.crawled is None


def test_a_number_is_an_id() -> None:
    assert read_json(id=7).article.given_id == "7"
