r"""How words and quoted texts are spelt in a query: read with their escapes, written to read back.

Inside quotes a backslash takes the meaning from a quotation mark or a backslash. In a bare word it takes it
from any character of `SPECIAL`, and before `AND`, `OR` or `NOT` it makes a word of the operator. Before
anything else it is a letter like others, so `AC\DC` needs no care.
"""

import re

from app.analysis.terms import exact_terms

OPERATORS = ("AND", "OR", "NOT")
QUOTES = '"“”„'
SPECIAL = QUOTES + r"\()[]{}:*?~^-"

# Unicode reserves the noncharacters from U+FDD0 for use inside a program. An escaped character is held as one
# of them while its word is taken apart, so that no pattern sees a meaning in it.
_HOLD = {character: chr(0xFDD0 + place) for place, character in enumerate(SPECIAL)}
_RELEASE = {ord(held): character for character, held in _HOLD.items()}

_SPECIAL = re.escape(SPECIAL)
_ESCAPED = re.compile(rf"\\([{_SPECIAL}])|\A\\(?=(?:{'|'.join(OPERATORS)})\b)")
_MEANT_ANYWHERE = rf"\A\\|\\(?=[{_SPECIAL}]|\Z)|[{QUOTES}()]"
_MEANT_IN_URL = re.compile(rf"{_MEANT_ANYWHERE}|\^")
_MEANT_IN_PATTERN = re.compile(rf"{_MEANT_ANYWHERE}|\A[-\[{{]|(?<!\A)[~^]")
_MEANT = re.compile(rf"{_MEANT_IN_PATTERN.pattern}|[*?]")
_QUOTED_ESCAPED = re.compile(rf"\\([\\{QUOTES}])")
_QUOTED_MEANT = re.compile(rf'\\(?=[\\{QUOTES}]|\Z)|"')

_FIELD_LIKE = re.compile(r"\A([^\W\d_]+):")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
# One class, so that a word is read in one way: were a letter of two kinds, one of 40 could be cut in 2^40 ways. (What
# would forbid that, possessive repetition, Python up to 3.11.4 gets wrong where one stands in another.)
_SOUND = (
    r"(?!_)[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u06d6-\u06ed\u0900-\u0dff\u0e31-\u0e4e]"
)
_INSIDE = r"[-\u2010\u2011'\u2018\u2019.\u00ad\u200b-\u200d\u2060]"
_ORDINARY = re.compile(
    rf"(?:{_SOUND})+(?:(?:{_INSIDE}|(?<=\d),(?=\d))(?:{_SOUND})+)*['\u2019]?|(?:[^\W\d_]\.){{2,}}"
)
_PUNCTUATION = QUOTES + ".,;:!?()[]…-\u2013\u2014'\u2018\u2019«»¿¡،؟؛。、，：；！？"
_LETTER_OR_NUMBER = re.compile(r"[^\W_]")


def has_words(text: str) -> bool:
    """Whether there is anything to search: a letter or number of any script, and not one that is never searched."""
    return _LETTER_OR_NUMBER.search(text) is not None and bool(exact_terms(text))


def unsearched_signs(word: str) -> bool:
    """Whether a word has signs that no search can find: not the hyphen of `covid-19`, the points of `U.S.` or `3.5`."""
    return _ORDINARY.fullmatch(word) is None


def unsearched_in_quotes(text: str) -> bool:
    """The same of quoted words, but for the signs that sentences have."""
    bare = (word.strip(_PUNCTUATION) for word in text.split())
    return any(word and unsearched_signs(word) for word in bare)


def is_url(word: str) -> bool:
    return _URL.match(word) is not None


def field_like(word: str) -> str | None:
    """The letters before a first colon, if they look like a field's name: not in `7:30`, not in a URL."""
    name = _FIELD_LIKE.match(word)
    return name[1] if name and not is_url(word) else None


def hold(word: str) -> str:
    """The word as typed, its escaped characters hidden from every pattern until `release`."""
    return _ESCAPED.sub(lambda escape: _HOLD[escape[1]] if escape[1] else "", word)


def release(held: str) -> str:
    return held.translate(_RELEASE)


def without_held_wildcards(held: str) -> str:
    """A pattern without its escaped `*` and `?`: as signs they are not searched, and released they would be wild."""
    return held.translate({ord(_HOLD[sign]): None for sign in "*?"})


def unquote(text: str) -> str:
    """What stands between quotation marks, without its escapes and with single spaces."""
    return " ".join(_QUOTED_ESCAPED.sub(r"\1", text).split())


def quote(text: str) -> str:
    return f'"{_escaped(text, _QUOTED_MEANT)}"'


def spell(word: str) -> str:
    """How to type a word, free of white space, so that it reads as itself and nothing else."""
    if word in OPERATORS:
        return "\\" + word
    return _escaped(word, _MEANT_IN_URL) if is_url(word) else spell_stem(word)


def spell_stem(stem: str) -> str:
    """How to type the part of a word that a `*` or a `~1` follows."""
    return _FIELD_LIKE.sub(r"\1\:", _escaped(stem, _MEANT))


def spell_pattern(pattern: str) -> str:
    """How to type a word whose every `*` and `?` is a wildcard."""
    return _FIELD_LIKE.sub(r"\1\:", _escaped(pattern, _MEANT_IN_PATTERN))


def _escaped(word: str, meant: re.Pattern[str]) -> str:
    return meant.sub(r"\\\g<0>", word)
