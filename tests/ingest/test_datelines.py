"""Lines and openings that tell a date or an agency."""

import pytest

from app.ingest.datelines import DateLine, date_line, is_hijri, opening


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("April 7, 2021", DateLine("published", weekday=False)),
        ("Saturday, November 23, 2024", DateLine("published", weekday=True)),
        ("الخميس 1 مايو 2025", DateLine("published", weekday=True)),
        ("2015年10月6日 星期二", DateLine("published", weekday=True)),
        ("Published on April 7, 2021 at 10:20 am", DateLine("published", weekday=False, labelled=True)),
        ("Publié le mardi 16 avril 2019 à 7 h 10", DateLine("published", weekday=True, labelled=True)),
        ("Last updated: April 8, 2021", DateLine("modified", weekday=False, labelled=True)),
        ("Berlin, 10. November 1989", DateLine("published", weekday=False, after_place=True)),
        ("القاهرة، 13 أكتوبر 1988", DateLine("published", weekday=False, after_place=True)),
    ],
)
def test_a_line_of_a_date_is_told_with_what_stands_beside_it(text: str, expected: DateLine) -> None:
    assert date_line(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The deal of April 7, 2021",
        "April 7, 2021 was a Wednesday like any other",
        "Saturday",
        "April 7",
        "The end of 2021",
        "20 Jumada Al-Awwal 1446",
        "Baltimore, April 1968",
        "x" * 500 + " April 7, 2021",
    ],
)
def test_other_lines_are_no_date_lines(text: str) -> None:
    assert date_line(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "20 Jumada Al-Awwal 1446",
        "13 Rajab 1446",
        "3 ذو القعدة 1446",
        "1 Ramadan, 1445 AH",
        "Monday, 5 Safar 1445",
    ],
)
def test_a_day_of_the_islamic_calendar_is_known(text: str) -> None:
    assert is_hijri(text)


@pytest.mark.parametrize(
    "text", ["13 January 1446", "Ramadan begins", "In Rajab 1446 he died", "20 April 2021"]
)
def test_other_lines_are_no_islamic_days(text: str) -> None:
    assert not is_hijri(text)


@pytest.mark.parametrize(
    ("text", "evidence", "agency"),
    [
        ("LAKEHURST, N.J., May 7, 1937 — The German airship", "LAKEHURST, N.J., May 7, 1937", None),
        ("Nashville, August 18, 1920. The women are to vote.", "Nashville, August 18, 1920", None),
        ("MOSCOW, April 12 (TASS) — A man has flown in space.", None, "TASS"),
        ("WASHINGTON (Reuters) - U.S. President", None, "Reuters"),
        ("ISLAMABAD, April 7, 2021 (APP): The ministers", "ISLAMABAD, April 7, 2021", "APP"),
        ("Berlin (dpa) - Nach achtundzwanzig Jahren", None, "dpa"),
        ("新华社北京4月7日电 中国外交部", None, "Xinhua"),
        ("STOCKHOLM, April 28 — A worker who set off", None, None),
        ("The deal of April 7, 2021 — the first — was off.", None, None),
        ("He said (in April) — and meant it — that", None, None),
        ("The agency (APP) said so.", None, None),
    ],
)
def test_a_paragraph_may_open_with_its_day_and_its_agency(
    text: str, evidence: str | None, agency: str | None
) -> None:
    told = opening(text)
    assert (told.evidence, told.agency) == (evidence, agency)
