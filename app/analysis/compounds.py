"""Long words of Chinese characters taken apart, so that 日本 finds 日本人 and 国民 does not find 中国民族."""

from functools import lru_cache

import regex
from icu4py.breakers import WordBreaker

_HAN = regex.compile(r"\p{Han}{3,}")
# Of three characters the first two are a word more often than the last two, but not behind these: vice, former, anti-,
# non-, female, male.
_SET_BEFORE = frozenset("副前反非女男")


@lru_cache(maxsize=50_000)
def finest(word: str) -> tuple[int, ...]:
    """The lengths, in code points, of the shortest words that a word of ICU's dictionary is made of."""
    if not _HAN.fullmatch(word):
        return (len(word),)
    for cut in _cuts(word):
        if _is_word(word[:cut]) and _is_word(word[cut:]):
            return (*finest(word[:cut]), *finest(word[cut:]))
    return (len(word),)


def _cuts(word: str) -> list[int]:
    """Where to try, the likeliest place first; a single character is split off last."""
    inner = list(range(2, len(word) - 1))
    outer = [len(word) - 1, 1]
    return [*inner, *(reversed(outer) if word[0] in _SET_BEFORE else outer)]


@lru_cache(maxsize=50_000)
def _is_word(word: str) -> bool:
    return len(list(WordBreaker(word, "und"))) == 1
