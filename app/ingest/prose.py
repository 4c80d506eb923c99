"""The wording of printed text: how it is tidied, compared, and told apart into headlines and sentences."""

import html
import unicodedata

import regex

_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_INVISIBLE = regex.compile(r"[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACE = regex.compile(r"\s+")
_ENTITY = regex.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_NOT_ALPHANUMERIC = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_ASCII_MARKS = {code: None for code in range(128) if not chr(code).isalnum()}
_CLOSERS = "\"'”’»)]）」』›"
_FULL_STOPS = tuple(".!?…。！？؟।።")
_STOPS = (*_FULL_STOPS, *";:,，、：；،؛")
_ABBREVIATED = ("Inc.", "Co.", "Corp.", "Ltd.", "Jr.", "Sr.", "St.", "No.")
_INITIALISM = regex.compile(
    rf"(?:^|[\s(])(?:\p{{Lu}}\.)+$|\b(?:{'|'.join(map(regex.escape, _ABBREVIATED))})$"
)
_LONGEST_INITIALISM = 30
_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
SENTENCE_END = regex.compile(r"(?<=[.!?…][\"'”’»)]?)\s+(?=[\p{Lu}\p{Lo}\"“‘«(])|(?<=[。！？])")

WIDE_LETTERS = 3.0
"""Letters of an alphabet to one of these scripts: IPTC's labels are 3.6 times as long in English as in
Chinese; kana and hangul say less a sign than Han does."""


_MOST_DECORATION = 20
"""Code points of rules, stars and spaces around a line that still is the same line."""

_CUT_AT = 150
"""Code points: descriptions for search engines are cut at 155 to 160; decks of this length end in a stop."""


def tidy(text: str) -> str:
    """The text on one line as it should be shown: NFC, no control characters or entities, single spaces."""
    text = text.strip()
    # Printable, to Python, is what has no control, format or surrogate characters and no space but one.
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    if not text.isprintable() or "  " in text:
        text = _SPACE.sub(" ", _INVISIBLE.sub("", _SPACE.sub(" ", without_surrogates(text)))).strip()
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate, which no store and no answer can hold, replaced one for one."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def squash(text: str) -> str:
    """The letters and digits alone, in one case: two printings of one line squash to the same."""
    if text.isascii():
        return text.translate(_ASCII_MARKS).lower()
    return _NOT_ALPHANUMERIC.sub("", text).casefold()


def reads_as(text: str, squashed: str) -> bool:
    """Whether the text squashes to that; most lines are told by their length or their first letter alone."""
    if len(text) > 2 * len(squashed) + _MOST_DECORATION:
        return False
    first = text[:1].casefold()
    opens_otherwise = first.isalpha() and not squashed.startswith(first)
    return not opens_otherwise and squash(text) == squashed


def breadth(text: str) -> float:
    """Length in letters of an alphabet, so that one limit serves every script."""
    if text.isascii():
        return len(text)
    return len(text) + (WIDE_LETTERS - 1) * len(_WIDE.findall(text))


def is_sentence(text: str) -> bool:
    """Whether the line ends as a sentence does; `Deal with E.U.` does not."""
    bare = text.rstrip(_CLOSERS + " ")
    return bare.endswith(_FULL_STOPS) and not _ends_in_initialism(bare)


def is_unfinished(text: str) -> bool:
    """Whether the line ends without any punctuation, closing quotes and brackets aside."""
    bare = text.rstrip(_CLOSERS + " ")
    return not bare.endswith(_STOPS) or _ends_in_initialism(bare)


def _ends_in_initialism(bare: str) -> bool:
    # Nearly every sentence is asked, and few end so: the pattern sees no others.
    if not bare.endswith(_ABBREVIATED) and not (bare.endswith(".") and bare[-2:-1].isupper()):
        return False
    return bool(_INITIALISM.search(bare[-_LONGEST_INITIALISM:]))


def first_sentence(text: str) -> str:
    return SENTENCE_END.split(text, maxsplit=1)[0].strip()


def cut(text: str, limit: int) -> str:
    """The text, cut at a word and marked with an ellipsis where it is longer than `limit` code points."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    space = head.rfind(" ")
    return head[: space if space > limit // 2 else limit].rstrip(" ,;:-–—") + "…"


def is_cut(text: str) -> bool:
    """Whether the text breaks off: with an ellipsis, or where programs cut descriptions, without any stop."""
    return text.rstrip(_CLOSERS + " ").endswith(("…", "...")) or (
        len(text) >= _CUT_AT and is_unfinished(text)
    )
