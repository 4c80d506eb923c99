"""Authors, agencies and sources."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.names import byline, host_of, split_names
from tests.ingest.making import read_json


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ada Lindqvist", ["Ada Lindqvist"]),
        (
            "Larry Buchanan, Troy Griggs and Jasmine C. Lee",
            ["Larry Buchanan", "Troy Griggs", "Jasmine C. Lee"],
        ),
        ("Ada Lindqvist & Ruth Ferrand; Tom McKay", ["Ada Lindqvist", "Ruth Ferrand", "Tom McKay"]),
        ('Kevin Glass, "Cortney OBrien"', ["Kevin Glass", "Cortney OBrien"]),
        ("Lindqvist, Ada", ["Ada Lindqvist"]),
        ("Von Wiebke Hallbauer", ["Wiebke Hallbauer"]),
        ("Von Trapp", ["Von Trapp"]),
        ("von der Leyen", ["von der Leyen"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Juan Pérez y María López", ["Juan Pérez", "María López"]),
        ("Ada Lindqvist (ada@courier.example)", ["Ada Lindqvist"]),
        ("Ada Lindqvist ada@courier.example", ["Ada Lindqvist"]),
        ("Ada Lindqvist, Staff Writer", ["Ada Lindqvist"]),
        ("Ada Lindqvist | AP National Security Writer", ["Ada Lindqvist"]),
        ("Ada Lindqvist in Islamabad", ["Ada Lindqvist"]),
        ("Rachael Link, MS, RD", ["Rachael Link"]),
        ("Martin Luther King, Jr.", ["Martin Luther King Jr."]),
        ("Our Correspondent", []),
        ("Web Desk", []),
        ("https://www.facebook.com/courier", []),
        ("三輪 汐里", ["三輪 汐里"]),
        ("محمد وليد", ["محمد وليد"]),
        (["Ada Lindqvist", {"name": "Ruth Ferrand"}, ["no"]], ["Ada Lindqvist", "Ruth Ferrand"]),
        ({"@type": "Person", "givenName": "Ada", "familyName": "Lindqvist"}, ["Ada Lindqvist"]),
        (None, []),
        (7, []),
    ],
)
def test_names_are_split_and_freed_of_what_is_none(value: object, names: list[str]) -> None:
    assert list(split_names(value)) == names


@pytest.mark.parametrize(
    "text",
    [
        "By Ada Lindqvist",
        "BY ADA LINDQVIST",
        "By AFP",
        "Par la rédaction",
        "بقلم: سامي البنداري",
        "Автор: Глафира Студенцова",
    ],
)
def test_a_byline_is_known(text: str) -> None:
    assert byline(text)


@pytest.mark.parametrize(
    "text",
    [
        "By the time he left",
        "By George",
        "Von der Leyen warnt vor Krieg",
        "Por qué ganó",
        "Bystanders wept",
        "By",
    ],
)
def test_a_sentence_is_no_byline(text: str) -> None:
    assert byline(text) is None


@given(st.text(max_size=200))
def test_no_text_is_fatal(text: str) -> None:
    byline(text)
    assert all(list(split_names(text)))


@pytest.mark.parametrize("author", ["Reuters", "By REUTERS", "Associated Press", "The Associated Press"])
def test_an_agency_given_as_author_is_the_agency(author: str) -> None:
    article = read_json(author=author).article
    assert article.authors == ()
    assert article.agency is not None
    assert article.agency.label in ("Reuters", "AP")
    assert article.origin["agency"] == "json:author"


def test_a_person_beside_an_agency_stays_the_author() -> None:
    article = read_json(author="Ada Lindqvist, Associated Press").article
    assert [author.label for author in article.authors] == ["Ada Lindqvist"]
    assert article.agency is not None
    assert article.agency.id == "ap"


@pytest.mark.parametrize("author", ["The Harbour Courier", "HARBOUR COURIER NEWS", "Harbour Courier"])
def test_the_source_is_no_author(author: str) -> None:
    assert read_json(author=author, source="Harbour Courier").article.authors == ()


def test_one_name_given_twice_is_one_author() -> None:
    authors = read_json(authors=["Ada Lindqvist", "ada lindqvist", "Ruth Ferrand"]).article.authors
    assert [(author.id, author.label) for author in authors] == [
        ("ada-lindqvist", "Ada Lindqvist"),
        ("ruth-ferrand", "Ruth Ferrand"),
    ]


@pytest.mark.parametrize(
    ("fields", "label", "origin"),
    [
        ({"outlet": "Aaj English TV"}, "Aaj English TV", "json:outlet"),
        ({"publisher": {"name": "The Harbour Courier"}}, "The Harbour Courier", "json:publisher"),
        ({"source": "https://www.courier.example/feed"}, "courier.example", "json:source"),
        ({"source_url": "www.nytimes.com"}, "nytimes.com", "json:source_url:host"),
        ({"url": "https://www.courier.example/a"}, "courier.example", "json:url:host"),
    ],
)
def test_the_source_is_the_first_that_is_named_else_the_host(
    fields: dict[str, Any], label: str, origin: str
) -> None:
    article = read_json(**fields).article
    assert article.source is not None
    assert (article.source.label, article.origin["source"]) == (label, origin)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.dawn.com/news/1", "dawn.com"),
        ("http://user:pass@news.example:8080/a", "news.example"),
        ("www.nytimes.com", "nytimes.com"),
        ("Dawn", None),
        ("AFP/Reuters", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_a_host_is_read_from_an_address(address: str, host: str | None) -> None:
    assert host_of(address) == host
