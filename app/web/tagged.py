"""ETags of pages in which nothing is of the corpus: each stands for the page's own text."""

import hashlib
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response

from app.api.conditional import REVALIDATE, is_known


def tagged(request: Request, answer: Response) -> Response:
    """The answer with its tag, or 304 for who has it."""
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    told = {"ETag": tag, "Cache-Control": REVALIDATE}
    if is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    answer.headers.update(told)
    return answer
