"""How a request is read and a facet answered: kept in one place, so that no two engines can differ."""

import heapq
from collections.abc import Mapping

from app.search.engines.seam import (
    AllOf,
    Between,
    Clause,
    EngineRequest,
    Except,
    FacetCounts,
    FacetRequest,
    Sort,
    TallyRequest,
    Weighted,
    Word,
)

SORT_KEYS: Mapping[Sort, str] = {"newest": "newest_key", "oldest": "oldest_key"}
"""The number that a date sort orders by: `newest` from the greatest down, `oldest` from the least up."""

_CALENDAR = ("year", "month")


def dimension(facet: str) -> str:
    """The dimension whose filter a facet's counts leave out."""
    return "date" if facet in _CALENDAR else facet


def restricted(request: EngineRequest, but: str | None = None) -> Clause:
    """The query under every filter except that of dimension `but`; the filters do not score."""
    filters = (Weighted(clause, 0.0) for name, clause in request.filters.items() if name != but)
    return AllOf((request.query, *filters))


def remaining(request: EngineRequest) -> Clause:
    """What the window is cut from: the whole match, or what a date sort puts after the key `after`."""
    match request.sort:
        case "newest" if request.after is not None:
            return AllOf((restricted(request), Except(Between("newest_key", request.after, None))))
        case "oldest" if request.after is not None:
            return AllOf((restricted(request), Except(Between("oldest_key", None, request.after))))
        case _:
            return restricted(request)


def printed(facet: str, value: str | int) -> str:
    """A facet's value as it is listed: the year 2021 is `2021`, the month 202104 is `2021-04`."""
    match facet, value:
        case "year", int():
            return f"{value:04d}"
        case "month", int():
            return f"{value // 100:04d}-{value % 100:02d}"
        case _:
            return str(value)


def tallied(request: EngineRequest, tally: TallyRequest) -> Clause:
    """The articles that a tally counts."""
    return AllOf((restricted(request), tally.within))


def lacking(request: EngineRequest, facet: FacetRequest) -> Clause | None:
    """The articles that have no value of the facet; None where they are not asked for."""
    if not facet.lacking:
        return None
    return AllOf((restricted(request, but=dimension(facet.name)), Word("lacks", facet.name)))


def ranked(facet: FacetRequest, tallies: Mapping[str, int], without: int | None = None) -> FacetCounts:
    """The answer to `facet`, from how many articles have each printed value (no value at 0) and how many none."""
    first = heapq.nsmallest(facet.limit, tallies.items(), key=_rank)
    known = {value for value, _ in first}
    further = {*facet.selected, *(value for value in facet.listed if value in tallies)} - known
    chosen = sorted(((value, tallies.get(value, 0)) for value in further), key=_rank)
    return FacetCounts((*first, *chosen), len(tallies), without)


def _rank(tally: tuple[str, int]) -> tuple[int, str]:
    value, count = tally
    return -count, value
