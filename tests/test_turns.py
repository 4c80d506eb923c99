"""Turns: dear work goes one at a time and in order, and whatever takes long becomes dear."""

import threading
from collections.abc import Callable
from functools import partial

import pytest

from app import turns
from app.errors import Overloaded, TimedOut
from app.turns import Lane, Turn, give_way
from tests.waiting import until

LONG = 30.0


def turn(lane: Lane, *, room: bool = True, is_dear: bool = False) -> Turn:
    return Turn(lane, lambda: room, is_dear=is_dear)


def queued(lane: Lane, many: int) -> bool:
    return len(lane._waiting) == many  # noqa: SLF001 - seen nowhere else


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look finds that the slice is over."""
    monkeypatch.setattr(turns, "SLICE_SECONDS", 0.0)


def test_outside_of_a_turn_nobody_gives_way() -> None:
    give_way()


def test_a_lane_lets_one_through_at_a_time_in_the_order_in_which_they_came() -> None:
    lane, came = Lane(), list[int]()
    lane.enter()
    threads = []
    for number in range(5):

        def pass_through(number: int = number) -> None:
            lane.enter()
            came.append(number)
            lane.leave()

        threads.append(started(pass_through))
        until(partial(queued, lane, number + 1), LONG)
    assert came == []
    lane.leave()
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3, 4]
    assert not lane.is_wanted


@pytest.mark.usefixtures("slices")
def test_work_that_takes_long_makes_room_and_queues_up() -> None:
    lane, made = Lane(), list[bool]()

    def make_room() -> bool:
        made.append(True)
        return True

    long = Turn(lane, make_room)
    with long.taken():
        assert not made
        give_way()
        give_way()
        assert long.is_dear
        assert made == [True]
    lane.enter()


@pytest.mark.usefixtures("slices")
def test_dear_work_lets_the_next_one_go_on_after_a_slice() -> None:
    lane, said = Lane(), list[str]()
    with turn(lane, is_dear=True).taken():

        def other() -> None:
            with turn(lane, is_dear=True).taken():
                said.append("other")

        thread = started(other)
        until(lambda: lane.is_wanted, LONG)
        said.append("first")
        give_way()
        said.append("first again")
    thread.join()
    assert said == ["first", "other", "first again"]


@pytest.mark.usefixtures("slices")
def test_where_too_much_is_set_aside_it_is_sent_away() -> None:
    with turn(Lane(), room=False).taken(), pytest.raises(Overloaded):
        give_way()


def test_work_that_nobody_waits_for_ends_where_it_gives_way() -> None:
    given_up = turn(Lane())
    with given_up.taken():
        given_up.given_up = True
        with pytest.raises(TimedOut):
            give_way()
