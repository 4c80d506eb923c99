"""Waiting for what another process or thread brings about."""

import time
from collections.abc import Callable


def until(holds: Callable[[], bool], seconds: float) -> None:
    """Fails where it does not come about in that time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"did not come about within {seconds} s"
        time.sleep(0.05)
