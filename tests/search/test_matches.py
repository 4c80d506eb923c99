"""Matches: what is found at once in a text's terms is what stands there, one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.search.engines.seam import AnyWord
from app.search.marks import Sought, marks
from app.search.matches import Match, matches

_TERM = st.sampled_from(["a", "b", "ab", "ba", "aab", "moon", "moons"])
_MANY = tuple(f"moon{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
_UNLIKE = tuple(f"{letter}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")


def plain(sought: Sought, words: list[str]) -> set[tuple[int, int]]:
    """First term and count of what is sought, by looking at each place."""
    places = range(len(words))
    found = {(at, 1) for at in places if words[at] in sought.terms}
    found |= {(at, 1) for at in places if any(words[at] in one.terms for one in sought.alternatives)}
    found |= {
        (at, len(row)) for row in sought.rows for at in places if tuple(words[at : at + len(row)]) == row
    }
    for first, second, distance in sought.pairs:
        for one in places:
            for other in places:
                if (
                    one != other
                    and (words[one], words[other]) == (first, second)
                    and abs(one - other) <= distance + 1
                ):
                    found |= {(one, 1), (other, 1)}
    return found


def positions(found: list[Match]) -> set[tuple[int, int]]:
    return {(first, size) for first, size, _ in found}


@settings(max_examples=200)
@given(
    st.lists(_TERM, min_size=1, max_size=24),
    st.sets(_TERM, max_size=3),
    st.sets(st.lists(_TERM, min_size=2, max_size=3).map(tuple), max_size=3),
    st.sets(st.tuples(_TERM, _TERM, st.integers(0, 4)), max_size=2),
)
def test_what_is_found_at_once_is_what_stands_there(
    words: list[str], terms: set[str], rows: set[tuple[str, ...]], pairs: set[tuple[str, str, int]]
) -> None:
    sought = Sought(terms={term: term for term in terms}, rows=rows, pairs=pairs)
    with pytest.MonkeyPatch.context() as patch:
        # Else of a word that is there more often some places are left out.
        patch.setattr("app.search.matches._FEWEST_MATCHES", 25)
        assert positions(matches(sought, " ".join(words))) == plain(sought, words)


@pytest.mark.parametrize("alternatives", [_MANY, _UNLIKE])
def test_many_alternatives_are_found_whether_they_have_anything_in_common_or_not(
    alternatives: tuple[str, ...],
) -> None:
    sought = marks(AnyWord("body.exact", alternatives))["body.exact"]
    words = ["moon", "moona", "aa", "a", "zz", "xmoona", "moonzz", "moonz"]
    assert positions(matches(sought, " ".join(words))) == plain(sought, words) != set()


def test_many_phrases_are_found_together() -> None:
    words = ["covid", "1", "covid", "3", "19", "covid", "25"]
    sought = Sought(rows={("covid", str(number)) for number in range(3, 30)})
    assert positions(matches(sought, " ".join(words))) == {(2, 2), (5, 2)}


def test_a_word_of_many_is_looked_for_by_splitting() -> None:
    words = [f"w{number}" for number in range(40)]
    sought = Sought(terms={word: word for word in words[::2]})
    assert positions(matches(sought, " ".join(words))) == {(at, 1) for at in range(0, 40, 2)}


def test_a_common_word_is_found_wherever_it_stands_by_a_rare_one() -> None:
    words = ["the"] * 500 + ["moon"] + ["x"] * 10 + ["the"] * 5
    found = matches(Sought(terms={"the": "the", "moon": "moon", "sun": "sun"}), " ".join(words))
    assert {500, *range(480, 500), *range(511, 516)} <= {first for first, _, _ in found}
    assert len(found) < 80


def test_of_common_words_the_rarest_leads_to_the_others() -> None:
    words = ["new", *["x"] * 30] * 500 + ["new", "york"] * 100
    found = matches(Sought(terms={"new": "new", "york": "york"}), " ".join(words))
    assert {word for first, _, words in found if first > 15_000 for word in words} == {"new", "york"}


def test_a_common_word_alone_is_found_from_the_beginning() -> None:
    found = matches(Sought(terms={"the": "the", "moon": "moon"}), " ".join(["the"] * 500))
    assert [first for first, _, _ in found] == list(range(len(found))) != []
