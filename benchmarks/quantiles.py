"""The one reading of p50 and p99 that all of the benchmarks share."""

import math
from collections.abc import Sequence


def quantile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least this share is not above; not a number where there is none."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan
