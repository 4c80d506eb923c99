"""Why hits scored as they did: what each word of the query gave in each field, in parts that add up to the score."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.search.answers import Share
from app.search.engines.seam import (
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Clause,
    Close,
    Engine,
    EngineRequest,
    Weighted,
    Word,
)
from app.search.lowering import Lowering
from app.search.query import tree
from app.search.query.text import write


@dataclass(frozen=True, slots=True)
class _Scoring:
    """A leaf in one field; it gives its score only where everything in `within` matches too."""

    leaf: tree.Leaf
    part: Clause
    boost: float
    within: tuple[Clause, ...]


def explanations(
    engine: Engine, lowered: Lowering, node: tree.Node, ids: Sequence[str]
) -> dict[str, tuple[Share, ...]]:
    """The shares of these hits' scores, by id; the engine is asked for each by itself."""
    found: dict[str, list[Share]] = {article: [] for article in ids}
    for scoring in _scorings(lowered, node, 1.0, ()) if ids else ():
        asked = AllOf((Weighted(scoring.part, scoring.boost), *(Weighted(c, 0) for c in scoring.within)))
        only = {"id": AnyWord("id", tuple(ids))}
        for hit in engine.search(EngineRequest(asked, filters=only, limit=len(ids))).hits:
            if hit.score:
                found[hit.id].append(_share(scoring, hit.score))
    return {article: tuple(shares) for article, shares in found.items()}


def _scorings(
    lowered: Lowering, node: tree.Node, boost: float, within: tuple[Clause, ...]
) -> Iterator[_Scoring]:
    match node:
        case tree.And():
            # Inside OR a conjunction gives nothing where one of its parts is missing.
            for child in node.children:
                yield from _scorings(lowered, child, boost, (*within, lowered.clause(node)))
        case tree.Or():
            for child in node.children:
                yield from _scorings(lowered, child, boost, within)
        case tree.Boost():
            yield from _scorings(lowered, node.child, boost * node.factor, within)
        case tree.Not() | tree.All() | tree.Nothing() | tree.Range():
            return
        case _:
            clause = lowered.clause(node)
            parts = clause.parts if isinstance(clause, AnyOf) else (clause,)
            yield from (_Scoring(node, part, boost, within) for part in parts)


def _share(scoring: _Scoring, score: float) -> Share:
    span, part = scoring.leaf.span, scoring.part
    return Share(
        text=write(scoring.leaf),
        start=span.start if span else None,
        end=span.end if span else None,
        field=_field(part).partition(".")[0],
        weight=part.factor if isinstance(part, Weighted) else 1.0,
        boost=scoring.boost,
        score=score,
    )


def _field(clause: Clause) -> str:
    match clause:
        case Word(field) | AnyWord(field) | Adjacent(field) | Close(field):
            return field
        case Weighted(part):
            return _field(part)
        case AllOf(parts) | AnyOf(parts):
            return _field(parts[0]) if parts else ""
        case _:
            return ""
