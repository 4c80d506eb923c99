"""Signatures: the same everywhere for the same text, and close where texts are."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles.signatures import MIN_RUNS, Signature, overlaps, signature


def words(count: int, seed: int = 0) -> list[str]:
    draw = random.Random(seed)
    return ["".join(draw.choices("abcdefghij", k=draw.randint(2, 9))) for _ in range(count)]


def signed(terms: list[str]) -> Signature:
    found = signature(" ".join(terms))
    assert found is not None
    return found


def runs(terms: list[str]) -> set[tuple[str, ...]]:
    return {tuple(terms[place : place + 3]) for place in range(len(terms) - 2)}


def test_a_signature_is_the_same_on_every_machine_and_in_every_release() -> None:
    """Where this fails, raise SIGNATURE_VERSION and the pipeline's: what is kept no longer compares."""
    text = [f"word{number % 83}" for number in range(400)] + ["пожар", "東京", "größe"] + words(200)
    found = signed(text)
    kept = repr((found.runs, found.slots, found.bands)).encode()
    assert hashlib.sha256(kept).hexdigest()[:16] == "dc46fca1cc4a614f"


def test_runs_are_counted_once_however_often_they_come() -> None:
    text = words(120)
    assert signed(text * 3).runs == len(runs(text * 3))


@given(st.lists(st.sampled_from(["a", "bb", "ccc", "день", "日本", "e"]), min_size=80, max_size=300))
def test_different_runs_are_told_apart(terms: list[str]) -> None:
    found = signature(" ".join(terms))
    expected = len(runs(terms))
    assert (found.runs if found else None) == (expected if expected >= MIN_RUNS else None)


def test_a_text_longer_than_most_is_signed_as_any_other() -> None:
    text = words(20_000)
    assert signed(text).runs == len(runs(text))
    assert (
        overlaps(signed(text).runs, signed(text).slots, [(signed(text).runs, signed(text).slots)])[0].both
        == 1
    )


@pytest.mark.parametrize("terms", ["", "one", "one two three", " ".join(words(MIN_RUNS + 1)), "again " * 500])
def test_a_text_of_few_runs_has_no_signature(terms: str) -> None:
    assert signature(terms) is None


def test_the_shortest_text_with_a_signature() -> None:
    assert signed(words(MIN_RUNS + 2)).runs == MIN_RUNS


def test_bands_fit_the_store_s_smallest_numbers() -> None:
    for seed in range(50):
        assert all(-(2**31) <= band < 2**31 for band in signed(words(100, seed)).bands)


@pytest.mark.parametrize("kept", [0.2, 0.4, 0.6, 0.8, 1.0])
def test_what_two_texts_share_is_estimated_within_a_tenth(kept: float) -> None:
    text = words(800)
    other = text[: int(800 * kept)] + words(800 - int(800 * kept), seed=1)
    shared = len(runs(text) & runs(other)) / len(runs(text) | runs(other))
    one, two = signed(text), signed(other)
    (overlap,) = overlaps(one.runs, one.slots, [(two.runs, two.slots)]).values()
    assert overlap.both == pytest.approx(shared, abs=0.1)


def test_a_cut_text_is_known_to_lie_in_the_longer_one() -> None:
    text = words(1_000)
    whole, part = signed(text), signed(text[:200])
    (overlap,) = overlaps(whole.runs, whole.slots, [(part.runs, part.slots)]).values()
    assert overlap.both == pytest.approx(0.2, abs=0.06)
    assert overlap.shorter > 0.8


def test_strangers_share_nothing_worth_a_look() -> None:
    whole = signed(words(1_000))
    others = [signed(words(1_000, seed)) for seed in range(1, 100)]
    assert (
        max(
            one.both
            for one in overlaps(whole.runs, whole.slots, [(o.runs, o.slots) for o in others]).values()
        )
        < 0.05
    )
    assert not any(set(whole.bands) & set(other.bands) for other in others)


def test_nothing_is_compared_with_nothing() -> None:
    assert overlaps(1, b"", []) == {}
