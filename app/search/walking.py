"""Walking along the hits of one engine: in windows, and with the copies of a text folded into its first hit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.articles.resemblance import near_copies_by_id
from app.search.engines.seam import AnyWord, EngineHit, EngineRequest, EngineResult
from app.search.views import View

# Hits of which the copies are looked up at once: twice as many as a page of ten takes where each is a copy of another.
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk stands: after `offset` hits, of which the last has `key` (date sorts)."""

    offset: int
    key: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit that is shown, and where it stands. `copies` come after it and are not shown; None where all hits are."""

    hit: EngineHit
    place: Place
    copies: tuple[str, ...] | None = None


def windows(
    view: View, request: EngineRequest, first: EngineResult, size: int
) -> Iterator[tuple[EngineHit, ...]]:
    """The hits of `first`, which answered `request`, and those after them, at most `size` at a time."""
    hits, asked = first.hits, request
    while hits:
        yield hits
        if len(hits) < asked.limit:
            return
        key = hits[-1].key
        asked = replace(
            asked,
            offset=asked.offset + len(hits) if key is None else 0,
            after=key,
            limit=size,
            facets=(),
            counts=(),
        )
        hits = view.engine.search(asked).hits


def page(
    view: View, request: EngineRequest, first: EngineResult, start: Place, *, collapse: bool
) -> list[Shown]:
    """What is shown of `first`, which answered `request` and begins at `start`; under `collapse` as many hits again
    are looked at as it takes to show the number that was requested.
    """
    place, found = start, list[Shown]()
    for window in windows(view, request, first, max(request.limit, _LOOKED_AT)):
        found += shown(view, request, window, place, collapse=collapse)
        place = Place(place.offset + len(window), window[-1].key)
        if not collapse or len(found) >= request.limit:
            break
    return found[: request.limit]


def shown(
    view: View, request: EngineRequest, hits: Sequence[EngineHit], start: Place, *, collapse: bool
) -> list[Shown]:
    """What is shown of these hits, which follow `start`.

    Under `collapse`, those that no near copy of theirs precedes among all hits. That hangs on the article, its copies
    and the request alone, so it is the same on whatever page it is asked.
    """
    placed = [Shown(hit, Place(number, hit.key)) for number, hit in enumerate(hits, start.offset + 1)]
    if not collapse:
        return placed
    near = near_copies_by_id(view.connection, [hit.id for hit in hits])
    family = {*near, *(copy.id for copies in near.values() for copy in copies)}
    rank = _ranks(view, request, family) if family else {}
    found: list[Shown] = []
    for one in placed:
        own = one.hit.id
        matching = [copy.id for copy in near.get(own, ()) if copy.id in rank]
        if all(rank[own] < rank[other] for other in matching):
            found.append(replace(one, copies=tuple(sorted(matching, key=rank.__getitem__))))
    return found


def _ranks(view: View, request: EngineRequest, ids: set[str]) -> dict[str, int]:
    """Which of these articles the request finds, each with its rank among them."""
    among = replace(
        request,
        filters={**request.filters, "id": AnyWord("id", tuple(sorted(ids)))},
        offset=0,
        after=None,
        limit=len(ids),
        facets=(),
        counts=(),
    )
    return {hit.id: rank for rank, hit in enumerate(view.engine.search(among).hits)}


def batches(hits: Sequence[EngineHit], size: int) -> Iterator[tuple[EngineHit, ...]]:
    remaining = iter(hits)
    while batch := tuple(islice(remaining, size)):
        yield batch
