"""The end of a text: what a site hangs below its articles."""

import pytest

from tests.ingest.making import PARAGRAPH, SECOND, read_text, reasons

TITLE = "Harbour closed for the third day"
BODY = f"{PARAGRAPH}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Previous Post Next Post", "previous_next"),
        ("السابق التالي", "previous_next"),
        ("上一篇 下一篇", "previous_next"),
        ("Partager : Facebook Twitter Courriel", "share_bar"),
        ("© Die Uferzeitung. Alle Rechte vorbehalten.", "copyright"),
        ("Copyright 2025 Northbank Tribune", "copyright"),
        ("All rights reserved.", "copyright"),
        ("Advertisement", "advertisement"),
        ("Read also: Boats to go out on Monday", "teaser"),
        ("Published in Dawn, April 8th, 2021", "printed_in"),
    ],
)
def test_a_last_line_that_is_furniture_is_taken_out(line: str, reason: str) -> None:
    result = read_text(TITLE, PARAGRAPH, SECOND, line)
    assert result.article.body == BODY
    assert reasons(result) == {reason: line}


@pytest.mark.parametrize(
    "heading", ["Check Also", "READ ALSO:", "Related Articles", "À lire aussi", "Читайте также", "اقرأ أيضا"]
)
def test_a_heading_of_teasers_takes_them_along(heading: str) -> None:
    result = read_text(
        TITLE, PARAGRAPH, SECOND, heading, "Another headline", "ISLAMABAD: The first words of it …"
    )
    assert result.article.body == BODY
    assert {piece.reason for piece in result.removed} == {"teaser"}
    assert len(result.removed) == 3


def test_furniture_is_taken_out_in_whatever_order_it_stands() -> None:
    tail = [
        "Share on Facebook",
        "Previous Post Next Post",
        "Check Also",
        "Another headline",
        "© 2025 The Courier",
    ]
    assert read_text(TITLE, PARAGRAPH, SECOND, *tail).article.body == BODY


def test_a_heading_with_paragraphs_below_it_is_part_of_the_article() -> None:
    long = " ".join([PARAGRAPH] * 5)
    assert "Related" in read_text(TITLE, PARAGRAPH, "Related", long, SECOND).article.body


def test_a_heading_that_would_take_most_of_the_text_takes_nothing() -> None:
    assert read_text(TITLE, SECOND, "Check Also", PARAGRAPH, PARAGRAPH).article.body.count(PARAGRAPH) == 2


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("With input from APP.", "APP"),
        ("(With inputs from PTI)", "PTI"),
        ("Additional reporting by Reuters", "Reuters"),
        ("With input from the Associated Press.", "AP"),
        ("Source: AFP", "AFP"),
        ("(Avec AFP)", "AFP"),
        ("— Reuters", "Reuters"),
    ],
)
def test_a_credit_stays_in_the_body_and_names_the_agency(line: str, agency: str) -> None:
    result = read_text(TITLE, PARAGRAPH, line)
    assert result.article.body.endswith(line)
    assert result.article.agency is not None
    assert (result.article.agency.label, result.article.origin["agency"]) == (agency, "credit_line")


def test_where_it_was_printed_tells_source_and_day() -> None:
    article = read_text(TITLE, PARAGRAPH, SECOND, "Published in Dawn, April 8th, 2021").article
    assert article.source is not None
    assert article.source.label == "Dawn"
    assert article.published is not None
    assert (article.published.date, article.published.method) == ("2021-04-08", "text_line")


def test_a_closing_sentence_about_a_publication_is_body() -> None:
    line = "Published in London, April 8, 2021 was the year of the report that changed it all."
    assert read_text(TITLE, PARAGRAPH, line).article.body.endswith(line)
