"""What the corpus holds and of which days: the same as a look at every article would say."""

import pytest

from app.articles.extent import summary
from app.articles.values import CorpusSummary
from tests.articles.making import article
from tests.articles.test_settlement import opened, write


def extent_of(*dates: str | None) -> CorpusSummary:
    told = {
        f"c/{number}": article(f"Told {number}", f"It is told in part {number}.", date=date)
        for number, date in enumerate(dates)
    }
    with opened() as database:
        write(database, "a", told)
        with database.read() as connection:
            return summary(connection)


@pytest.mark.parametrize(
    "dates",
    [
        ("1969-07-20", "1969-07-21", "1968"),
        ("1969", "1969-01", "1969-01-01", "1968-12-31"),
        ("2020-02-29", "2020-02", "2020", "2020-03"),
        ("0001", "4000-12-31"),
        ("1969-07-20",),
    ],
)
def test_the_first_and_the_last_date_are_those_of_all_dates_in_their_order(dates: tuple[str, ...]) -> None:
    found = extent_of(*dates, None)
    assert (found.first_published, found.last_published) == (min(dates), max(dates))
    assert (found.articles, found.undated) == (len(dates) + 1, 1)


def test_a_corpus_without_dates_has_no_first_and_no_last() -> None:
    found = extent_of(None, None)
    assert (found.first_published, found.last_published, found.articles, found.undated) == (None, None, 2, 2)


def test_languages_are_counted_of_articles_alone() -> None:
    same = article("Same", "Same body.", source="Courier", language="fr")
    gone = article("Gone", "Gone body.", language="de")
    with opened() as database:
        write(database, "a", {"c/a": same, "c/b": same, "c/c": article("No", "No language.", language=None)})
        write(database, "b", {"c/d": gone})
        write(database, "b", {"c/e": article("Other", "Other body.")})
        with database.read() as connection:
            assert summary(connection).languages == {"en": 1, "fr": 1}
