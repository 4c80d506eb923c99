"""Errors and notes on the wire."""

from http import HTTPStatus

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


_RENAMED = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.REQUEST_URI_TOO_LONG: "URI Too Long",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}


def title_of(status: HTTPStatus) -> str:
    """A status as RFC 9110 names it, whatever Python runs this: it does so from 3.13 on."""
    return _RENAMED.get(status, status.phrase)
