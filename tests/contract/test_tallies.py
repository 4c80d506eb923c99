"""What a timeline is drawn from: every year, month and day with how many articles it has."""

from datetime import date

import pytest

from app.search.engines import tantivy_view
from app.search.engines.seam import Engine, EngineRequest, Every, TallyRequest, Word
from tests.contract.articles import article, fill


def fill_days(engine: Engine) -> None:
    days = [date(1999, 12, 31), date(2000, 1, 1), date(2000, 1, 1), date(2021, 4, 7), None]
    fill(engine, *(article(f"{n}", "tide" * (n != 2), day=day) for n, day in enumerate(days)))


def test_every_value_is_counted_within_the_filters(engine: Engine) -> None:
    fill_days(engine)
    request = EngineRequest(
        Every(),
        filters={"date": Word("body.stem", "tide")},
        limit=0,
        tallies=(TallyRequest("year"), TallyRequest("month"), TallyRequest("day", Word("id", "1"))),
    )
    assert engine.search(request).tallies == (
        {1999: 1, 2000: 1, 2021: 1},
        {199912: 1, 200001: 1, 202104: 1},
        {date(2000, 1, 1).toordinal(): 1},
    )


def test_more_values_than_an_engine_counts_at_once_are_all_counted(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tantivy_view, "_MOST_BUCKETS", 400)
    days = [date.fromordinal(730_000 + n) for n in range(1_000)]
    fill(engine, *(article(f"{n}", day=day) for n, day in enumerate(days)))
    (tally,) = engine.search(EngineRequest(Every(), limit=0, tallies=(TallyRequest("day"),))).tallies
    assert tally == {day.toordinal(): 1 for day in days}
