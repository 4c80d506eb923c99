"""Markdown to paragraphs."""

from app.ingest.reading import Reading
from tests.ingest.making import PARAGRAPH, SECOND, read_markdown, reasons


def kinds(result: Reading) -> list[tuple[str, str]]:
    return [(paragraph.kind, paragraph.text) for paragraph in result.article.paragraphs]


def test_headings_are_subheads_and_quotes_are_quotes() -> None:
    result = read_markdown(f"---\ntitle: T\n---\n{PARAGRAPH}\n\n## A *subhead*\n\n> Said he.\n\n{SECOND}")
    assert kinds(result) == [
        ("text", PARAGRAPH),
        ("subhead", "A subhead"),
        ("quote", "Said he."),
        ("text", SECOND),
    ]


def test_markup_inside_a_paragraph_goes_and_its_words_stay() -> None:
    result = read_markdown(
        "# T\n\nA **bold** and [linked](http://x.example) `word`, \\*starred\\*.  \nNext line."
    )
    assert result.article.body == "A bold and linked word, *starred*. Next line."


def test_lists_are_text_an_item_each() -> None:
    assert kinds(read_markdown("# T\n\n- one\n- two\n\n1. three")) == [
        ("text", "one"),
        ("text", "two"),
        ("text", "three"),
    ]


def test_a_paragraph_broken_over_lines_is_one() -> None:
    assert read_markdown("# T\n\nOne line\nand the next.").article.body == "One line and the next."


def test_images_go_into_the_receipt() -> None:
    result = read_markdown(f"# T\n\n![A boat](boat.jpg)\n\n{PARAGRAPH} ![dot](dot.png)")
    assert result.article.body == PARAGRAPH
    assert [piece.text for piece in result.removed] == ["![A boat](boat.jpg)", "![dot](dot.png)"]
    assert {piece.reason for piece in result.removed} == {"image"}


def test_front_matter_is_in_the_receipt() -> None:
    result = read_markdown(f"---\ntitle: T\n---\n\n{PARAGRAPH}")
    assert reasons(result) == {"front_matter": "---\ntitle: T\n---"}


def test_the_first_top_heading_is_the_title_where_none_is_given() -> None:
    result = read_markdown(f"# Harbour *closed*\n\n{PARAGRAPH}")
    assert (result.article.title, result.article.origin["title"]) == ("Harbour closed", "heading")
    assert result.article.body == PARAGRAPH
    assert result.removed == ()


def test_a_heading_that_repeats_the_given_title_is_no_body() -> None:
    result = read_markdown(f"---\ntitle: Harbour closed\n---\n# Harbour closed\n\n{PARAGRAPH}")
    assert result.article.body == PARAGRAPH
    assert reasons(result)["repeated_title"] == "# Harbour closed"


def test_rules_and_link_definitions_are_markup() -> None:
    result = read_markdown(f"# T\n\n{PARAGRAPH} [more][1]\n\n***\n\n[1]: http://x.example\n")
    assert result.article.body == f"{PARAGRAPH} more"
    assert [piece.reason for piece in result.removed] == ["markup"]


def test_a_byline_and_a_date_under_the_heading_are_read() -> None:
    article = read_markdown(f"# T\n\nBy Ada Lindqvist\n\nApril 7, 2021\n\n{PARAGRAPH}").article
    assert [author.label for author in article.authors] == ["Ada Lindqvist"]
    assert article.published is not None
    assert (article.published.date, article.published.method) == ("2021-04-07", "text_line")


def test_line_ends_of_every_system_give_the_same_body() -> None:
    text = f"---\ntitle: T\n---\n{PARAGRAPH}\n\n> Said\n> he.\n"
    expected = read_markdown(text).article.body
    assert read_markdown(text.replace("\n", "\r\n")).article.body == expected
    assert read_markdown(text.replace("\n", "\r")).article.body == expected
