"""What a query asks to have marked, field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from app.search.engines.seam import (
    INDEXED_TEXT,
    TOGETHER,
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Clause,
    Close,
    Weighted,
    Word,
)

# So many terms are looked for one by one, at 0.5 ms each in a body of 1.2 MB; to split that and look at each of its
# words takes 11 ms.
FEW = 16
# Letters that all alternatives have in common, from which on it is quicker to look for these: two stand in every
# tenth word of a text.
_SHORTEST_COMMON = 3


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Many terms that one word of the query stands for (`astro*`), and the letters, spaces around them counted, that
    they have in common: empty where they have none to speak of.
    """

    terms: frozenset[str]
    word: str
    common: str


@dataclass(slots=True)
class Sought:
    """What to mark in one field and variant (`body.stem`).

    `terms` says of which word of the query a term is. `rows` are terms one after the other, `pairs` two terms with at
    most so many others between.
    """

    terms: dict[str, str] = field(default_factory=dict)
    alternatives: list[Alternatives] = field(default_factory=list)
    rows: set[tuple[str, ...]] = field(default_factory=set)
    pairs: set[tuple[str, str, int]] = field(default_factory=set)

    @property
    def is_much(self) -> bool:
        """Whether some of it cannot be looked for piece by piece."""
        return (
            len(self.terms) > FEW
            or len(self.rows) > FEW
            or any(not alternatives.common for alternatives in self.alternatives)
        )


Marks = Mapping[str, Sought]
"""What to mark by indexed field."""


def marks(clause: Clause) -> Marks:
    """All that a match can be due to: what stands under no `Except`, in title, lead and body."""
    found: dict[str, Sought] = {}
    _collect(clause, found)
    return {name: sought for name, sought in found.items() if name.partition(".")[0] in INDEXED_TEXT}


def marked_fields(marked: Marks) -> frozenset[str]:
    """Title, lead or body, where there is anything to look for."""
    return frozenset(name.partition(".")[0] for name in marked)


def _collect(clause: Clause, found: dict[str, Sought]) -> None:
    match clause:
        case Word():
            names = [f"{name}.stem" for name in INDEXED_TEXT] if clause.field == TOGETHER else [clause.field]
            for name in names:
                _of(found, name).terms.setdefault(clause.term, clause.term)
        case AnyWord():
            _collect_any(clause, _of(found, clause.field))
        case Adjacent():
            _of(found, clause.field).rows.add(clause.terms)
        case Close():
            _of(found, clause.field).pairs.add((clause.first, clause.second, clause.distance))
        case AllOf() | AnyOf():
            for part in clause.parts:
                _collect(part, found)
        case Weighted():
            _collect(clause.part, found)
        case _:
            pass


def _of(found: dict[str, Sought], name: str) -> Sought:
    return found.setdefault(name, Sought())


def _collect_any(clause: AnyWord, sought: Sought) -> None:
    if len(clause.terms) > FEW:
        alternatives = Alternatives(frozenset(clause.terms), clause.terms[0], _common(clause.terms))
        sought.alternatives.append(alternatives)
        return
    for term in clause.terms:
        sought.terms.setdefault(term, clause.terms[0])


def _common(terms: Iterable[str]) -> str:
    """The longest stretch that is in all terms, a space before and after each."""
    spaced = [f" {term} " for term in terms]
    shortest = min(spaced, key=len)
    sizes = range(len(shortest), _SHORTEST_COMMON - 1, -1)
    stretches = chain.from_iterable(
        (shortest[at : at + size] for at in range(len(shortest) - size + 1)) for size in sizes
    )
    return next((stretch for stretch in stretches if all(stretch in term for term in spaced)), "")
