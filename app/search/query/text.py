"""From a tree to its canonical text, which reads as the same tree, without a note.

That holds for every tree in the normal form (`normal`) whose leaves can be typed: a letter or a number in
each text, single spaces in quoted ones, none in bare words and in the two bounds of a range.
"""

import re
from decimal import Decimal
from itertools import groupby

from app.search.query.grammar import Match
from app.search.query.spelling import OPERATORS, quote, spell, spell_pattern, spell_stem
from app.search.query.tree import (
    WHOLE_FIELDS,
    All,
    And,
    Boost,
    Fuzzy,
    Leaf,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Range,
    Term,
    Wildcard,
)

_PLAIN_VALUE = re.compile(r"\w[\w.-]*")


def write(node: Node, *, match: Match = "all") -> str:
    """The canonical text of a tree: AND is a mere space; for `match="any"`, where that is OR, it is spelt."""
    return _Writer(" " if match == "all" else " AND ").whole(node)


class _Writer:
    """Each method takes the field that holds where the text will stand."""

    def __init__(self, conjunction: str) -> None:
        self._conjunction = conjunction

    def whole(self, node: Node) -> str:
        return self._list(node, None) if isinstance(node, And | Or) else self._operand(node, None)

    def _list(self, node: And | Or, field: str | None) -> str:
        """The children; neighbours of one field share it: the text stays about as short as what was typed."""
        joint = self._conjunction if isinstance(node, And) else " OR "
        parts: list[str] = []
        for shared, run in groupby(node.children, lambda child: None if field else _shared_field(child)):
            children = tuple(run)
            if shared and len(children) > 1:
                parts.append(f"{shared}:({joint.join(self._operand(child, shared) for child in children)})")
            else:
                parts.extend(self._operand(child, field) for child in children)
        return joint.join(parts)

    def _operand(self, node: Node, field: str | None) -> str:
        match node:
            case And() | Or():
                text = self._list(node, field)
                return text if field is None and _shared_field(node) else f"({text})"
            case Not():
                return "-" + self._operand(node.child, field)
            case Boost():
                text = self._operand(node.child, field)
                bracketed = f"({text})" if isinstance(node.child, Not | Nothing | Boost) else text
                return f"{bracketed}^{_decimal(node.factor)}"
            case All():
                return "*"
            case Nothing():
                return "NOT *"
            case _:
                return _leaf(node) if field or not node.field else f"{node.field}:{_leaf(node)}"


def _shared_field(node: Node) -> str | None:
    """The field that all leaves below have; None where they differ or have none."""
    match node:
        case Not() | Boost():
            return _shared_field(node.child)
        case And() | Or():
            field = _shared_field(node.children[0])
            return field if field and all(_shared_field(child) == field for child in node.children) else None
        case All() | Nothing():
            return None
        case _:
            return node.field


def _leaf(leaf: Leaf | Range) -> str:
    match leaf:
        case Range():
            return _range(leaf)
        case Phrase():
            return quote(leaf.text)
        case Near():
            return f"{quote(leaf.text)}~{leaf.distance}"
        case _:
            return _word(leaf)


def _word(leaf: Term | Pattern) -> str:
    match leaf:
        case Term():
            return _value(leaf.text) if leaf.field in WHOLE_FIELDS else spell(leaf.text)
        case Prefix():
            return spell_stem(leaf.text) + "*"
        case Wildcard():
            return spell_pattern(leaf.pattern)
        case Fuzzy():
            return f"{spell_stem(leaf.text)}~{leaf.distance}"


def _value(text: str) -> str:
    return text if _PLAIN_VALUE.fullmatch(text) and text not in OPERATORS else quote(text)


def _range(leaf: Range) -> str:
    start, end = leaf.start or "*", leaf.end or "*"
    if start != end:
        return f"[{start} TO {end}]"
    return quote(start) if " " in start else start


def _decimal(number: float) -> str:
    """The number without an exponent, which no suffix reads."""
    return format(Decimal(repr(number)), "f").removesuffix(".0")
