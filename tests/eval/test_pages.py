"""How well pages are read, beside other readers in the same run; `python -m tests.eval` prints it as a table."""

import pytest

from tests.eval.pages import SET, Found, by_microfiche, by_trafilatura, labels, pages
from tests.eval.scoring import letters, mean, names, overlap

pytestmark = pytest.mark.skipif(not SET.is_dir(), reason=f"the gold pages are not at {SET}")

# At most 0.01 under what docs/accuracy.md states.
BODY_FLOORS = {1: 0.974, 4: 0.970}
MARGIN_FLOOR = 0.010
TITLE_FLOOR = 0.936
AUTHORS_FLOOR = 0.956
DATE_FLOOR = 0.980
MOST_WORSE = 0.05
"""F1 by which a page may be worse than bare trafilatura's."""


@pytest.fixture(scope="module")
def ours() -> dict[str, Found]:
    return {name: by_microfiche(name, html) for name, html in pages()}


@pytest.fixture(scope="module")
def theirs() -> dict[str, Found]:
    return {name: by_trafilatura(html) for name, html in pages()}


def body_f1(found: dict[str, Found], length: int) -> dict[str, float]:
    return {name: overlap(label.body, found[name].body or "", length).f1 for name, label in labels().items()}


@pytest.mark.parametrize("length", BODY_FLOORS)
def test_bodies_are_as_good_as_stated_and_better_than_bare_trafilatura(
    ours: dict[str, Found], theirs: dict[str, Found], length: int
) -> None:
    here = mean(overlap(label.body, ours[name].body or "", length) for name, label in labels().items()).f1
    there = mean(overlap(label.body, theirs[name].body or "", length) for name, label in labels().items()).f1
    assert here >= BODY_FLOORS[length]
    assert here - there >= MARGIN_FLOOR


def test_no_page_is_much_worse_than_by_bare_trafilatura(
    ours: dict[str, Found], theirs: dict[str, Found]
) -> None:
    here, there = body_f1(ours, 1), body_f1(theirs, 1)
    assert [name for name in here if here[name] < there[name] - MOST_WORSE] == []


def test_titles_authors_and_dates_are_as_good_as_stated(ours: dict[str, Found]) -> None:
    known = labels()
    signed = [name for name, label in known.items() if label.authors is not None]
    titles = sum(letters(ours[name].title) == letters(label.title) for name, label in known.items())
    authors = sum(names(ours[name].authors) == names(known[name].authors) for name in signed)
    dates = sum(ours[name].date == label.date for name, label in known.items())
    assert titles / len(known) >= TITLE_FLOOR
    assert authors / len(signed) >= AUTHORS_FLOOR
    assert dates / len(known) >= DATE_FLOOR
