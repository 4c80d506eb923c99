"""A crew does its work in order, and goes on beside what holds a thread up."""

import threading
from concurrent.futures import CancelledError
from functools import partial

import pytest

from app.api.crew import Crew

LONG = 30.0


def test_work_is_begun_in_the_order_in_which_it_came() -> None:
    crew, begun = Crew(1, 0, "crew"), list[int]()
    done = [crew.submit(partial(begun.append, number)) for number in range(100)]
    for one in done:
        one.result(LONG)
    assert begun == list(range(100))
    crew.close()


def test_no_more_is_done_at_once_than_there_are_threads() -> None:
    crew, together, most = Crew(2, 0, "crew"), threading.Semaphore(2), threading.Event()

    def work() -> None:
        if not together.acquire(blocking=False):
            most.set()
        together.release()

    for one in [crew.submit(work) for _ in range(200)]:
        one.result(LONG)
    assert not most.is_set()
    crew.close()


def test_an_error_is_told_to_who_asked_for_the_work_and_the_crew_goes_on() -> None:
    crew = Crew(1, 0, "crew")

    def fail() -> None:
        raise ValueError("this")

    with pytest.raises(ValueError, match="this"):
        crew.submit(fail).result(LONG)
    assert crew.submit(lambda: 7).result(LONG) == 7
    crew.close()


def test_a_thread_that_is_held_up_has_its_place_taken_and_gives_it_back() -> None:
    crew, gate = Crew(1, 1, "crew"), threading.Event()

    def held_up() -> bool:
        made = crew.make_room()
        gate.wait(LONG)
        return made

    for _ in range(3):
        gate.clear()
        first = crew.submit(held_up)
        # One is spare, and the second finds none.
        assert crew.submit(crew.make_room).result(LONG) is False
        gate.set()
        assert first.result(LONG) is True
    assert crew.submit(lambda: 7).result(LONG) == 7
    crew.close()


def test_what_waits_when_the_crew_is_closed_is_never_begun() -> None:
    crew, begun, gate = Crew(1, 0, "crew"), threading.Event(), threading.Event()

    def held_up() -> bool:
        begun.set()
        return gate.wait(LONG)

    first, second = crew.submit(held_up), crew.submit(lambda: 7)
    assert begun.wait(LONG)
    closing = threading.Thread(target=crew.close)
    closing.start()
    with pytest.raises(CancelledError):
        second.result(LONG)
    gate.set()
    closing.join(LONG)
    assert first.result(LONG) is True
