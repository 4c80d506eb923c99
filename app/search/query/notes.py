"""What a reading has to tell: how it differs from what was typed, or why it is refused."""

from app.errors import Note, QueryError
from app.search.query.tree import Span

# A text of 2,000 characters can hold 1,000 stray brackets; 50 notes are some 8 KB of an answer.
MAX_NOTES = 50

# Longest piece of the query text that a message repeats: a line on most screens.
_QUOTED_LENGTH = 40


def excerpt(text: str) -> str:
    """A piece of the query text as a message shows it."""
    return text if len(text) <= _QUOTED_LENGTH else text[: _QUOTED_LENGTH - 1] + "…"


class Notes:
    """The notes on one query text, gathered while it is read."""

    def __init__(self) -> None:
        self._told: list[tuple[str, str, Span]] = []

    def add(self, code: str, message: str, span: Span) -> None:
        self._told.append((code, message, span))

    def ordered(self) -> tuple[Note, ...]:
        """The notes by their place in the text; past `MAX_NOTES`, the last one counts the rest."""
        told = sorted(self._told, key=lambda note: note[2].start)
        if len(told) > MAX_NOTES:
            rest = told[MAX_NOTES - 1 :]
            span = Span(rest[0][2].start, max(note[2].end for note in rest))
            told[MAX_NOTES - 1 :] = [("more_notes", f"{len(rest)} more places were read in such ways.", span)]
        return tuple(_note(*note) for note in told)


def refusal(code: str, message: str, span: Span) -> QueryError:
    return QueryError(message, code=code, notes=(_note(code, message, span),))


def _note(code: str, message: str, span: Span) -> Note:
    return Note(code, message, param="q", start=span.start, end=span.end)
