"""Web pages: which of their lines are the article, and what their markup says."""

import json

import pytest

from app.ingest.read import read
from app.ingest.reading import RawArticle, Rejected
from tests.ingest.making import PARAGRAPH, SECOND, TODAY, page, read_html, reasons

MENU = "<nav><ul><li>Home</li><li>World</li><li>Sport</li></ul></nav>"
FOOTER = "<footer><p>© 2025 The Harbour Courier. All rights reserved.</p></footer>"
ARTICLE = page("Harbour closed", PARAGRAPH, SECOND, PARAGRAPH.upper(), SECOND.upper())


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_the_body_is_the_article_and_what_stands_around_it_is_in_the_receipt() -> None:
    source = page("Harbour closed", PARAGRAPH, SECOND, around=MENU).replace("</body>", FOOTER + "</body>")
    result = read_html(source)
    assert result.article.title == "Harbour closed"
    assert result.article.body == f"{PARAGRAPH}\n\n{SECOND}"
    assert [piece.text for piece in result.removed if piece.reason == "outside_article"][:3] == [
        "Home",
        "World",
        "Sport",
    ]


def test_the_receipt_slices_the_visible_text() -> None:
    result = read_html(page("Harbour closed", PARAGRAPH, SECOND, around=MENU))
    assert all(result.text[piece.start : piece.end] == piece.text for piece in result.removed)


def test_subheads_and_quotes_of_the_page_are_known() -> None:
    source = page("Harbour closed", PARAGRAPH, SECOND).replace(
        f"<p>{SECOND}",
        f"<h2>No boats</h2><p>{PARAGRAPH.upper()}</p><blockquote>{SECOND.upper()}</blockquote><p>{SECOND}",
    )
    kinds = [(paragraph.kind, paragraph.text) for paragraph in read_html(source).article.paragraphs]
    assert ("subhead", "No boats") in kinds
    assert ("quote", SECOND.upper()) in kinds


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Harbour closed for a third day",
    "datePublished": "2021-04-07T06:00:00-04:00",
    "dateModified": "2021-04-08",
    "author": [{"@type": "Person", "name": "Ada Lindqvist"}, {"@type": "Person", "name": "Ruth Ferrand"}],
    "publisher": {"@type": "Organization", "name": "The Harbour Courier"},
    "articleSection": "Sport",
    "keywords": "sailing, storms",
    "inLanguage": "en-GB",
    "alternativeHeadline": "No boat has left since Monday.",
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://courier.example/harbour"},
}


@pytest.mark.parametrize(
    "value",
    [
        NEWS,
        [{"@type": "WebSite", "name": "X"}, NEWS],
        {
            "@graph": [
                {"@type": "Organization", "@id": "#o", "name": "The Harbour Courier"},
                {**NEWS, "publisher": {"@id": "#o"}},
            ]
        },
    ],
    ids=["object", "list", "graph"],
)
def test_schema_org_fills_every_field(value: object) -> None:
    article = read_html(page("Harbour closed", PARAGRAPH, SECOND, head=json_ld(value))).article
    assert article.title == "Harbour closed for a third day"
    assert article.published is not None
    assert (article.published.date, article.published.method) == ("2021-04-07", "json_ld:datePublished")
    assert article.modified == "2021-04-08"
    assert [author.label for author in article.authors] == ["Ada Lindqvist", "Ruth Ferrand"]
    assert article.source is not None
    assert article.source.label == "The Harbour Courier"
    assert [topic.label for topic in article.topics] == ["sailing", "storms", "sport"]
    assert article.language == "en"
    assert article.subtitle == article.summary == "No boat has left since Monday."
    assert article.url == "https://courier.example/harbour"


def test_broken_json_ld_is_passed_over() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>' + json_ld(NEWS)
    assert read_html(page("Harbour closed", PARAGRAPH, head=head)).article.published is not None


@pytest.mark.parametrize(
    ("head", "method"),
    [
        ('<meta property="article:published_time" content="2021-04-07">', "meta:article:published_time"),
        ('<meta name="date" content="2021-04-07">', "meta:date"),
        ('<meta name="DCTERMS.date" content="7 April 2021">', "meta:dcterms.date"),
        ('<meta itemprop="datePublished" content="2021-04-07">', "meta:datepublished"),
        ('<link rel="canonical" href="https://courier.example/2021/04/07/harbour">', "url"),
    ],
)
def test_the_day_is_read_from_the_markup(head: str, method: str) -> None:
    published = read_html(page("Harbour closed", PARAGRAPH, SECOND, head=head)).article.published
    assert published is not None
    assert (published.date, published.method) == ("2021-04-07", method)


def test_a_time_between_headline_and_body_is_the_article_s() -> None:
    source = ARTICLE.replace("</h1>", '</h1><div><time datetime="2021-04-07T06:00Z">Wednesday</time></div>')
    published = read_html(source).article.published
    assert published is not None
    assert (published.date, published.method, published.precision) == ("2021-04-07", "time", "minute")


