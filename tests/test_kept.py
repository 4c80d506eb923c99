"""What is kept stays within its bytes, the last asked for staying longest."""

from app.kept import Kept


def test_what_was_kept_is_found_and_counted() -> None:
    kept = Kept[str](1_000)
    kept.keep("a", "one", 5)
    assert (kept.get("a"), kept.get("b")) == ("one", None)
    assert (kept.hits, kept.misses, kept.bytes) == (1, 1, 5)


def test_the_value_that_nobody_asked_for_makes_room() -> None:
    kept = Kept[int](1_000)
    for number in range(100):
        kept.keep(number, number, 10)
    assert kept.get(0) == 0
    kept.keep("new", 1, 10)
    assert (kept.get(0), kept.get(1), kept.get("new"), kept.bytes) == (0, None, 1, 1_000)


def test_a_value_that_would_drive_out_all_others_is_not_kept() -> None:
    kept = Kept[str](1_000)
    kept.keep("large", "x", 11)
    assert (kept.get("large"), kept.bytes) == (None, 0)


def test_a_value_kept_again_takes_its_own_place() -> None:
    kept = Kept[str](1_000)
    kept.keep("a", "one", 9)
    kept.keep("a", "two", 4)
    assert (kept.get("a"), kept.bytes) == ("two", 4)


def test_nothing_is_kept_in_no_bytes() -> None:
    kept = Kept[str](0)
    kept.keep("a", "one", 1)
    assert kept.get("a") is None
