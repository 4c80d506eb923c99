"""From a query text to its tree: `a b OR c d` is `a AND (b OR c) AND d`.

Whatever can be read sensibly is read, and a note says how. Refused is only what breaks a limit, and a date
that is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import Note, QueryError
from app.search.query.brackets import balanced
from app.search.query.grammar import Match, Reader
from app.search.query.notes import Notes, excerpt, refusal
from app.search.query.spelling import field_like, hold
from app.search.query.text import write
from app.search.query.tokens import Token, tokens
from app.search.query.tree import MAX_DEPTH, QUERY_FIELDS, All, Node, Nothing, Span, depth

MAX_LENGTH = 2000

_TOO_DEEP = f"A query has at most {MAX_DEPTH} levels: use fewer brackets."
_TOO_LONG = f"A query has at most {MAX_LENGTH} characters: shorten it."


@dataclass(frozen=True, slots=True)
class Parsed:
    """`understood` is the canonical text of `tree`, which reads as the same tree under the same `match`.

    Of a text close to `MAX_LENGTH` it can be longer than that.
    """

    tree: Node
    notes: tuple[Note, ...]
    understood: str


def parse(text: str, *, match: Match = "all", strict: bool = False) -> Parsed:
    """What a query text asks for. With `match="any"` a mere space is OR, but what is negated stays forbidden.

    Raises QueryError with the code `too_long`, `too_deep`, `too_many_words` or `bad_date`; when `strict`, any
    note raises one with the code `syntax` and all notes.
    """
    if len(text) > MAX_LENGTH:
        raise refusal("too_long", _TOO_LONG, Span(MAX_LENGTH, len(text)))
    notes = Notes()
    read = balanced(tokens(text), len(text), notes)
    _note_unknown_fields(read, notes)
    node = Reader(read, match, notes).spaced() or _empty(text)
    if depth(node) > MAX_DEPTH:
        raise refusal("too_deep", _TOO_DEEP, Span(0, len(text)))
    parsed = Parsed(node, notes.ordered(), write(node, match=match))
    if strict and parsed.notes:
        raise QueryError(
            f"Not read, because strict was asked for. {parsed.notes[0].message}",
            code="syntax",
            notes=parsed.notes,
        )
    return parsed


def _empty(text: str) -> Node:
    """Nothing asked is everything; asked for what holds no words is nothing."""
    return Nothing(span=Span(0, len(text))) if text.strip() else All()


def _note_unknown_fields(read: Sequence[Token], notes: Notes) -> None:
    before: Token | None = None
    for token in read:
        name = field_like(hold(token.text)) if token.kind == "word" and ":" in token.text else None
        if name and not (before and before.kind == "field" and before.span.end == token.span.start):
            span = Span(token.span.start, token.span.start + len(name) + 1)
            notes.add("unknown_field", _unknown_field(name), span)
        before = token


def _unknown_field(name: str) -> str:
    read = f"{excerpt(name)}: is no field, so it was read as part of the word."
    if name.lower() in QUERY_FIELDS:
        return f"{read} Fields are written in small letters: {name.lower()}:."
    return f"{read} The fields are {', '.join(QUERY_FIELDS)}."
