"""Cursors: where a walk stands, as an opaque text that works on any worker."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

from app.errors import ParameterError


@dataclass(frozen=True, slots=True)
class Cursor:
    """After `key` (date sorts, random) or after `offset` hits (relevance); `page` is the number of the page to come.

    `asked` is the fingerprint of the query and its filters: a cursor goes on with the search that gave it. `seed` is
    that of a random order; `generation` names the index that an order by relevance is of.
    """

    revision: int
    asked: str
    page: int
    offset: int
    key: int | None = None
    seed: str | None = None
    generation: str | None = None


# What `astuple` copies piece by piece, in five times as long.
_NAMES = tuple(field.name for field in fields(Cursor))


def write_cursor(cursor: Cursor) -> str:
    values = [getattr(cursor, name) for name in _NAMES]
    packed = json.dumps(values, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(text: str, asked: str) -> Cursor:
    """The cursor of a text that `write_cursor` made for this search; raises `ParameterError` for any other."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        values = json.loads(base64.b64decode(padded, b"-_", validate=True))
        revision, written_for, page, offset, key, seed, generation = values
        numbers = (revision, page, offset) if key is None else (revision, page, offset, key)
        texts = [written_for, *(text for text in (seed, generation) if text is not None)]
        well_formed = all(type(number) is int for number in numbers) and all(type(t) is str for t in texts)
        if not well_formed or min(revision, page, offset) < 0 or abs(key or 0) > 2**63 or offset > 2**62:
            raise ValueError(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise ParameterError(
            "`cursor` is not one that an answer gave: take `next_cursor` as it is.",
            code="bad_cursor",
            param="cursor",
        ) from error
    if written_for != asked:
        raise ParameterError(
            "`cursor` belongs to another search: keep every parameter but `limit` as it was.",
            code="bad_cursor",
            param="cursor",
        )
    return Cursor(revision, written_for, page, offset, key, seed, generation)


def fingerprint(question: Mapping[str, object]) -> str:
    """A short text that is the same for the same question, whichever worker reads it."""
    printed = json.dumps(question, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(printed.encode("utf-8", "surrogatepass")).hexdigest()[:12]
