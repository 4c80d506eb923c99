"""Every defect that scraped articles are known to have, as a short source and the reading it ought to have."""

from collections import Counter

import pytest
from _pytest.mark import ParameterSet

from tests.eval.labelled import Case, cases, expected, found
from tests.ingest.making import reading

CASES = cases()
LEAST_CASES = 66


def parameter(case: Case) -> ParameterSet:
    known = [pytest.mark.xfail(strict=True, reason=case.known_wrong)] if case.known_wrong else []
    return pytest.param(case, id=str(case), marks=known)


@pytest.mark.parametrize("case", [parameter(case) for case in CASES])
def test_a_labelled_case_is_read_as_its_label_says(case: Case) -> None:
    assert found(case, reading(case.raw)) == expected(case)


@pytest.mark.parametrize("case", CASES, ids=[str(case) for case in CASES])
def test_what_is_taken_out_of_a_case_is_slices_of_what_was_read(case: Case) -> None:
    result = reading(case.raw)
    assert all(result.text[piece.start : piece.end] == piece.text for piece in result.removed)


def test_there_are_as_many_cases_as_are_spoken_of_and_no_two_have_one_name() -> None:
    assert len(CASES) >= LEAST_CASES
    assert not [name for name, times in Counter(map(str, CASES)).items() if times > 1]


def test_every_source_is_a_text_a_page_markdown_or_json() -> None:
    assert {case.raw.kind for case in CASES} == {
        "text",
        "html",
        "markdown",
        "json",
    }
