"""The normal form of trees: what asks the same is put together in the same way.

A list has at least two children, none of them a list of its own kind. Nothing is negated twice; every article
and no article are each other's negation. No boost is 1.
"""

from collections.abc import Iterable

from app.search.query.tree import All, And, Boost, Node, Not, Nothing, Or, Span


def conjunction(parts: Iterable[Node]) -> Node | None:
    return _joined(And, parts)


def disjunction(parts: Iterable[Node]) -> Node | None:
    return _joined(Or, parts)


def negation(child: Node, span: Span) -> Node:
    match child:
        case Not():
            return child.child
        case All():
            return Nothing(span=span)
        case Nothing():
            return All(span=span)
        case _:
            return Not(child, span=span)


def boosted(child: Node, factor: float, span: Span) -> Node:
    return child if factor == 1 else Boost(child, factor, span=span)


def _joined(kind: type[And] | type[Or], parts: Iterable[Node]) -> Node | None:
    """The parts as one node of that kind; a lone part as itself, no part as None."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.children if isinstance(part, kind) else (part,))
    if len(flat) < 2:
        return flat[0] if flat else None
    return kind(tuple(flat), span=_cover(flat))


def _cover(nodes: Iterable[Node]) -> Span | None:
    spans = [node.span for node in nodes if node.span]
    return Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else None
