"""A clause of the seam as a Tantivy query that matches exactly the same articles."""

from collections.abc import Iterator

from tantivy import FieldType, Occur, Query, Schema

from app.search.engines.seam import (
    KEYWORDS,
    TOGETHER,
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Between,
    Clause,
    Close,
    Every,
    Except,
    Weighted,
    Word,
)

# Beyond any field's length: Tantivy takes positions and slops as 32-bit numbers and refuses larger ones.
_FARTHEST = 2**30


def tantivy_query(schema: Schema, clause: Clause) -> Query:
    """The query for `clause`. A field that the schema lacks raises ValueError."""
    match clause:
        case Word(field, term):
            return Query.term_query(schema, field, term, _kept(field))
        case AnyWord(field, terms):
            return Query.const_score_query(Query.term_set_query(schema, field, terms), 1.0)
        case Adjacent(field, terms):
            return Query.phrase_query(schema, field, list(terms))
        case Close():
            return _close(schema, clause)
        case Between(field, low, high):
            return _unscored(Query.range_query(schema, field, FieldType.Integer, low, high))
        case Every():
            return _unscored(Query.all_query())
        case AllOf(parts):
            return _all_of(schema, list(flat(AllOf, parts)))
        case AnyOf(parts):
            return _any_of(schema, list(flat(AnyOf, parts)))
        case Except():
            return _all_of(schema, [clause])
        case Weighted(part, 0):
            return _unscored(tantivy_query(schema, part))
        case Weighted(part, factor):
            return Query.boost_query(tantivy_query(schema, part), factor)


def _kept(field: str) -> str:
    if field == TOGETHER:
        return "freq"
    return "basic" if field in KEYWORDS else "position"


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def flat(kind: type[AllOf | AnyOf], parts: tuple[Clause, ...]) -> Iterator[Clause]:
    """The parts of an `AllOf` or `AnyOf`, and in the place of such a one among them its own parts."""
    # Tantivy walks its queries by recursion on a small stack: the fewer levels, the better.
    for part in parts:
        if isinstance(part, kind):
            yield from flat(kind, part.parts)
        else:
            yield part


def _all_of(schema: Schema, parts: list[Clause]) -> Query:
    # To walk through every article beside what matches takes three times as long as what matches alone.
    narrowing = [part for part in parts if part != Every()]
    wanted = [(Occur.Must, tantivy_query(schema, part)) for part in narrowing if not isinstance(part, Except)]
    refused = [
        (Occur.MustNot, tantivy_query(schema, part.part)) for part in parts if isinstance(part, Except)
    ]
    if not wanted:
        # A boolean query of refusals alone matches nothing.
        wanted = [(Occur.Must, _unscored(Query.all_query()))]
    return Query.boolean_query(wanted + refused)


def _any_of(schema: Schema, parts: list[Clause]) -> Query:
    if not parts:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, tantivy_query(schema, part)) for part in parts])


def _close(schema: Schema, clause: Close) -> Query:
    """Phrases whose slop reaches every wanted distance and no other.

    A phrase of two terms at offsets o and p matches places that lie p - o apart, give or take the slop.
    """
    farthest = min(clause.distance, _FARTHEST) + 1
    if clause.first != clause.second:
        return _two(schema, clause, apart=0, slop=farthest)
    # A place is not near itself: 1 to `farthest`, never 0. That is the middle give or take the rest, and an
    # even number of distances has no middle, so the last one is asked for by itself.
    middle = (farthest + 1) // 2
    near = _two(schema, clause, apart=middle, slop=middle - 1)
    if farthest % 2:
        return near
    return Query.disjunction_max_query([near, _two(schema, clause, apart=farthest, slop=0)])


def _two(schema: Schema, clause: Close, apart: int, slop: int) -> Query:
    words: list[str | tuple[int, str]] = [(0, clause.first), (apart, clause.second)]
    return Query.phrase_query(schema, clause.field, words, slop)
