"""When an article was published: the first claim that holds, and where it was read."""

from datetime import date

import pytest

from app.ingest.published import CONFIDENCE, published, refused, told, told_day
from app.ingest.reading import Claim
from tests.ingest.making import PARAGRAPH, read_json, read_text

TODAY = date(2026, 1, 1)


def test_the_first_claim_that_names_a_plausible_day_is_it() -> None:
    claims = [
        Claim("soon", "a"),
        Claim("04/07/2021", "b"),
        Claim("2030-01-01", "c"),
        Claim("2021-04", "d"),
        Claim("2020", "e"),
    ]
    found = published(claims, None, [], TODAY)
    assert found is not None
    assert (found.date, found.precision, found.method, found.evidence) == ("2021-04", "month", "d", "2021-04")
    assert found.confidence is None


@pytest.mark.parametrize(
    ("url", "day", "evidence"),
    [
        ("https://x.example/2021/04/07/harbour", "2021-04-07", "2021/04/07"),
        ("https://x.example/2021/4/7/harbour", "2021-04-07", "2021/4/7"),
        ("https://x.example/news/2012/dec/13/harbour", "2012-12-13", "2012/dec/13"),
        ("https://x.example/USA/2013/0419/harbour", "2013-04-19", "2013/0419"),
        ("https://x.example/harbour-2021-04-07.html", "2021-04-07", "2021-04-07"),
        ("https://x.example/harbour_20210407.html", "2021-04-07", "20210407"),
        ("https://x.example/news/2016/09/harbour", "2016-09", "2016/09"),
    ],
)
def test_an_address_may_tell_the_day(url: str, day: str, evidence: str) -> None:
    found = published([], url, [], TODAY)
    assert found is not None
    assert (found.date, found.method, found.evidence) == (day, "url", evidence)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/article/12345678",
        "https://x.example/2021/harbour",
        "https://x.example/harbour?date=2021-04-07",
        "https://x.example/2021/13/45/harbour",
        "https://x.example/1066/10/14/hastings",
        "https://x.example/2031/04/07/harbour",
    ],
)
def test_other_addresses_tell_nothing(url: str) -> None:
    assert published([], url, [], TODAY) is None


def test_a_day_in_the_address_goes_before_a_guess_and_a_month_after_it() -> None:
    guess = [Claim("2021-04-09", "htmldate")]
    day = published([], "https://x.example/2021/04/07/a", guess, TODAY)
    month = published([], "https://x.example/2021/04/a", guess, TODAY)
    assert day is not None
    assert month is not None
    assert (day.date, month.date) == ("2021-04-07", "2021-04-09")


def test_what_else_happened_is_told_to_the_instant_or_to_the_day() -> None:
    assert told([Claim("2021-04-07T10:00:00+05:00", "a")], TODAY) == ("2021-04-07T05:00:00Z", "a")
    assert told([Claim("2021-04-07", "a")], TODAY) == ("2021-04-07", "a")
    assert told_day([Claim("2021-04-07T23:00:00-05:00", "a")], TODAY) == ("2021-04-07", "a")


@pytest.mark.parametrize(
    "line",
    [
        "The two reached an agreement on February 29, 2020 in Doha.",
        "On April 7, 2021 the harbour was closed.",
        "We have an agreement dated 2015, he said.",
    ],
)
def test_a_date_in_the_body_is_never_taken(line: str) -> None:
    assert read_text("Harbour closed", PARAGRAPH, line, PARAGRAPH).article.published is None
    assert read_text("Harbour closed", line, PARAGRAPH).article.published is None


def test_a_given_day_goes_before_the_dateline() -> None:
    article = read_json(date="2021-04-08", body=f"NASHVILLE, April 7, 2021 — {PARAGRAPH}").article
    assert article.published is not None
    assert (article.published.date, article.published.method) == ("2021-04-08", "json:date")


@pytest.mark.parametrize(
    "printed",
    [
        "Wednesday, April 7, 2021",
        "Wed Apr 7 2021",
        "Mittwoch, 7. April 2021",
        "mercredi 7 avril 2021",
        "среда, 7 апреля 2021",
        "2021年4月7日 星期三",
        "2021年4月7日水曜日",
        "Published Wednesday 7 April 2021, updated Friday 9 April 2021",
    ],
)
def test_a_day_on_its_weekday_is_believed(printed: str) -> None:
    assert published([Claim(printed, "text_line")], None, [], TODAY) is not None


@pytest.mark.parametrize(
    "printed", ["Monday, April 7, 2021", "Lundi 7 avril 2021", "2021年4月7日 星期一", "7 أبريل 2021 الاثنين"]
)
def test_a_day_on_another_weekday_than_its_own_is_not_believed(printed: str) -> None:
    claim = Claim(printed, "text_line")
    assert published([claim], None, [], TODAY) is None
    assert refused([claim], TODAY) == "text_line 2021-04-07: another day of the week"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("2031-04-07", "json:date 2031-04-07: in the future"),
        ("0001-01-01T00:00:00Z", "json:date 0001-01-01: before 1700"),
        ("1492-10-12", "json:date 1492-10-12: before 1700"),
    ],
)
def test_the_article_says_which_day_was_refused_and_why(given: str, why: str) -> None:
    article = read_json(date=given, body=PARAGRAPH).article
    assert article.published is None
    assert article.origin["published_refused"] == why


def test_nothing_is_said_of_a_refusal_where_the_first_claim_was_believed() -> None:
    article = read_json(date="2021-04-07", published_at="2031-01-01", body=PARAGRAPH).article
    assert "published_refused" not in article.origin


@pytest.mark.parametrize(
    "origin", ["json:date", "json_ld:datePublished", "meta:date", "text_line", "htmldate"]
)
def test_a_date_has_the_confidence_that_was_measured_for_its_origin(origin: str) -> None:
    found = published([Claim("2021-04-07", origin)], None, [], TODAY)
    assert found is not None
    assert found.confidence == CONFIDENCE[origin.partition(":")[0]]
