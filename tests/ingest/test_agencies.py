"""News agencies, by whatever name they are printed."""

import pytest

from app.ingest.agencies import agency_in, agency_line, agency_named


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("PTI", "PTI"),
        ("(Reuters)", "Reuters"),
        ("REUTERS", "Reuters"),
        ("Agence France-Presse", "AFP"),
        ("Press Trust of India", "PTI"),
        ("ТАСС", "TASS"),
        ("新华社", "Xinhua"),
        ("رويترز", "Reuters"),
        ("dpa", "dpa"),
        ("ap", None),
        ("The Harbour Courier", None),
        ("", None),
    ],
)
def test_an_agency_is_known_by_its_names(text: str, label: str | None) -> None:
    assert agency_named(text) == label


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("PTI", "PTI"),
        ("AFP/Reuters", "AFP"),
        ("PTI | New Delhi", "PTI"),
        ("AFP and Reuters", "AFP"),
        ("APP —", "APP"),
        ("AP sources speak", None),
        ("Reuters reporters held", None),
        ("New Delhi | PTI reports that", None),
    ],
)
def test_a_line_of_agencies_names_the_first(line: str, label: str | None) -> None:
    assert agency_line(line) == label


def test_an_agency_is_found_among_other_words_by_its_whole_name_alone() -> None:
    assert agency_in("with the Associated Press of Pakistan") == "APP"
    assert agency_in("APPLE and MAP and Bloomberg's") == "Bloomberg"
    assert agency_in("nobody at all") is None
