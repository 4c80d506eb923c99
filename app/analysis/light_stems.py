"""Stemming where Snowball has no algorithm or one that folded letters mislead: Arabic, Korean, a Portuguese plural."""

from collections.abc import Callable, Mapping

import regex

# Snowball's Arabic tells nouns by the letters that folding makes one: it stems the word for school otherwise with and
# without its article. These prefixes and suffixes are those of Larkey's light10, after the same folding; a first letter
# that may mean "and" goes only where four stay, since a minister (وزير) is none.
_ARABIC_START = regex.compile("(?:و?ال|[بكف]ال|لل)(?=..)|و(?=....)")
_ARABIC_ENDS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")

# What Korean joins to a noun: case, topic, place, "and", "only", the copula. Longer ones first.
_KOREAN_END = regex.compile(
    "(?<=..)(?:에서부터|으로부터|에게서|에서는|에서도|이라고|으로는|으로도|으로서|으로써|까지는|까지도"
    "|에서|에게|에는|에도|에만|께서|한테|으로|로서|로써|로는|로도|부터|까지|처럼|보다|마다|조차|밖에|라고|이나|이란|이며|이다"
    "|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)
# Behind a noun of one syllable only what ends no noun by itself.
_KOREAN_SHORT_END = regex.compile("(?<=^.)(?:에서|에게|으로|까지|부터|에는|에도)$|(?<=^[년월일시])에$")


def _arabic(word: str) -> str:
    """Without its conjunction and article, then without each ending that leaves two letters."""
    start = _ARABIC_START.match(word)
    bare = word[start.end() :] if start else word
    for ending in _ARABIC_ENDS:
        if bare.endswith(ending) and len(bare) >= len(ending) + 2:
            bare = bare.removesuffix(ending)
    return bare


def _korean(word: str) -> str:
    """Without the particle that is written together with it."""
    end = _KOREAN_SHORT_END.search(word) or _KOREAN_END.search(word)
    return word[: end.start()] if end else word


LIGHT: Mapping[str, Callable[[str], str]] = {"arabic": _arabic, "korean": _korean}
"""Folded word to stem, by algorithm."""

_PORTUGUESE_PLURAL = regex.compile("(?:oes|aes)$")


def singular(word: str, algorithm: str) -> str:
    """Eleicoes as eleicao: Snowball knows the plural by its tilde alone."""
    return _PORTUGUESE_PLURAL.sub("ao", word) if algorithm == "portuguese" else word
