"""What a soak says of memory."""

import math
import random

import pytest

from benchmarks.soak import Look, growth

MB = 1_000_000


def looks(minutes: int, slope: float) -> list[Look]:
    """Memory that goes up by 50 MB within each minute and falls back, with some noise, on a line of this slope."""
    drawn = random.Random(1)
    return [
        Look(
            seconds=10 * n,
            pss=int(400 * MB + slope * n / 6 + 10 * MB * (n % 6) + drawn.gauss(0, 5 * MB)),
            rss=0,
            files=0,
        )
        for n in range(6 * minutes)
    ]


@pytest.mark.parametrize("slope", [0, 3 * MB, 20 * MB])
def test_the_slope_of_memory_is_found_within_its_error_whatever_happens_within_a_minute(slope: float) -> None:
    found, error = growth(looks(10, slope))
    assert 0 < error < MB
    assert abs(found - slope) < 3 * error


def test_the_longer_it_is_looked_at_the_smaller_the_error() -> None:
    assert growth(looks(40, 0))[1] < growth(looks(10, 0))[1] / 2


def test_of_a_few_minutes_nothing_is_said() -> None:
    assert growth(looks(3, 20 * MB)) == (0.0, math.inf)
