"""How often the language of a short text is told, and how often rightly: beginnings of paragraphs of corpus/."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.ingest.language import detected
from tests.ingest.test_corpus_truth import TRUTH, read

LENGTHS = (16, 20, 30, 60, 120)
"""Letters of a beginning, blanks among them, cut at a word where the script has them."""


@dataclass(slots=True)
class Told:
    beginnings: int = 0
    told: int = 0
    right: int = 0


def measured() -> dict[int, Told]:
    """By the length of the beginning."""
    found = {length: Told() for length in LENGTHS}
    for language, paragraph in _paragraphs():
        for length, told in found.items():
            if len(paragraph) >= length:
                answer = detected(_beginning(paragraph, length))
                told.beginnings += 1
                told.told += answer is not None
                told.right += answer == language
    return found


def _paragraphs() -> Iterator[tuple[str, str]]:
    for truth in TRUTH:
        for paragraph in read(truth).article.paragraphs:
            yield truth["language"], paragraph.text


def _beginning(text: str, length: int) -> str:
    """The first so many letters, and the rest of the word that they end in."""
    end = text.find(" ", length)
    return text[: end if 0 <= end < length + 15 else length]
