"""What the system refuses: room, permission, one file more. That is no damage to build an index anew from."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import IndexUnreadable, StoreError
from app.search.engines.damage import damage_named

_REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE)


@contextmanager
def refusal_named(folder: Path, *raised: type[Exception]) -> Iterator[None]:
    """Turn `raised` into StoreError where the system refused to open or write in `folder`, else into IndexUnreadable.

    To be put around opening and writing, as `damage_named` is around what a library reads.
    """
    try:
        with damage_named(*raised):
            yield
    except IndexUnreadable as error:
        reason = _refusal(error.__cause__)
        if reason is None:
            raise
        raise StoreError(
            f"The index in {folder} cannot be used ({reason}): "
            "check its permissions and the room on its disk, then run the command again."
        ) from error


def _refusal(cause: BaseException | None) -> str | None:
    if isinstance(cause, OSError):
        return os.strerror(cause.errno) if cause.errno in _REFUSALS else None
    # Tantivy hands on Rust's error as text, in one of two shapes.
    told = str(cause)
    refused = (n for n in _REFUSALS if f"(os error {n})" in told or f"code: {n}," in told)
    return next(map(os.strerror, refused), None)
