"""The cleaner: what it may never lose, and what becomes of lines between paragraphs."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest import plain_text
from app.ingest.clean import clean
from app.ingest.read import read
from app.ingest.reading import Block, Claim, Draft, RawArticle, Reading
from tests.ingest.making import PARAGRAPH, SECOND, covered, not_blank, read_text, reasons

LINES = st.sampled_from(
    [
        "Home / World / Harbour closed",
        "Harbour closed",
        "The Harbour Courier",
        "Saturday, November 23, 2024",
        "20 Jumada Al-Awwal 1446",
        " date 2021-04-07 The harbour. Photo: FO",
        "PTI",
        "By Ada Lindqvist",
        "April 7, 2021",
        "Updated: April 8, 2021",
        "No boat has left since Monday.",
        "MOSCOW, April 12 (TASS) — A man has flown.",
        "No boats",
        PARAGRAPH,
        SECOND,
        "The harbour at noon. Photo: Reuters",
        "Share on Facebook Twitter",
        "Advertisement",
        "With input from APP.",
        "Published in Dawn, April 8th, 2021",
        "Previous Post Next Post",
        "Check Also",
        "Another story entirely …",
        "© 2025 The Harbour Courier. All rights reserved.",
        "…",
        "\u200b",
        "---",
    ]
)
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", " \n\u00a0\n", "\u2028"])
SCRAPED = st.lists(st.tuples(LINES, BREAKS), max_size=14).map(lambda parts: "".join(map("".join, parts)))


@given(SCRAPED | st.text(max_size=200), st.booleans())
def test_kept_and_removed_text_together_are_all_that_was_read(text: str, titled: bool) -> None:  # noqa: FBT001
    claims = {"title": (Claim("Harbour closed", "json:title"),)} if titled else {}
    draft = clean(Draft(text, tuple(plain_text.blocks(text)), claims))
    spans = covered(draft)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert not_blank("".join(text[start:end] for start, end in spans)) == not_blank(text)


@given(SCRAPED)
def test_every_piece_of_the_receipt_is_what_stands_at_its_place(text: str) -> None:
    result = read(RawArticle("a.txt", None, "text", text, {}), date(2026, 1, 1))
    if isinstance(result, Reading):
        assert all(result.text[piece.start : piece.end] == piece.text for piece in result.removed)
        assert all(piece.reason and piece.text.strip() for piece in result.removed)


@given(SCRAPED | st.text(max_size=200))
def test_no_text_is_fatal_and_every_article_has_title_and_body(text: str) -> None:
    result = read(RawArticle("a.txt", None, "text", text, {}), date(2026, 1, 1))
    if isinstance(result, Reading):
        assert result.article.title
        assert result.article.body
        assert set(result.article.origin) >= {"title", "body"}


@given(st.lists(st.sampled_from([PARAGRAPH, SECOND, "No boats", "He said so."]), min_size=1, max_size=8))
def test_text_without_furniture_loses_nothing(lines: list[str]) -> None:
    result = read_text("Harbour closed for the third day", PARAGRAPH, *lines)
    assert result.article.body == "\n\n".join([PARAGRAPH, *lines])
    assert result.removed == ()


def kinds(*lines: str) -> list[str]:
    return [paragraph.kind for paragraph in read_text("Harbour closed", *lines).article.paragraphs]


def test_a_short_line_without_a_stop_between_paragraphs_is_a_subhead() -> None:
    assert kinds(PARAGRAPH, "No boats", SECOND) == ["text", "subhead", "text"]
    assert kinds(PARAGRAPH, "'No boats'", SECOND) == ["text", "subhead", "text"]


@pytest.mark.parametrize("line", ["He left.", "No boats:", "What next?", "***", "word " * 30])
def test_other_lines_between_paragraphs_are_text(line: str) -> None:
    assert kinds(PARAGRAPH, line, SECOND) == ["text", "text", "text"]


def test_a_short_line_at_the_end_is_text() -> None:
    assert kinds(PARAGRAPH, SECOND, "Ada Lindqvist") == ["text", "text", "text"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("The harbour at noon. Photo: Reuters", "caption"),
        ("Boats at the quay (AP Photo/Ada Lindqvist)", "caption"),
        ("Le port à midi. Photo : AFP", "caption"),
        ("Share this article: Facebook Twitter WhatsApp", "share_bar"),
        ("Advertisement", "advertisement"),
    ],
)
def test_furniture_between_paragraphs_is_taken_out(line: str, reason: str) -> None:
    result = read_text("Harbour closed", PARAGRAPH, line, SECOND)
    assert result.article.body == f"{PARAGRAPH}\n\n{SECOND}"
    assert reasons(result) == {reason: line}


@pytest.mark.parametrize(
    "line",
    [
        "Check Also",
        "Related",
        "The photo by Ada Lindqvist went round the world, and she was given a prize for it in the same year.",
        "Facebook",
        "Copyright law is what the judges will have to read next.",
        "Previous talks failed.",
    ],
)
def test_in_doubt_a_line_between_paragraphs_is_kept(line: str) -> None:
    assert line in read_text("Harbour closed", PARAGRAPH, line, SECOND, PARAGRAPH, SECOND).article.body


def test_a_caption_of_the_page_is_no_body() -> None:
    draft = clean(Draft("Seen", (Block(0, 4, "Seen", "caption"),), {"title": (Claim("T", "h1"),)}))
    assert [(piece.text, piece.reason) for piece in draft.removed] == [("Seen", "caption")]
