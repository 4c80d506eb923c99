"""Rate limits: how many requests one caller may make in a time, counted in this process."""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem as Rate
from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

__all__ = ["Allowance", "Rate", "Turnstile", "rate_of"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a caller has left: `quota` requests in `window` seconds, `remaining` now, more in `seconds`."""

    allowed: bool
    quota: int
    window: int
    remaining: int
    seconds: int


class Turnstile:
    """Counts requests by caller. Two counters each, so memory grows with callers and not with requests."""

    def __init__(self) -> None:
        # A moving window would be exact and keep the time of every request; a fixed one lets twice the quota through
        # at its edge. This one weighs the window before by the part of it that still counts.
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def turn(self, caller: str, rate: Rate) -> Allowance:
        """Count one request of this caller, unless it is one too many."""
        allowed = self._limiter.hit(rate, caller)
        standing = self._limiter.get_window_stats(rate, caller)
        seconds = max(1, math.ceil(standing.reset_time - time.time()))
        return Allowance(allowed, rate.amount, rate.get_expiry(), standing.remaining, seconds)


def rate_of(text: str) -> Rate:
    """`100/minute`, `5/second`, `1000/2 hours`; raises `ValueError` where it is none, and for a rate of nothing."""
    try:
        found = parse_many(text)
    except ValueError:
        found = []
    if len(found) != 1 or found[0].amount < 1 or found[0].get_expiry() < 1:
        raise ValueError(f"{text!r} is no rate: write `100/minute`, `5/second` or `1000/2 hours`")
    return found[0]
