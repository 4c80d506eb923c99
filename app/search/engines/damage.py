"""Damage to an index: whatever a search library makes of it, one error of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import IndexUnreadable


@contextmanager
def damage_named(*raised: type[Exception]) -> Iterator[None]:
    """Turn `raised`, and any panic of Rust, into IndexUnreadable.

    To be put around a library's own reading alone: the same errors from our code are faults, not damage.
    """
    try:
        yield
    except BaseException as error:
        # A panic is no Exception, and its class can be named but not imported.
        if isinstance(error, raised) or type(error).__name__ == "PanicException":
            message = f"The index cannot be read: run `microfiche reindex`. ({error!r})"
            raise IndexUnreadable(message) from error
        raise
