"""Related articles tell of the same event as often as stated."""

from pathlib import Path

import pytest

from tests.eval.related import STORIES, measured


@pytest.mark.skipif(not STORIES.exists(), reason="the stories are not beside the project")
def test_related_articles_tell_of_the_same_event(tmp_path: Path) -> None:
    found = measured(tmp_path)
    assert found.first_five >= 0.92
    assert found.first >= 0.945
    assert found.same_event >= 0.95
    assert found.said > 500
