"""The query tree: ours alone, whatever parser made it and whatever engine runs it.

Each node keeps its `span`, the code points of the query text that it was read from, so that an error, a note
or an explanation can point at it. Spans take no part in comparison: two trees that ask the same are equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_DEPTH = 50
MAX_LEAVES = 200

TEXT_FIELDS = ("title", "body")
WORD_FIELDS = ("author", "agency", "source", "url")
WHOLE_FIELDS = ("language", "topic", "id")
QUERY_FIELDS = (*TEXT_FIELDS, *WORD_FIELDS, *WHOLE_FIELDS, "date")


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Term(_Node):
    """One bare word as typed, not yet analysed. `field` None searches title, lead and body."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase(_Node):
    """Quoted words: in this order, next to each other, unstemmed."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Near(_Node):
    """Quoted words in one field in any order, each neighbouring pair at most `distance` other words apart."""

    text: str
    distance: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Prefix(_Node):
    """Words that begin so: `wor*` has the text `wor`."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Wildcard(_Node):
    """Words of this pattern: `?` is one letter, `*` any number of them."""

    pattern: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy(_Node):
    """Words at most `distance` (1 or 2) insertions, deletions, changes or neighbour swaps away."""

    text: str
    distance: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Range(_Node):
    """Publication inside `start` to `end`, both inclusive dates as typed (`2021-04`); None is open."""

    start: str | None
    end: str | None
    field: str = "date"


@dataclass(frozen=True, slots=True)
class And(_Node):
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or(_Node):
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not(_Node):
    child: "Node"


@dataclass(frozen=True, slots=True)
class Boost(_Node):
    """Counts `factor` times as much in the ranking; matches what its child matches."""

    child: "Node"
    factor: float


@dataclass(frozen=True, slots=True)
class All(_Node):
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing(_Node):
    """No article."""


Pattern = Prefix | Wildcard | Fuzzy
"""Leaves that stand for several words of the corpus."""

Leaf = Term | Phrase | Near | Pattern
"""Leaves that name words."""

Node = Term | Phrase | Near | Prefix | Wildcard | Fuzzy | Range | And | Or | Not | Boost | All | Nothing


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case And() | Or():
            return node.children
        case Not() | Boost():
            return (node.child,)
        case _:
            return ()


def leaves(node: Node) -> Iterator[Node]:
    below = children(node)
    if not below:
        yield node
    for child in below:
        yield from leaves(child)


def depth(node: Node) -> int:
    """Counted level by level: a tree that is too deep for the limits may be too deep for recursion."""
    level: tuple[Node, ...] = (node,)
    levels = 0
    while level:
        level = tuple(child for parent in level for child in children(parent))
        levels += 1
    return levels
