import xml.etree.ElementTree as ET

import pytest

from benchmarks.quantiles import quantile
from benchmarks.serving.load import Figures, Reply, figures
from benchmarks.serving.measuring import Highest, Measured, highest
from benchmarks.serving.picture import picture
from benchmarks.serving.questions import Question
from benchmarks.serving.servers.floors import EMPTY
from benchmarks.serving.servers.microfiche import OURS
from benchmarks.serving.servers.server import Answer, Ingested
from benchmarks.serving.table import tables


def reply(begin: float, seconds: float, code: int = 200) -> Reply:
    return Reply(0, code, begin, seconds, b"")


def test_a_rate_counts_good_answers_over_the_time_of_each_pass() -> None:
    passes = [[reply(0, 1), reply(0.5, 1.5)], [reply(100, 2), reply(100, 1, code=500)]]
    found = figures(passes)
    assert found is not None
    assert (found.requests, found.errors, found.rate) == (4, 1, 3 / 4)


def test_no_replies_have_no_figures() -> None:
    assert figures([[]]) is None


def test_a_quantile_is_a_time_that_was_measured() -> None:
    times = [float(number) for number in range(1, 101)]
    assert [quantile(times, share) for share in (0.5, 0.99, 0.999)] == [50, 99, 100]


def test_the_highest_rate_is_found_by_halving() -> None:
    assert highest(lambda rate: rate <= 300, 1000, steps=10) == pytest.approx(300, abs=1)


def test_a_server_too_slow_at_any_rate_has_none() -> None:
    assert highest(lambda _: False, 1000) == 0


def measured(name: str, rate: float) -> Measured:
    some = Figures(200, 0, rate, 1, 2, 3)
    asked = Question("one word", ("harbour",))
    turns = [(connections, again) for connections in (1, 16) for again in (False, True)]
    return Measured(
        name,
        Ingested(1.5, 2_000_000),
        300_000_000,
        {turn: {"one word": some} for turn in turns},
        dict.fromkeys(turns, some),
        {"one word": 1234.0},
        {asked: Answer(1, ("a1",), 1)},
        {False: Highest(rate / 2, fresh=False)},
    )


def test_the_tables_say_what_was_measured_and_why_something_was_not() -> None:
    failed = Measured("OpenSearch", failure="no node\nand more")
    text = tables([measured(OURS, 400), measured(EMPTY, 1000), failed])
    assert "| 16 connections, each request seen for the first time | 0.40 |" in text
    assert "**400** · 1.0 · 2.0" in text
    assert "| 200 * | – | 300 | 2 | – | 1.5 |" in text
    assert "- OpenSearch: not run. no node" in text


def test_the_picture_is_svg_with_a_bar_for_each_rate() -> None:
    root = ET.fromstring(picture([measured(OURS, 400), measured("<&>", 1000)]))  # noqa: S314 - written here
    bars = [one for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("x") == "250"]
    assert len(bars) == 4
