"""Errors to HTTP: the one place where codes meet status numbers, as RFC 9457 problems."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.api.shapes.problems import Problem, note_shape, title_of
from app.errors import (
    Busy,
    IndexUnreadable,
    MicroficheError,
    Note,
    NotFound,
    Overloaded,
    StoreError,
    TimedOut,
    UsageError,
)

_STATUS: tuple[tuple[type[MicroficheError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (UsageError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (IndexUnreadable, HTTPStatus.SERVICE_UNAVAILABLE),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (Overloaded, HTTPStatus.SERVICE_UNAVAILABLE),
    (TimedOut, HTTPStatus.SERVICE_UNAVAILABLE),
)
RETRY_AFTER = {"Retry-After": "2"}
"""The header of an answer that may be another one in a moment."""
_MEDIA_TYPE = "application/problem+json"
PROBLEMS: dict[str, dict[int | str, dict[str, object]]] = {
    "parameters": {
        422: {
            "model": Problem,
            "description": "A parameter is unknown, malformed or past a limit.",
        }
    },
    "article": {404: {"model": Problem, "description": "There is no such article."}},
    "archive": {
        503: {"model": Problem, "description": "The archive cannot answer now; try again in a moment."}
    },
}
"""What the operations can answer beside 200, for the docs page."""


def problem(status: HTTPStatus, code: str, detail: str, notes: Sequence[Note] = ()) -> JSONResponse:
    body = Problem(
        type="about:blank",
        title=title_of(status),
        status=status,
        detail=detail,
        code=code,
        errors=[note_shape(note) for note in notes],
    )
    return JSONResponse(body.model_dump(), status_code=status, media_type=_MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make every error that is foreseen answer as a problem."""
    app.add_exception_handler(MicroficheError, _on_microfiche_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)


async def _on_microfiche_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, MicroficheError):
        raise error
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), None)
    if status is None:
        raise error
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        # Other causes name files of this machine, which are no client's business.
        told = isinstance(error, Overloaded | TimedOut)
        detail = error.message if told else "The archive cannot answer now. Try again in a moment."
        response = problem(status, error.code, detail)
        response.headers.update(RETRY_AFTER)
        return response
    return problem(status, error.code, error.message, error.notes)


async def _on_invalid_request(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    notes = [
        Note(
            "unknown_parameter" if found["type"] == "extra_forbidden" else "malformed_parameter",
            _message(found),
            _param(found),
        )
        for found in error.errors()
    ]
    detail = " ".join(note.message for note in notes)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, notes[0].code, detail, notes)


def _param(found: dict[str, object]) -> str | None:
    """The parameter's name out of pydantic's path: ("query", "limit") or ("query", "topic", 0)."""
    location = found["loc"]
    names = [part for part in location if isinstance(part, str)] if isinstance(location, tuple) else []
    return names[1] if len(names) > 1 else None


def _message(found: dict[str, object]) -> str:
    name = _param(found)
    if found["type"] == "extra_forbidden":
        return f"There is no parameter `{name}`: /docs lists those there are."
    return f"`{name}`: {found['msg']}."


async def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    details = {
        HTTPStatus.NOT_FOUND: f"There is nothing at {request.url.path}: /docs lists what there is.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method} is not answered here: this API is read with GET.",
    }
    code = title_of(status).lower().replace(" ", "_")
    response = problem(status, code, details.get(status, str(error.detail)))
    response.headers.update(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = "GET, HEAD"
    return response
