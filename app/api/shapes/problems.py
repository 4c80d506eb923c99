"""Errors and notes on the wire."""

from pydantic import BaseModel

from app.errors import Note


class ProblemNote(BaseModel):
    """One error or note: `start` and `end` are code points of the parameter's value, null where none can be named."""

    code: str
    message: str
    param: str | None
    start: int | None
    end: int | None


class Problem(BaseModel):
    """An error answer (RFC 9457, `application/problem+json`)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemNote]


def note_shape(note: Note) -> ProblemNote:
    return ProblemNote(code=note.code, message=note.message, param=note.param, start=note.start, end=note.end)
