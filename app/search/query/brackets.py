"""Brackets: every token list leaves here with each bracket closed, and not too deep."""

from collections.abc import Iterable

from app.search.query.notes import Notes, excerpt, refusal
from app.search.query.tokens import Token
from app.search.query.tree import MAX_DEPTH, Span


def balanced(tokens: Iterable[Token], end: int, notes: Notes) -> list[Token]:
    """The tokens without stray closing brackets; tokens of no width at `end` close what was left open.

    Raises QueryError `too_deep` at more than `MAX_DEPTH` brackets inside each other.
    """
    kept: list[Token] = []
    opened: list[Token] = []
    behind_stray = False
    for token in tokens:
        stray = (token.kind == "close" and not opened) or (token.kind == "suffix" and behind_stray)
        behind_stray = stray
        if stray:
            notes.add(
                "stray_bracket",
                f"{excerpt(token.text)} belongs to no open bracket: it was left out.",
                token.span,
            )
            continue
        if token.kind == "open":
            opened.append(token)
            if len(opened) > MAX_DEPTH:
                raise refusal("too_deep", f"Brackets go {MAX_DEPTH} levels deep, no deeper.", token.span)
        elif token.kind == "close":
            opened.pop()
        kept.append(token)
    for token in opened:
        notes.add("unclosed_bracket", "The bracket is never closed: it was read to the end.", token.span)
        kept.append(Token("close", "", Span(end, end)))
    return kept
