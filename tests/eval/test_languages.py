"""The language of short texts is told rightly or not at all."""

import pytest

from tests.eval.languages import Told, measured

# Of beginnings of so many letters: the share that is told, and of those the share that is right.
FLOORS = {16: (0.38, 0.98), 20: (0.715, 0.99), 30: (0.862, 0.99), 60: (0.988, 0.99), 120: (0.99, 0.99)}


@pytest.fixture(scope="module")
def found() -> dict[int, Told]:
    return measured()


@pytest.mark.parametrize("length", FLOORS)
def test_short_texts_are_told_as_often_and_as_rightly_as_stated(found: dict[int, Told], length: int) -> None:
    least_told, least_right = FLOORS[length]
    assert found[length].told / found[length].beginnings >= least_told
    assert found[length].right / found[length].told >= least_right