def test_a_time_below_the_body_is_another_story_s() -> None:
    aside = '<aside><a href="#">Other story</a> <time datetime="2021-04-07">7 April</time></aside>'
    assert read_html(ARTICLE.replace("</body>", aside + "</body>")).article.published is None


def test_the_day_that_the_site_shows_above_the_article_is_no_publication() -> None:
    header = (
        '<header><div class="logo">The Harbour Courier</div><div>Saturday, November 23, 2024</div></header>'
    )
    article = read_html(ARTICLE.replace("<article>", header + "<article>")).article
    assert article.published is None
    assert article.crawled == "2024-11-23"
    assert article.source is not None
    assert article.source.label == "The Harbour Courier"


def test_a_byline_with_a_date_is_read_from_the_page_s_lines() -> None:
    article = read_html(
        ARTICLE.replace("</h1>", "</h1><div>Posted by Ada Lindqvist on July 14, 2014</div>")
    ).article
    assert [author.label for author in article.authors] == ["Ada Lindqvist"]
    assert article.published is not None
    assert (article.published.date, article.published.method) == ("2014-07-14", "text_line")


def test_the_name_of_the_site_leaves_the_title() -> None:
    head = "<title>Harbour closed | The Harbour Courier</title>"
    article = read_html(page("Harbour closed", PARAGRAPH, head=head)).article
    assert article.title == "Harbour closed"
    assert article.source is not None
    assert (article.source.label, article.origin["source"]) == ("The Harbour Courier", "html:title")


def test_a_description_that_search_engines_cut_is_no_deck() -> None:
    head = '<meta name="description" content="The harbour was closed for the third …">'
    assert read_html(page("Harbour closed", PARAGRAPH, head=head)).article.subtitle is None


def test_a_description_that_repeats_the_body_is_no_deck() -> None:
    head = f'<meta name="description" content="{PARAGRAPH[:60]}">'
    assert read_html(page("Harbour closed", PARAGRAPH, head=head)).article.subtitle is None


def test_the_page_s_language_is_overruled_by_words_that_leave_no_doubt() -> None:
    source = ARTICLE.replace("<html>", '<html lang="de">')
    article = read_html(source).article
    assert (article.language, article.origin["language"]) == ("en", "detected")


@pytest.mark.parametrize("source", ["<html></html>", "<p></p>", "<script>x</script>", "<div>" * 3000])
def test_a_page_without_words_has_no_body(source: str) -> None:
    refused = read(RawArticle("a.html", None, "html", source, {}), TODAY)
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.stage) == ("no_body", "read")
    assert "a.html" in refused.detail


def test_an_address_that_is_none_of_a_page_is_no_url() -> None:
    head = '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="/harbour">'
    assert read_html(page("Harbour closed", PARAGRAPH, head=head)).article.url is None


def test_reading_is_the_same_each_time() -> None:
    assert read_html(ARTICLE) == read_html(ARTICLE)
    assert reasons(read_html(ARTICLE)) == {}


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Harbour closed for a third day running", "Harbour closed for a third day running"),
        ("Harbour closed for a third day", "Harbour closed for a third day"),
        ("The Harbour Courier", "Harbour shut: what you need to know"),
        ("Day three at the harbour", "Harbour shut: what you need to know"),
    ],
    ids=["as the card", "before a section", "the site", "nowhere else"],
)
def test_the_printed_headline_comes_before_others_where_the_markup_says_it_too(
    heading: str, title: str
) -> None:
    head = json_ld({**NEWS, "headline": "Harbour shut: what you need to know"}) + (
        '<meta property="og:title" content="Harbour closed for a third day running">'
        '<meta name="twitter:title" content="Harbour closed for a third day | Editorial">'
        "<title>The Harbour Courier | Harbour closed</title>"
    )
    assert read_html(page(heading, PARAGRAPH, SECOND, head=head)).article.title == title


def test_a_byline_that_names_more_authors_than_the_markup_is_believed() -> None:
    head = json_ld({**NEWS, "author": {"@type": "Person", "name": "Ada Lindqvist"}})
    source = page("Harbour closed", "By Ada Lindqvist, Ruth Ferrand", PARAGRAPH, SECOND, head=head)
    article = read_html(source).article
    assert [author.label for author in article.authors] == ["Ada Lindqvist", "Ruth Ferrand"]
    assert article.origin["authors"] == "byline"


def test_a_description_that_no_reader_sees_is_no_deck() -> None:
    head = '<meta name="description" content="Harbour news from the whole coast.">'
    article = read_html(page("Harbour closed", PARAGRAPH, SECOND, head=head)).article
    assert article.subtitle is None
    assert article.summary == PARAGRAPH


def test_a_title_that_is_cut_short_gives_way_to_the_printed_headline() -> None:
    headline = (
        "Harbour closed for a third day running as the storm goes on, and no boat leaves before Friday noon"
    )
    head = json_ld({**NEWS, "headline": headline[:60] + "…"})
    assert read_html(page(headline, PARAGRAPH, SECOND, head=head)).article.title == headline
