"""The one analysis: what is indexed, what is asked for and what a snippet marks are all made here."""

from array import array
from dataclasses import dataclass

from app.analysis.stems import stem
from app.analysis.words import words

# Raised whenever the same text would give other terms, which rebuilds every index from the store.
ANALYSIS_VERSION = "2"

# Lengths are kept in a byte: a longer word is marked as far as that.
_MAX_MARKED = 255


@dataclass(frozen=True, slots=True)
class Terms:
    """A text's terms in order, in both variants at the same positions, and where each stands in the text.

    `starts` and `lengths` count code points: `text[starts[i]:starts[i] + lengths[i]]` is the word of term `i`.
    """

    exact: str
    stem: str
    starts: "array[int]"
    lengths: "array[int]"

    def pack(self) -> bytes:
        """Both strings and both arrays as one value for the store; `unpack` reads it."""
        exact, stems = self.exact.encode(), self.stem.encode()
        sizes = array("I", (len(exact), len(stems), len(self.lengths)))
        return b"".join((sizes.tobytes(), exact, stems, self.starts.tobytes(), self.lengths.tobytes()))


def unpack(packed: bytes) -> Terms:
    sizes = array("I", packed[:12])
    exact_end = 12 + sizes[0]
    stem_end = exact_end + sizes[1]
    starts_end = stem_end + 4 * sizes[2]
    return Terms(
        exact=packed[12:exact_end].decode(),
        stem=packed[exact_end:stem_end].decode(),
        starts=array("I", packed[stem_end:starts_end]),
        lengths=array("B", packed[starts_end:]),
    )


def analyse(text: str, language: str | None) -> Terms:
    """The terms of a text in a language (ISO 639-1, None where unknown: its words are not stemmed)."""
    found = words(text)
    return Terms(
        exact=" ".join(found.folded),
        stem=" ".join(stem(found.folded, language)),
        starts=array("I", found.starts),
        lengths=_marked(found.lengths),
    )


def _marked(lengths: list[int]) -> "array[int]":
    try:
        return array("B", lengths)
    except OverflowError:
        return array("B", [min(length, _MAX_MARKED) for length in lengths])


def exact_terms(text: str) -> list[str]:
    """The folded words of a text, as quoted phrases and names are searched."""
    return words(text).folded
