"""What an address asks for, and the addresses that lead on from it."""

import pytest

from app.errors import ParameterError
from app.web.asked import Asked


def asked(*given: tuple[str, str]) -> Asked:
    return Asked.of(given)


def test_what_is_empty_is_absent() -> None:
    assert asked(("q", ""), ("topic", ""), ("from", "1969")).given == (("from", "1969"),)


def test_the_values_of_one_filter_are_asked_for_together() -> None:
    request = asked(("source", "A"), ("q", "moon"), ("source", "B"), ("to", "1970")).request()
    assert (request.q, request.source, request.end, request.collapse) == (
        "moon",
        ("A", "B"),
        "1970",
        "copies",
    )


def test_copies_are_shown_each_by_itself_where_that_is_asked() -> None:
    assert asked(("copies", "all")).request().collapse is None


@pytest.mark.parametrize("given", [(("q", "a"), ("q", "b")), (("sort", "best"),), (("copies", "some"),)])
def test_what_cannot_be_asked_is_refused_by_its_name(given: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(ParameterError) as refused:
        asked(*given).request()
    assert refused.value.notes[0].param == given[0][0]


def test_what_the_page_does_not_know_is_told() -> None:
    (note,) = asked(("q", "moon"), ("utm_source", "x"), ("utm_source", "y")).notes()
    assert (note.code, note.param) == ("unknown_parameter", "utm_source")


def test_another_search_begins_on_its_first_page() -> None:
    here = asked(("topic", "sport"), ("q", "a b"), ("cursor", "c1"), ("sort", "oldest"))
    assert here.with_values("topic", ["health", "law"]) == "?q=a+b&sort=oldest&topic=health&topic=law"
    assert here.with_one(start="1969", sort=None) == "?q=a+b&topic=sport&from=1969"
    assert here.next_page("c2", None) == "?q=a+b&topic=sport&sort=oldest&cursor=c2"


def test_a_random_order_is_kept_on_the_next_page() -> None:
    assert asked(("sort", "random")).next_page("c", "7") == "?sort=random&cursor=c&seed=7"
