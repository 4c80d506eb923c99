"""Names to ids: one name written in any case, with any accents or punctuation, is one id."""

import unicodedata

import regex

_ASCII_MARKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_NOT_IN_SLUG = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
# The breve of the Cyrillic short i is part of the letter; other marks are accents.
_ACCENTS = regex.compile("(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f]")


def slug(label: str) -> str:
    """`Aaj English TV` is `aaj-english-tv`; letters of every script stay, accents of Latin ones go."""
    if label.isascii():
        return "-".join(label.lower().translate(_ASCII_MARKS).split())
    folded = unicodedata.normalize("NFKD", label).casefold()
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", folded))
    return str(_NOT_IN_SLUG.sub("-", bare)).strip("-")
