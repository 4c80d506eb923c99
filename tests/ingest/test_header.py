"""The head of a text: masthead, trail, title, agency, byline, date and deck."""

import pytest

from tests.ingest.making import PARAGRAPH, SECOND, read_json, read_text, reasons

TITLE = "Harbour closed for the third day"


def test_a_masthead_gives_the_source_and_the_day_of_the_visit() -> None:
    result = read_text(
        "Aaj English TV", "Saturday, November 23, 2024", "20 Jumada Al-Awwal 1446", TITLE, PARAGRAPH
    )
    article = result.article
    assert (article.title, article.body) == (TITLE, PARAGRAPH)
    assert article.source is not None
    assert (article.source.id, article.source.label) == ("aaj-english-tv", "Aaj English TV")
    assert (article.crawled, article.published) == ("2024-11-23", None)
    assert set(reasons(result)) == {"masthead", "date_line", "hijri_date"}


@pytest.mark.parametrize(
    ("name", "day", "hijri", "title", "body"),
    [
        (
            "ضفاف النهر",
            "الخميس 1 مايو 2025",
            "3 ذو القعدة 1446",
            "مبارك يتنحى بعد ثمانية عشر يوما",
            "انفجر ميدان التحرير في القاهرة بالهتاف مساء الجمعة بعد أن أعلن نائب الرئيس تنحي الرئيس عن منصبه.",
        ),
        (
            "Le Quotidien du Fleuve",
            "jeudi 1 mai 2025",
            "",
            "La flèche s’effondre",
            "Paris s’est réveillée mardi devant une cathédrale sans toit, et la foule chantait ce matin-là.",
        ),
    ],
)
def test_mastheads_of_other_languages_are_known(
    name: str, day: str, hijri: str, title: str, body: str
) -> None:
    article = read_text(*filter(None, [name, day, hijri, title, body, body])).article
    assert article.source is not None
    assert (article.source.label, article.title, article.crawled) == (name, title, "2025-05-01")


def test_a_date_below_the_title_is_the_article_s() -> None:
    article = read_text(TITLE, "April 7, 2021", PARAGRAPH).article
    assert article.published is not None
    assert (article.published.date, article.published.method) == ("2021-04-07", "text_line")
    assert (article.title, article.source, article.crawled) == (TITLE, None, None)


def test_a_bare_date_above_the_title_could_be_either_and_is_neither() -> None:
    result = read_text("April 7, 2021", TITLE, PARAGRAPH)
    assert (result.article.title, result.article.published, result.article.crawled) == (TITLE, None, None)
    assert reasons(result) == {"date_line": "April 7, 2021"}


def test_a_labelled_date_above_the_title_is_the_article_s() -> None:
    article = read_text("Published: April 7, 2021", TITLE, PARAGRAPH).article
    assert article.published is not None
    assert article.published.date == "2021-04-07"


def test_the_mark_of_a_scraper_dates_the_article_and_its_caption_goes() -> None:
    result = read_text(" date 2021-04-07 The ministers met the press. Photo: FO", TITLE, PARAGRAPH)
    assert (result.article.title, result.article.body) == (TITLE, PARAGRAPH)
    assert result.article.published is not None
    assert (result.article.published.date, result.article.published.evidence) == (
        "2021-04-07",
        "date 2021-04-07",
    )
    assert reasons(result) == {
        "date_line": "date 2021-04-07",
        "caption": "The ministers met the press. Photo: FO",
    }


@pytest.mark.parametrize(
    "trail",
    [
        f"Home / Pakistan / {TITLE}",
        f"Home > Pakistan > {TITLE}",
        f"Accueil » Pakistan » {TITLE}",
        f"Pakistan / Punjab / {TITLE}",
        "Home / Pakistan / Harbour closed for…",
    ],
)
def test_a_trail_is_taken_out_and_a_place_in_it_is_no_topic(trail: str) -> None:
    result = read_text(trail, TITLE, PARAGRAPH)
    assert (result.article.title, result.article.body) == (TITLE, PARAGRAPH)
    assert reasons(result) == {"breadcrumb": trail}
    assert not [topic for topic in result.article.topics if topic.method != "classifier"]


def test_a_title_printed_twice_is_printed_once() -> None:
    result = read_text(TITLE, TITLE.upper(), PARAGRAPH)
    assert result.article.body == PARAGRAPH
    assert reasons(result) == {"repeated_title": TITLE.upper()}


