"""How tokens bind: NOT and `-` tightest, then AND, then OR, then mere space."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from app.search.query import leaves, suffixes
from app.search.query.normal import conjunction, disjunction, negation
from app.search.query.notes import Notes, excerpt, refusal
from app.search.query.tokens import Kind, Token
from app.search.query.tree import MAX_LEAVES, Node, Not, Nothing, Span

Match = Literal["all", "any"]

_VALUES = ("word", "quoted", "range", "open")


class Reader:
    """Reads balanced tokens into a tree, one method a level of binding.

    Each takes the field that holds there, and answers None where nothing is left to search; a note says so.
    Raises QueryError `too_many_words` and `bad_date`.
    """

    def __init__(self, tokens: Sequence[Token], match: Match, notes: Notes) -> None:
        self._tokens = tokens
        self._place = 0
        self._leaves = 0
        self._match = match
        self._notes = notes

    def spaced(self, field: str | None = None) -> Node | None:
        """All to the next closing bracket, or to the end."""
        parts: list[Node] = []
        while not self._at_end():
            if part := self._alternatives(field):
                parts.append(part)
        if self._match == "all":
            return conjunction(parts)
        forbidden = [part for part in parts if isinstance(part, Not | Nothing)]
        wanted = disjunction(part for part in parts if not isinstance(part, Not | Nothing))
        return conjunction([wanted, *forbidden] if wanted else forbidden)

    def _alternatives(self, field: str | None) -> Node | None:
        return disjunction(self._operands("or", self._conjuncts, field))

    def _conjuncts(self, field: str | None) -> Node | None:
        return conjunction(self._operands("and", self._negatable, field))

    def _operands(
        self, operator: Kind, read: Callable[[str | None], Node | None], field: str | None
    ) -> Iterable[Node]:
        self._skip_operators()
        operands = [read(field)]
        while self._kind() == operator:
            joint = self._take()
            self._skip_operators()
            if self._at_end():
                self._dangling(joint)
            else:
                operands.append(read(field))
        return (operand for operand in operands if operand)

    def _negatable(self, field: str | None) -> Node | None:
        signs: list[Token] = []
        while self._kind() in ("not", "minus"):
            signs.append(self._take())
            self._note_minuses(signs[-1])
            self._skip_operators()
        if self._at_end():
            for sign in signs:
                self._dangling(sign)
            return None
        node = self._operand(field)
        negated = sum(len(sign.text) if sign.kind == "minus" else 1 for sign in signs) % 2
        if node is None or not negated:
            return node
        return negation(node, Span(signs[0].span.start, self._tokens[self._place - 1].span.end))

    def _operand(self, field: str | None) -> Node | None:
        token = self._take()
        match token.kind:
            case "field":
                return self._fielded(token)
            case "open":
                return self._group(token, field)
            case "quoted":
                return self._counted(leaves.quoted(token, self._suffix(), field, self._notes), token)
            case "range":
                return self._counted(leaves.dated(token, self._suffix(), field, self._notes), token)
            case _:
                return self._counted(leaves.word(token, field, self._notes), token)

    def _counted(self, leaf: Node | None, token: Token) -> Node | None:
        self._leaves += leaf is not None
        if self._leaves > MAX_LEAVES:
            message = f"A query has at most {MAX_LEAVES} words, phrases and ranges: leave some out."
            raise refusal("too_many_words", message, Span(token.span.start, self._tokens[-1].span.end))
        return leaf

    def _fielded(self, name: Token) -> Node | None:
        """What the field holds for: the word, quotation or bracket behind it; a `-` only right behind it."""
        value = self._peek()
        touching = value is not None and value.span.start == name.span.end
        if value is None or not (value.kind in _VALUES or (touching and value.kind == "minus")):
            self._notes.add("empty_field", f"{name.text}: has nothing behind it: it was left out.", name.span)
            return None
        if not touching:
            self._notes.add(
                "field_space", f"{name.text}: was read as the field of what follows the space.", name.span
            )
        return self._negatable(name.text)

    def _group(self, opening: Token, field: str | None) -> Node | None:
        empty = self._kind() == "close"
        node = self.spaced(field)
        closing = self._take()
        span = Span(opening.span.start, closing.span.end)
        if empty and closing.text:
            self._notes.add(
                "empty_brackets", "There is nothing between the brackets: they were left out.", span
            )
        suffix = suffixes.behind(span, self._suffix(), self._notes)
        suffixes.without_distance(suffix, self._notes)
        return suffixes.boost(node, suffix, Span(span.start, suffix.span.end), self._notes)

    def _suffix(self) -> Token | None:
        return self._take() if self._kind() == "suffix" else None

    def _skip_operators(self) -> None:
        while self._kind() in ("and", "or"):
            self._dangling(self._take())

    def _note_minuses(self, sign: Token) -> None:
        if sign.kind == "minus" and len(sign.text) > 1:
            read = "no negation at all" if len(sign.text) % 2 == 0 else "a single one"
            self._notes.add(
                "many_minuses", f"{excerpt(sign.text)} was read as {read}: each - undoes another.", sign.span
            )

    def _dangling(self, operator: Token) -> None:
        message = f"{operator.text} has nothing to join there: it was left out."
        self._notes.add("dangling_operator", message, operator.span)

    def _peek(self) -> Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _kind(self) -> Kind | None:
        token = self._peek()
        return token.kind if token else None

    def _at_end(self) -> bool:
        return self._kind() in (None, "close")

    def _take(self) -> Token:
        token = self._tokens[self._place]
        self._place += 1
        return token
