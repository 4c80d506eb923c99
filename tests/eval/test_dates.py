"""The confidence of a date is the share of such dates that are right."""

import pytest

from app.ingest.published import CONFIDENCE
from tests.eval.dates import counted
from tests.eval.pages import SET

pytestmark = pytest.mark.skipif(not SET.is_dir(), reason=f"the gold pages are not at {SET}")

LEAST_CLAIMS = 15
OFF = 0.03


def test_what_is_stated_is_what_was_found() -> None:
    measured = {kind: count for kind, count in counted().items() if count.claims >= LEAST_CLAIMS}
    assert {"json_ld", "meta", "itemprop", "time", "text_line", "htmldate", "url"} <= measured.keys()
    off = {
        kind: (CONFIDENCE.get(kind), round(count.share, 3))
        for kind, count in measured.items()
        if abs(CONFIDENCE.get(kind, 0) - count.share) > OFF
    }
    assert off == {}
