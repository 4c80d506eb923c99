"""Timelines end to end, on both engines."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from app.errors import ParameterError
from app.search.buckets import INTERVALS, Interval
from app.search.requests import SearchRequest, Selection
from app.search.timeline import MAX_BUCKETS, Timeline
from app.wiring import Archive
from tests.archives import archive_at, ingest, write_lines

DATES = [
    "2021-03-31",
    "2021-04-01",
    "2021-04-01",
    "2021-04-07",
    "2021-06-30",
    "2021-04",
    "2021-06",
    "2021",
    "",
    "",
]
ARTICLES = [
    {"id": f"{n}", "title": f"Report {n}", "body": "The tide rose." if n % 3 else "The moon rose.", "published": day}
    for n, day in enumerate(DATES)
]  # fmt: skip


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp(str(request.param))
    with archive_at(folder / "data", request.param) as opened:
        ingest(opened, write_lines(folder / "known.jsonl", ARTICLES))
        yield opened


def over_time(archive: Archive, interval: Interval | None = None, **selected: object) -> Timeline:
    return archive.timelines.timeline(Selection(**selected), interval)  # type: ignore[arg-type]


def counts(timeline: Timeline) -> dict[str, int]:
    return {bucket.span.first.isoformat(): bucket.count for bucket in timeline.buckets}


def total(archive: Archive, selection: Selection) -> int:
    values = {name: getattr(selection, name) for name in Selection.__slots__}
    return archive.search.search(SearchRequest(**values, limit=0)).total


def test_months_are_counted_with_the_empty_ones_between(archive: Archive) -> None:
    found = over_time(archive, "month")
    assert counts(found) == {"2021-03-01": 1, "2021-04-01": 4, "2021-05-01": 0, "2021-06-01": 2}
    assert (found.undated, found.coarser, found.total) == (2, 1, 10)
    assert [bucket.share for bucket in found.buckets] == [1.0, 1.0, None, 1.0]


def test_a_year_holds_every_date_and_a_day_only_those_known_to_it(archive: Archive) -> None:
    assert counts(over_time(archive, "year")) == {"2021-01-01": 8}
    days = over_time(archive, "day")
    assert {day: count for day, count in counts(days).items() if count} == {
        "2021-03-31": 1, "2021-04-01": 2, "2021-04-07": 1, "2021-06-30": 1,
    }  # fmt: skip
    assert len(days.buckets) == 92
    assert days.coarser == 3


def test_weeks_are_those_of_iso(archive: Archive) -> None:
    weeks = over_time(archive, "week")
    assert list(counts(weeks).items())[:2] == [("2021-03-29", 3), ("2021-04-05", 1)]
    assert weeks.buckets[0].span.last.isoformat() == "2021-04-04"
    assert weeks.coarser == 3


def test_a_share_is_of_all_that_appeared_in_the_bucket(archive: Archive) -> None:
    april = over_time(archive, "month", q="moon").buckets[-2:]
    assert [(b.count, b.total, b.share) for b in april] == [(0, 0, None), (1, 2, 0.5)]


def test_a_timeline_covers_the_range_that_is_asked_for_in_whole_buckets(archive: Archive) -> None:
    found = over_time(archive, "month", start="2021-02", end="2021-04-03")
    assert [(b.span.first.isoformat(), b.count, b.total, b.partial) for b in found.buckets] == [
        ("2021-02-01", 0, 0, False),
        ("2021-03-01", 1, 1, False),
        ("2021-04-01", 2, 4, True),
    ]
    assert (found.undated, found.coarser, found.total) == (0, 0, 3)
    assert [note.code for note in found.notes] == ["dates_too_coarse"]


def test_instants_bound_a_timeline_too(archive: Archive) -> None:
    found = over_time(archive, "month", start="2021-04-01T00:00:00Z", end="2021-04-30T00:00:00Z")
    assert sum(counts(found).values()) == found.total


def test_nothing_found_makes_no_buckets_but_those_of_the_range(archive: Archive) -> None:
    assert over_time(archive, "day", q="absent").buckets == ()
    assert over_time(archive, "day", q="absent", start="2021").buckets == ()
    assert counts(over_time(archive, "year", q="absent", start="2020", end="2021")) == {
        "2020-01-01": 0, "2021-01-01": 0,
    }  # fmt: skip
    assert over_time(archive, q="absent").interval == "year"


def test_only_undated_ones_make_no_buckets(archive: Archive) -> None:
    found = over_time(archive, "month", undated="only", start="2021")
    assert (found.buckets, found.undated, found.total) == ((), 2, 2)


def test_the_usual_interval_is_the_finest_that_can_be_drawn_and_read(archive: Archive) -> None:
    assert over_time(archive).interval == "day"
    assert over_time(archive, start="2021", end="2022").interval == "week"
    assert over_time(archive, start="2015", end="2021").interval == "month"
    assert over_time(archive, start="1950", end="2021").interval == "year"
    # Its only date is a year, which says nothing of days.
    assert over_time(archive, q="id:none OR title:7").interval == "year"


def test_too_many_buckets_are_refused_with_the_way_out(archive: Archive) -> None:
    with pytest.raises(ParameterError, match=f"at most {MAX_BUCKETS:,}.*`interval=week`") as refused:
        over_time(archive, "day", start="2000", end="2021")
    assert refused.value.code == "too_many_buckets"
    with pytest.raises(ParameterError, match="given: narrow `from` and `to`"):
        over_time(archive, start="0001", end="9999")


@pytest.mark.parametrize("interval", INTERVALS)
def test_each_count_and_each_total_is_what_a_search_of_the_bucket_finds(
    archive: Archive, interval: Interval
) -> None:
    random = Random(interval)
    for _ in range(6):
        bounds = sorted(random.sample(["2021-03-30", "2021-04-02", "2021-04-20", "2021-06", "2021-07-07"], 2))
        start, end = random.choice([(None, None), tuple(bounds), (bounds[0], None), (None, bounds[1])])
        selection = Selection(q=random.choice(["", "tide", "moon", "tide -title:4"]), start=start, end=end)
        found = archive.timelines.timeline(selection, interval)
        assert sum(b.count for b in found.buckets) + found.undated + found.coarser == found.total
        assert found.total == total(archive, selection)
        for bucket in found.buckets:
            first, last = bucket.span.first.isoformat(), bucket.span.last.isoformat()
            assert bucket.total == total(archive, Selection(start=first, end=last))
            if not bucket.partial:
                assert bucket.count == total(archive, replace(selection, start=first, end=last)), bucket


def test_a_spike_of_pages_dated_by_their_visit_is_flagged(tmp_path: Path) -> None:
    usual = [
        {"id": f"u{n}", "title": f"Usual {n}", "body": f"Tide {n}.", "published": f"2021-03-{n % 28 + 1:02}"}
        for n in range(56)
    ]
    one_day = {"published": "2021-03-17", "crawled": "2021-03-17"}
    visited = [
        {"id": f"v{n}", "title": f"Visited {n}", "body": f"Moon {n}.", **one_day} for n in range(20)
    ]  # fmt: skip
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, write_lines(tmp_path / "wire.jsonl", [*usual, *visited]))
        flags = {b.span.first.day: b.flag for b in over_time(archive, "day").buckets}
        assert flags == {day: "crawl_like" if day == 17 else None for day in range(1, 29)}
        assert [b.flag for b in over_time(archive, "month").buckets] == [None]
        assert [b.flag for b in over_time(archive, "month", q="moon").buckets] == ["crawl_like"]


def test_an_index_of_an_earlier_document_is_built_anew(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, write_lines(tmp_path / "wire.jsonl", ARTICLES))
        published = archive.index.published
        assert published
        current = tmp_path / "data" / "index" / "CURRENT"
        text = current.read_text()
        current.write_text(text.replace(published.terms_version, "1"))
        assert not archive.index.usable
        archive.indexing.catch_up()
        assert sum(counts(over_time(archive, "year")).values()) == 8