def test_an_agency_line_and_the_deck_below_it_leave_the_body() -> None:
    result = read_text(TITLE, "PTI", "No boat has left since Monday.", PARAGRAPH)
    assert result.article.agency is not None
    assert result.article.agency.label == "PTI"
    assert result.article.subtitle == result.article.summary == "No boat has left since Monday."
    assert result.article.body == PARAGRAPH
    assert reasons(result) == {"agency_line": "PTI"}


def test_a_long_paragraph_below_an_agency_line_is_body() -> None:
    assert read_text(TITLE, "APP", PARAGRAPH * 2, SECOND).article.body.startswith(PARAGRAPH)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ada Lindqvist", ["Ada Lindqvist"]),
        ("BY ADA LINDQVIST AND RUTH FERRAND", ["ADA LINDQVIST", "RUTH FERRAND"]),
        ("Von Wiebke Hallbauer", ["Wiebke Hallbauer"]),
        ("Par Solène Quémeneur-Vidal", ["Solène Quémeneur-Vidal"]),
        ("Por Evaristo Quintanal y Remedios Altuna", ["Evaristo Quintanal", "Remedios Altuna"]),
        ("By Ada Lindqvist, Staff Writer", ["Ada Lindqvist"]),
        ("By Our Correspondent", []),
    ],
)
def test_a_byline_signs_the_article(line: str, authors: list[str]) -> None:
    result = read_text(TITLE, line, PARAGRAPH)
    assert [author.label for author in result.article.authors] == authors
    assert reasons(result) == {"byline": line}


def test_a_byline_with_a_date_tells_both() -> None:
    article = read_text(TITLE, "By Ada Lindqvist | Wednesday, April 7, 2021 10:20 am", PARAGRAPH).article
    assert [author.label for author in article.authors] == ["Ada Lindqvist"]
    assert article.published is not None
    assert (article.published.date, article.published.precision) == ("2021-04-07", "minute")


@pytest.mark.parametrize(
    "line", ["By the time the boats came in it was dark.", "Von der Leyen warnt vor Sturm und Flut."]
)
def test_a_sentence_that_begins_like_a_byline_is_body(line: str) -> None:
    assert read_text(TITLE, line, PARAGRAPH).article.body == f"{line}\n\n{PARAGRAPH}"


def test_a_line_between_title_and_byline_is_the_deck() -> None:
    result = read_text(TITLE, "No boat has left since Monday", "By Ada Lindqvist", PARAGRAPH)
    assert (result.article.subtitle, result.article.body) == ("No boat has left since Monday", PARAGRAPH)
    assert result.article.origin["subtitle"] == "deck"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Berlin, 10. November 1989", "1989-11-10"),
        ("КИЕВ, 29 апреля 1986 г.", "1986-04-29"),
        ("القاهرة، 13 أكتوبر 1988", "1988-10-13"),
        ("เชียงราย, 10 กรกฎาคม 2561", "2018-07-10"),
    ],
)
def test_a_place_and_day_on_a_line_of_their_own_date_the_article(line: str, day: str) -> None:
    result = read_text(TITLE, line, PARAGRAPH)
    assert result.article.published is not None
    assert (result.article.published.date, result.article.published.method) == (day, "dateline")
    assert (result.article.title, result.article.body) == (TITLE, PARAGRAPH)


def test_an_updated_line_is_when_it_was_modified() -> None:
    article = read_text(TITLE, "Updated: April 8, 2021", PARAGRAPH).article
    assert (article.modified, article.published) == ("2021-04-08", None)


def test_a_first_line_that_is_a_sentence_is_the_title_and_stays_in_the_body() -> None:
    article = read_text("The ministers held talks in Islamabad today.", PARAGRAPH).article
    assert article.title == "The ministers held talks in Islamabad today."
    assert article.body.startswith(article.title)
    assert article.origin["title"] == "first_line"


def test_a_long_first_paragraph_gives_its_first_sentence_cut_at_a_word() -> None:
    article = read_text("The harbour " + "was closed and " * 20 + "so on.", PARAGRAPH).article
    assert article.title.endswith("…")
    assert len(article.title) <= 121
    assert article.origin["title"] == "first_sentence"


def test_a_given_source_printed_above_the_body_is_a_masthead() -> None:
    result = read_json(source="The Harbour Courier", body=f"The Harbour Courier\n\n{PARAGRAPH}")
    assert result.article.body == PARAGRAPH
    assert reasons(result) == {"masthead": "The Harbour Courier"}


def test_a_given_author_printed_above_the_body_is_a_byline() -> None:
    result = read_json(author="Ada Lindqvist", body=f"Ada Lindqvist\n\n{PARAGRAPH}")
    assert result.article.body == PARAGRAPH
    assert reasons(result) == {"byline": "Ada Lindqvist"}
