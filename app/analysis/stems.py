"""Stemming by language, with PyStemmer's Snowball algorithms; languages without one keep their words."""

import threading
from collections.abc import Iterable

import Stemmer

_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "nb": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
# Words kept in each stemmer's own cache; news-10k holds about 130,000 distinct ones, most of them rare.
_CACHED_WORDS = 50_000

_threads = threading.local()


def stem(words: Iterable[str], language: str | None) -> list[str]:
    """The stems of folded words, one for one."""
    whole = list(words)
    stemmer = _stemmer(language)
    if stemmer is None:
        return whole
    # Some algorithms (Greek, Nepali) leave nothing of a word that is all ending; an engine would lose its place.
    return [stemmed or word for stemmed, word in zip(stemmer.stemWords(whole), whole, strict=True)]


def stemmed_alike(languages: Iterable[str | None]) -> list[str | None]:
    """One language for each stemming that the languages use among them, in a fixed order."""
    by_algorithm = {_ALGORITHMS.get(language or "", ""): language for language in sorted(languages, key=str)}
    return [by_algorithm[name] for name in sorted(by_algorithm)]


def _stemmer(language: str | None) -> Stemmer.Stemmer | None:
    algorithm = _ALGORITHMS.get(language or "")
    if algorithm is None:
        return None
    # A stemmer works in a buffer of its own, so each thread has one.
    stemmers: dict[str, Stemmer.Stemmer] = _threads.__dict__.setdefault("stemmers", {})
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm, _CACHED_WORDS)
    return stemmers[algorithm]
