"""Names to ids: one name written in any case, with any accents or punctuation, is one id."""

import unicodedata

import regex

_NOT_IN_SLUG = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_LATIN_MARKS = regex.compile(r"[\u0300-\u036f]+")


def slug(label: str) -> str:
    """`Aaj English TV` is `aaj-english-tv`; letters of every script stay, accents of Latin ones go."""
    folded = unicodedata.normalize("NFKD", label).casefold()
    bare = unicodedata.normalize("NFC", _LATIN_MARKS.sub("", folded))
    return str(_NOT_IN_SLUG.sub("-", bare)).strip("-")
