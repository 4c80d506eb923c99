"""The naive engine: what each clause, filter, facet and window means, in plain Python over the documents.

It is slow and has no index, so that reading it is enough to believe it. Engines are compared with it.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import product

from app.search.engines.seam import (
    FACETS,
    KEYWORDS,
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Between,
    Clause,
    Close,
    Document,
    EngineRequest,
    Every,
    Except,
    FacetCounts,
    FacetRequest,
    Weighted,
    Word,
)


def matches(clause: Clause, document: Document) -> bool:
    match clause:
        case Word(field, term):
            return term in _terms(document, field)
        case AnyWord(field, terms):
            return any(term in _terms(document, field) for term in terms)
        case Adjacent(field, terms):
            first, *rest = (_places(document, field, term) for term in terms)
            return any(all(start + step in places for step, places in enumerate(rest, 1)) for start in first)
        case Close(field, first, second, distance):
            pairs = product(_places(document, field, first), _places(document, field, second))
            return any(a != b and abs(a - b) - 1 <= distance for a, b in pairs)
        case Between(field, low, high):
            number = document.numbers.get(field)
            return number is not None and (low is None or low <= number) and (high is None or number <= high)
        case Every():
            return True
        case AllOf(parts):
            return all(matches(part, document) for part in parts)
        case AnyOf(parts):
            return any(matches(part, document) for part in parts)
        case Except(part):
            return not matches(part, document)
        case Weighted(part):
            return matches(part, document)


def matched(request: EngineRequest, documents: Sequence[Document], but: str | None = None) -> list[Document]:
    """The documents that match the query and every filter, except the filter of dimension `but`."""
    clauses = [request.query, *(clause for name, clause in request.filters.items() if name != but)]
    return [document for document in documents if all(matches(clause, document) for clause in clauses)]


def keyed_window(request: EngineRequest, matching: Sequence[Document]) -> list[tuple[str, int]]:
    """The ids and sort keys that a request not sorted by relevance shows, of the documents that match it."""
    newest = request.sort == "newest"
    keys = sorted(((_sort_key(request, document), document.id) for document in matching), reverse=newest)
    after = request.after
    if after is not None:
        keys = [(key, id) for key, id in keys if (key < after if newest else key > after)]
    return [(id, key) for key, id in keys][request.offset : request.offset + request.limit]


def _sort_key(request: EngineRequest, document: Document) -> int:
    if request.sort != "random":
        return document.numbers["newest_key" if request.sort == "newest" else "oldest_key"]
    salt = hashlib.blake2b(request.seed.encode(), digest_size=8).digest()
    key = document.numbers["lot"] ^ int.from_bytes(salt)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
        key = (key ^ (key >> shift)) * factor % 2**64
    return key - 2**64 if key >= 2**63 else key


def facet_counts(request: EngineRequest, facet: FacetRequest, documents: Sequence[Document]) -> FacetCounts:
    own = "date" if facet.name in ("year", "month") else facet.name
    tallies = Counter(v for d in matched(request, documents, but=own) for v in _facet_values(d, facet.name))
    by_count = sorted(tallies, key=lambda value: (-tallies[value], value))
    shown = {*by_count[: facet.limit], *facet.selected, *(set(facet.listed) & set(by_count))}
    ordered = sorted(shown, key=lambda value: (-tallies[value], value))
    without = sum(facet.name in d.keywords.get("lacks", ()) for d in matched(request, documents, but=own))
    counts = tuple((value, tallies[value]) for value in ordered)
    return FacetCounts(counts, len(by_count), without if facet.lacking else None)


def tallies(request: EngineRequest, documents: Sequence[Document]) -> tuple[dict[int, int], ...]:
    matching = matched(request, documents)
    return tuple(
        dict(Counter(d.numbers[t.field] for d in matching if t.field in d.numbers and matches(t.within, d)))
        for t in request.tallies
    )


def clause_counts(request: EngineRequest, documents: Sequence[Document]) -> tuple[int, ...]:
    undated = matched(request, documents, but="date")
    return tuple(sum(matches(clause, document) for document in undated) for clause in request.counts)


def _facet_values(document: Document, facet: str) -> set[str]:
    if facet not in ("year", "month"):
        return set(document.keywords.get(FACETS[facet], ()))
    if facet not in document.numbers:
        return set()
    digits = f"{document.numbers[facet]}"
    return {digits if facet == "year" else f"{digits[:-2]}-{digits[-2:]}"}


def _terms(document: Document, field: str) -> Collection[str]:
    if field == "id":
        return (document.id,)
    return document.keywords.get(field, ()) if field in KEYWORDS else _split(_text(document, field))


def _places(document: Document, field: str, term: str) -> Sequence[int]:
    return _split(_text(document, field)).get(term, ())


def _text(document: Document, field: str) -> str:
    return document.text.get(field) or document.words.get(field, "")


@cache
def _split(text: str) -> Mapping[str, Sequence[int]]:
    places: dict[str, list[int]] = {}
    for place, term in enumerate(text.split()):
        places.setdefault(term, []).append(place)
    return places
