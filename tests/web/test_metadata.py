"""What pages tell machines: facts alone, as exactly as they are known."""

from datetime import UTC, datetime

import pytest

from app.articles.values import Precision, Published, Topic
from app.web.metadata import description, exact_time, news_article, open_graph, web_address
from tests.articles.making import article
from tests.web.test_citing import BARE, FULL, PAGE, stored


def published(date: str, precision: Precision, at: datetime | None = None) -> Published:
    return Published(date=date, precision=precision, at=at, method="url", evidence="")


def test_what_is_not_known_is_left_out_of_the_structured_data() -> None:
    assert news_article(BARE, PAGE) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "A title",
        "description": "A body.",
        "wordCount": 2,
        "identifier": "aaaaaaaaaaaaaaaa",
        "url": PAGE,
        "mainEntityOfPage": PAGE,
    }


def test_what_is_known_has_schema_org_s_names() -> None:
    told = news_article(FULL, PAGE)
    assert told["author"] == [
        {"@type": "Person", "name": "Eleanor Voss-Pemberton"},
        {"@type": "Person", "name": "Ada Lindqvist"},
    ]
    assert told["publisher"] == {"@type": "Organization", "name": "The Harbour Courier"}
    assert told["sourceOrganization"] == {"@type": "Organization", "name": "AP"}
    assert (told["datePublished"], told["inLanguage"]) == ("1969-07-21", "en")
    assert told["sameAs"] == "https://www.harbourcourier.example/1969/07/21/moon"


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (published("1969", "year"), "1969"),
        (published("1969-07", "month"), "1969-07"),
        (published("1969-07-21", "minute"), "1969-07-21"),
        (published("1969-07-21", "minute", datetime(1969, 7, 21, 10, tzinfo=UTC)), "1969-07-21T10:00Z"),
        (published("1969-07-21", "second", datetime(1969, 7, 21, 10, tzinfo=UTC)), "1969-07-21T10:00:00Z"),
        (None, None),
    ],
)
def test_a_time_is_told_as_exactly_as_it_is_known(known: Published | None, told: str | None) -> None:
    assert exact_time(known) == told


def test_a_guessed_topic_is_no_fact_for_machines() -> None:
    guessed = Topic(id="medtop:15000000", label="sport", confidence=0.85, method="classifier")
    given = Topic(id="corpus:apollo", label="Apollo", method="given")
    one = stored(article().model_copy(update={"topics": (guessed, given)}))
    assert news_article(one, PAGE)["about"] == [{"@type": "Thing", "name": "Apollo"}]
    assert [content for name, content in open_graph(one, PAGE) if name == "article:tag"] == ["Apollo"]


def test_open_graph_names_the_page_and_nothing_unknown() -> None:
    assert dict(open_graph(BARE, PAGE)) == {
        "og:type": "article",
        "og:site_name": "Microfiche",
        "og:title": "A title",
        "og:description": "A body.",
        "og:url": PAGE,
    }


def test_a_long_summary_is_cut_for_search_engines() -> None:
    told = description(stored(article(body="word " * 100)))
    assert told is not None
    assert len(told) <= 201
    assert told.endswith("…")


@pytest.mark.parametrize(
    ("url", "leads"), [("https://a.example/x", True), ("javascript:alert(1)", False), (None, False)]
)
def test_a_link_leads_to_the_web_alone(url: str | None, leads: bool) -> None:  # noqa: FBT001 - a column of the table
    assert web_address(url) == (url if leads else None)
