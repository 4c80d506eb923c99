"""Folding: words that a reader takes for the same in another case, with other accents or letter forms become one."""

import unicodedata

import regex

# Marks that readers leave out when they type. Those of Thai or Devanagari are letters in their own right and stay;
# so does the breve of the Cyrillic short i, which Russian and its stemmer treat as a letter.
_DROPPED = regex.compile(
    "(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f"  # Latin, Greek and Cyrillic accents
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"  # Arabic marks, tatweel
    "|[\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # rings, keycaps and which of its shapes a sign takes
    "|[\u00ad\u200b-\u200d\u2060\ufeff]"  # soft hyphens, joiners, places where a line may break
    "|\\s"  # some ligatures decompose into several words
)
# Every script's decimal digits are typed as 0 to 9, too.
_DIGIT = regex.compile(r"\p{Nd}")
# Letters that Unicode does not decompose, and Arabic letters that writers interchange.
_SAME_LETTER = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ۃ": "ه",
        "ە": "ه",
        "ٱ": "ا",
    }
)


def fold(word: str) -> str:
    """The word's searchable form; folding what is folded changes nothing."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    bare = _DROPPED.sub("", decomposed).translate(_SAME_LETTER)
    return unicodedata.normalize("NFC", _DIGIT.sub(_as_ascii, bare))


def _as_ascii(digit: regex.Match[str]) -> str:
    return str(unicodedata.decimal(digit[0], digit[0]))
