"""Suggestions for what is being typed: titles, people, topics and sources of the corpus, at each keystroke."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from app.analysis.terms import exact_terms
from app.analysis.words import words
from app.search.answers import Part
from app.search.engines.seam import (
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Clause,
    EngineRequest,
    FacetRequest,
    Word,
)
from app.search.expansion import MAX_EXPANSIONS
from app.search.facets import Labels
from app.search.values import begins_each, matching, narrowing
from app.search.views import View, Views

_NamedKind = Literal["topic", "source", "author"]
SuggestionKind = Literal[_NamedKind, "title"]

DEFAULT_SUGGESTIONS, MAX_SUGGESTIONS = 10, 50
# Of topics, of sources and of people, so that titles have their place below them.
_OF_ONE_FACET = 3
# Values of a facet that are looked through, the most frequent first, while one letter is all that is known.
_LOOKED_THROUGH = 5_000
# Ends of the last word that are tried in a row with the words before it: the most frequent are likely meant.
_IN_A_ROW = 50


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    q: str
    kinds: tuple[SuggestionKind, ...] = ("topic", "source", "author", "title")
    limit: int = DEFAULT_SUGGESTIONS


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`value` is what the parameter of that kind takes, or an article's id; `count` is None for a title.

    `parts` is the label in pieces: those that match are words that begin as typed.
    """

    kind: SuggestionKind
    value: str
    label: str
    count: int | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """Words as typed: all but the last are whole, and the last may go on."""

    whole: tuple[str, ...]
    last: str

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.whole, self.last)


class Suggestions:
    def __init__(self, views: Views) -> None:
        self._views = views

    def suggest(self, request: SuggestRequest) -> tuple[tuple[Suggestion, ...], int]:
        """Suggestions of the kinds in their order, and the revision of the corpus; none where no word is typed.

        Raises `IndexUnreadable` where there is nothing to search.
        """
        found: list[Suggestion] = []
        *whole, last = exact_terms(request.q) or [""]
        typed = Typed(tuple(whole), last)
        with self._views.opened() as view:
            for kind in request.kinds if last else ():
                left = request.limit - len(found)
                if kind == "title":
                    found += islice(_titles(view, typed, left), left)
                else:
                    found += islice(_values(view, kind, typed), min(left, _OF_ONE_FACET))
            return tuple(found), view.engine.revision


def _values(view: View, kind: _NamedKind, typed: Typed) -> Iterator[Suggestion]:
    facet = FacetRequest(kind, _LOOKED_THROUGH)
    query = AllOf(narrowing(view, kind, typed.all))
    counted = view.engine.search(EngineRequest(query, limit=0, facets=(facet,))).facets[kind]
    for value in matching(Labels(view.labels, view.topics), kind, typed.all, counted.counts):
        yield Suggestion(kind, value.value, value.label, value.count, _parts(value.label, typed))


def _titles(view: View, typed: Typed, limit: int) -> Iterator[Suggestion]:
    """The newest titles that have the words in a row, then the newest that have them anywhere; each once."""
    known: set[tuple[str, ...]] = set()
    for clause in _in_titles(view, typed):
        hits = view.engine.search(EngineRequest(clause, sort="newest", limit=2 * limit)).hits
        by_id = view.cards([hit.id for hit in hits])
        for hit in hits:
            card = by_id.get(hit.id)
            folded = tuple(exact_terms(card.title)) if card else ()
            if card and folded not in known and begins_each(typed.all, folded):
                known.add(folded)
                yield Suggestion("title", card.id, card.title, None, _parts(card.title, typed))


def _in_titles(view: View, typed: Typed) -> Iterator[Clause]:
    field = "title.exact"
    ends = view.engine.listed(field, typed.last, MAX_EXPANSIONS)
    if typed.whole:
        frequent = sorted(ends, key=lambda end: (-end.count, end.term))[:_IN_A_ROW]
        yield AnyOf(tuple(Adjacent(field, (*typed.whole, end.term)) for end in frequent))
    whole = (Word(field, word) for word in typed.whole)
    yield AllOf((*whole, AnyWord(field, tuple(end.term for end in ends))))


def _parts(label: str, typed: Typed) -> tuple[Part, ...]:
    found = words(label)
    matched = [
        (start, start + length)
        for term, start, length in zip(found.folded, found.starts, found.lengths, strict=True)
        if any(map(term.startswith, typed.all))
    ]
    return tuple(_cut(label, matched))


def _cut(label: str, matched: Iterable[Sequence[int]]) -> Iterator[Part]:
    position = 0
    for start, end in matched:
        if start > position:
            yield Part(label[position:start], match=False)
        yield Part(label[start:end], match=True)
        position = end
    if position < len(label):
        yield Part(label[position:], match=False)
