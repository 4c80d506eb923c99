"""Suffixes: the `~5` and `^2` behind a word, a quotation mark, a range or a bracket."""

import re
from dataclasses import dataclass

from app.search.query.normal import boosted
from app.search.query.notes import Notes, excerpt
from app.search.query.tokens import Token
from app.search.query.tree import Node, Span

MAX_EDITS = 2

# Words farther apart than a long paragraph are as well asked for with AND.
MAX_WORDS_BETWEEN = 100

# A word boosted so much drowns every other one already.
MAX_BOOST = 1000.0

_NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_SUFFIX = re.compile(rf"(?P<distance>~{_NUMBER}?)?(?P<boost>\^{_NUMBER}?)?\Z")


@dataclass(frozen=True, slots=True)
class Suffix:
    """`distance` is the `~5` as typed, `boost` the `^2`; empty where there is none."""

    distance: str
    boost: str
    span: Span

    @property
    def boost_start(self) -> int:
        return self.span.start + len(self.distance)


def split(word: str, span: Span) -> tuple[str, Suffix]:
    """A word, its escapes held, without its suffix; and the suffix. `~2` and `^2` alone are words."""
    match = _SUFFIX.search(word, 1)
    typed = match[0] if match else ""
    return word[: len(word) - len(typed)], _suffix(match, Span(span.end - len(typed), span.end))


def behind(span: Span, token: Token | None, notes: Notes) -> Suffix:
    """The suffix that `token`, if there is one, holds behind what stands at `span`."""
    if token is None:
        return _suffix(None, Span(span.end, span.end))
    match = _SUFFIX.match(token.text)
    if match is None:
        notes.add("bad_suffix", f"{excerpt(token.text)} says nothing here: it was left out.", token.span)
    return _suffix(match, token.span)


def edits(suffix: Suffix, notes: Notes) -> int:
    """How many letters a fuzzy word may differ in."""
    return _clamped(suffix, 1, 1, MAX_EDITS, notes)


def words_between(suffix: Suffix, notes: Notes) -> int | None:
    """How many words near words may have between them; None where no number says so."""
    if suffix.distance == "~":
        notes.add("no_number", "~ behind a quotation needs a number, as in ~5: it was left out.", suffix.span)
        return None
    return _clamped(suffix, 0, 0, MAX_WORDS_BETWEEN, notes)


def without_distance(suffix: Suffix, notes: Notes) -> None:
    if suffix.distance:
        notes.add(
            "bad_suffix", f"{excerpt(suffix.distance)} says nothing here: it was left out.", suffix.span
        )


def boost(node: Node | None, suffix: Suffix, span: Span, notes: Notes) -> Node | None:
    """The node, counted as often as the suffix says; `span` is that of both."""
    if node is None or not suffix.boost:
        return node
    if suffix.boost == "^":
        notes.add("no_number", "^ needs a number behind it, as in ^2: it was left out.", suffix.span)
        return node
    factor = float(suffix.boost[1:])
    if factor > MAX_BOOST:
        notes.add(
            "boost_too_high",
            f"{excerpt(suffix.boost)} was read as ^{MAX_BOOST:g}, the highest there is.",
            suffix.span,
        )
    return boosted(node, min(factor, MAX_BOOST), span)


def _suffix(match: re.Match[str] | None, span: Span) -> Suffix:
    return Suffix(match["distance"] or "", match["boost"] or "", span) if match else Suffix("", "", span)


def _clamped(suffix: Suffix, default: int, lowest: int, highest: int, notes: Notes) -> int:
    asked = float(suffix.distance[1:] or default)
    distance = int(max(lowest, min(asked, highest)))
    if distance != asked:
        message = (
            f"{excerpt(suffix.distance)} was read as ~{distance}: ~{lowest} to ~{highest} can be asked for."
        )
        notes.add("distance_limit", message, suffix.span)
    return distance
