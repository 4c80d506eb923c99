"""Stemming by language: PyStemmer's Snowball algorithms and two of ours; languages without one keep their words."""

import threading
from collections.abc import Iterable

import Stemmer

from app.analysis.light_stems import LIGHT, singular

_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "ko": "korean",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "nb": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
# Words remembered by each stemmer; news-10k holds about 130,000 distinct ones, most of them rare.
_REMEMBERED_WORDS = 100_000

_threads = threading.local()


def stem(words: Iterable[str], language: str | None) -> list[str]:
    """The stems of folded words, one for one."""
    stems = _stems(language)
    return list(words) if stems is None else list(map(stems.__getitem__, words))


def stemmed_alike(languages: Iterable[str | None]) -> list[str | None]:
    """One language for each stemming that the languages use among them, in a fixed order."""
    by_algorithm = {_ALGORITHMS.get(language or "", ""): language for language in sorted(languages, key=str)}
    return [by_algorithm[name] for name in sorted(by_algorithm)]


class _Stems(dict[str, str]):
    """Words to their stems: a look-up costs a third of what PyStemmer's own cache does."""

    def __init__(self, algorithm: str) -> None:
        super().__init__()
        self._algorithm = algorithm
        self._stem = LIGHT.get(algorithm) or Stemmer.Stemmer(algorithm, 0).stemWord

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED_WORDS:
            self.clear()
        # Some algorithms (Greek, Nepali) leave nothing of a word that is all ending; an engine would lose its place.
        return self.setdefault(word, self._stem(singular(word, self._algorithm)) or word)


def _stems(language: str | None) -> _Stems | None:
    algorithm = _ALGORITHMS.get(language or "")
    if algorithm is None:
        return None
    # A stemmer works in a buffer of its own, so each thread has one.
    stems: dict[str, _Stems] = _threads.__dict__.setdefault("stems", {})
    if algorithm not in stems:
        stems[algorithm] = _Stems(algorithm)
    return stems[algorithm]
