"""Which lines of a page are the article, and which only lead elsewhere."""

import json

import pytest

from app.ingest.page import page_of, parse_page
from app.ingest.page_article import teaser_lines
from app.ingest.reading import Reading
from tests.ingest.making import PARAGRAPH, SECOND, page, read_html, reasons

THIRD = "Crews of eleven trawlers spent the night on board, and the bakery by the pier sent bread at four."
FOURTH = "The harbour master expects the wind to turn by Friday, when the first boats may leave at noon."


def given(body: str, *paragraphs: str, head: str = "", **more: object) -> Reading:
    """A page whose JSON-LD gives a body."""
    value = {"@type": "NewsArticle", "headline": "Harbour closed", "articleBody": body, **more}
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    return read_html(page("Harbour closed", *paragraphs, head=head + script))


def test_the_body_in_the_markup_says_which_lines_are_the_article() -> None:
    read = given(f"{PARAGRAPH} {SECOND} {THIRD}", PARAGRAPH, SECOND, THIRD, FOURTH.upper())
    assert read.article.body == f"{PARAGRAPH}\n\n{SECOND}\n\n{THIRD}"
    assert reasons(read)["outside_article"] == FOURTH.upper()


def test_a_short_line_that_the_given_body_goes_on_with_is_kept() -> None:
    read = given(
        f"{PARAGRAPH}\nNo boats\n{SECOND} {THIRD}", PARAGRAPH, "No boats", SECOND, "Share this", THIRD
    )
    assert read.article.body == f"{PARAGRAPH}\n\nNo boats\n\n{SECOND}\n\n{THIRD}"


def test_a_line_that_the_given_body_words_a_little_otherwise_is_kept() -> None:
    printed = f"{SECOND} {FOURTH} So they say."
    whole = " ".join((PARAGRAPH, THIRD) * 8)
    read = given(f"{whole} {SECOND} {FOURTH} So it is said. {THIRD}", *(PARAGRAPH, THIRD) * 8, printed, THIRD)
    assert printed in read.article.body


def test_a_given_body_that_is_a_mere_beginning_is_passed_over() -> None:
    read = given(PARAGRAPH[:60], PARAGRAPH, SECOND, THIRD, FOURTH)
    assert FOURTH in read.article.body


def test_a_body_that_no_line_prints_is_read_from_the_markup() -> None:
    first = f"{PARAGRAPH}\n{SECOND}\n{THIRD}\n{FOURTH}"
    body = f"{first}\n{first.upper()}"
    read = given(body, "Please turn on JavaScript.")
    assert read.article.body == body.replace("\n", "\n\n")
    assert read.article.origin["body"] == "json_ld:articleBody"
    assert read.text == body


def test_markup_inside_a_given_body_is_not_read() -> None:
    body = "".join(f"<p>{text}</p>\n" for text in (PARAGRAPH, SECOND, THIRD, FOURTH) * 2)
    assert "<" not in given(body, "Loading").article.body


def test_a_comment_inside_a_sentence_does_not_end_it() -> None:
    cut = PARAGRAPH.replace(" ", "<!-- --> ", 3)
    assert read_html(page("Harbour closed", cut, SECOND, THIRD)).article.body.startswith(PARAGRAPH)


HEADLINE = "Ferries to the islands wait out the storm in port"
ADDRESS = "https://www.courier.example/2021/harbour"


def teasers(*lines: str) -> list[str]:
    """Which of the lines, each of them the article's, only lead elsewhere."""
    root = parse_page("".join(f"<p>{line}</p>" for line in (PARAGRAPH, *lines, SECOND)))
    assert root is not None
    read = page_of(root)
    return [read.lines[index].text for index in sorted(teaser_lines(read, range(len(read.lines)), ADDRESS))]


def linked(address: str, text: str = HEADLINE) -> str:
    return f'<a href="{address}">{text}</a>'


@pytest.mark.parametrize(
    "line",
    [
        linked("/2021/ferries"),
        linked("https://courier.example/2021/ferries"),
        linked("../2020/ferries"),
        f"<b>{linked('/2021/ferries')}</b> [VIDEO]",
    ],
)
def test_a_line_that_is_a_link_to_another_story_of_the_site_is_a_teaser(line: str) -> None:
    assert [text.removesuffix(" [VIDEO]") for text in teasers(line)] == [HEADLINE]


def test_the_heading_above_teasers_goes_with_them() -> None:
    assert teasers("Related stories:", linked("/2021/ferries")) == ["Related stories:", HEADLINE]
    assert teasers("Related stories:", THIRD, linked("/2021/ferries")) == [HEADLINE]


@pytest.mark.parametrize(
    "line",
    [
        linked("/2021/ferries", "The ferries, too, wait for better weather in the old port."),
        linked("/tag/boats", "Boats"),
        linked("https://shop.example/nets", "Nylon nets of the second size for small boats"),
        linked("#tide", "When the tide turns, and why it matters to us"),
        f"{linked('/2021/ferries')}, which few had expected this early in the year",
        f"<h3>{linked('/2021/ferries')}</h3>",
    ],
    ids=["sentence", "name", "elsewhere", "same page", "part of a line", "heading"],
)
def test_other_linked_lines_are_kept(line: str) -> None:
    assert teasers(line) == []


def test_what_follows_teasers_is_still_the_article() -> None:
    head = f'<link rel="canonical" href="{ADDRESS}">'
    lines = (PARAGRAPH, SECOND, "DON'T MISS", f"{linked('/2021/ferries')} [VIDEO]", THIRD, FOURTH)
    body = read_html(page("Harbour closed", *lines, head=head)).article.body
    assert THIRD in body
    assert FOURTH in body
    assert HEADLINE not in body
