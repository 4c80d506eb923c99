"""Which requests are known to take long."""

import pytest
from starlette.datastructures import QueryParams

from app.api.dear import is_dear


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "q=climate",
        "q=*",
        "q=what happened?",
        'q="prime minister"&facets=topic,source,year',
        "q=the&limit=50&page=3",
        "limit=many&page=-1",
    ],
)
def test_ordinary_requests_are_not(asked: str) -> None:
    assert not is_dear(QueryParams(asked))


@pytest.mark.parametrize(
    "asked",
    [
        "q=*ati*",
        "q=co*",
        "q=c?t",
        "q=goverment~",
        "within=*ing",
        "q=" + "the OR of OR " * 20,
        "limit=100",
        "page=21",
        "facet_limit=1000",
        "facets=topic,source,author,agency,year",
        "sort=random",
        "q=the&explain=true",
        "q=the&collapse=copies",
    ],
)
def test_those_that_ask_for_much_are(asked: str) -> None:
    assert is_dear(QueryParams(asked))
