"""Rates: what can be written, and how many get through."""

import time

import pytest

from app.rates import Turnstile, rate_of


@pytest.mark.parametrize(
    ("text", "quota", "window"),
    [("100/minute", 100, 60), ("5 per second", 5, 1), ("1000/2 hours", 1_000, 7_200)],
)
def test_a_rate_is_a_number_in_a_time(text: str, quota: int, window: int) -> None:
    rate = rate_of(text)
    assert (rate.amount, rate.get_expiry()) == (quota, window)


@pytest.mark.parametrize(
    "text", ["", "many", "100", "0/minute", "-1/minute", "5/fortnight", "5/second;100/minute"]
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no rate: write `100/minute`"):
        rate_of(text)


def test_as_many_get_through_as_the_rate_says_each_caller_for_itself() -> None:
    turnstile, rate = Turnstile(), rate_of("3/day")
    turns = [turnstile.turn("one", rate) for _ in range(5)]
    assert [turn.allowed for turn in turns] == [True, True, True, False, False]
    assert [turn.remaining for turn in turns] == [2, 1, 0, 0, 0]
    assert all(1 <= turn.seconds <= 86_400 for turn in turns)
    assert turnstile.turn("other", rate).allowed


@pytest.mark.parametrize("hours", [-30, -2, 2, 30])
def test_a_clock_that_jumps_shuts_nobody_out_for_longer_than_the_rate_s_own_time(
    monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    turnstile, rate, now = Turnstile(), rate_of("3/minute"), time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    assert [turnstile.turn("one", rate).allowed for _ in range(4)] == [True, True, True, False]
    monkeypatch.setattr(time, "time", lambda: now + hours * 3_600)
    turns = [turnstile.turn("one", rate) for _ in range(4)]
    assert [turn.allowed for turn in turns] == [True, True, True, False]
    assert all(1 <= turn.seconds <= 60 for turn in turns)
