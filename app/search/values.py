"""The values of one facet, and those among them whose labels have words that begin as asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.analysis.terms import exact_terms
from app.search.answers import FacetValue
from app.search.engines.seam import AllOf, AnyWord, Clause, EngineRequest, EngineResult, FacetRequest
from app.search.expansion import MAX_EXPANSIONS
from app.search.facets import Labels
from app.search.finding import find, read_question
from app.search.requests import FacetName, ValuesRequest
from app.search.views import View, Views

_EVERY_VALUE = 2**31
# Facets whose labels the engine indexes word by word, under the facet's own name.
_WITH_WORDS = ("source", "author", "agency")
# Values whose labels are looked up at a time.
_STEP = 500


@dataclass(frozen=True, slots=True)
class ValuesAnswer:
    """A page of values, the most frequent first, of `total` that were found."""

    values: tuple[FacetValue, ...]
    total: int
    revision: int


class FacetValues:
    def __init__(self, views: Views) -> None:
        self._views = views

    def find(self, request: ValuesRequest) -> ValuesAnswer:
        """The values that the articles of a selection have, the facet's own filter left out.

        Raises what a search of that selection raises.
        """
        question = read_question(request.selection, self._views.topics)
        words = exact_terms(request.words)
        facet = FacetRequest(request.name, _EVERY_VALUE)
        with self._views.opened() as view:
            narrowed = narrowing(view, request.name, words)

            def ask(clause: Clause) -> EngineResult:
                query = AllOf((clause, *narrowed))
                return view.engine.search(
                    EngineRequest(query, question.filters.clauses, limit=0, facets=(facet,))
                )

            found = find(view, question, ask).result
            counts = found.facets[request.name].counts
            page = slice(request.offset, request.offset + request.limit)
            written = Labels(view.labels, view.topics, request.labels)
            if not words:
                # Only those that are shown need a label.
                shown = tuple(matching(written, request.name, (), counts[page]))
                return ValuesAnswer(shown, len(counts), found.revision)
            values = tuple(matching(written, request.name, words, counts))
        return ValuesAnswer(values[page], len(values), found.revision)


def narrowing(view: View, name: FacetName, words: Iterable[str]) -> tuple[Clause, ...]:
    """What only articles with such a value can match, so that few values are left to look at; empty where none can
    be told beforehand.
    """
    if name not in _WITH_WORDS:
        return ()
    found = []
    for word in words:
        terms = [count.term for count in view.engine.listed(name, word, MAX_EXPANSIONS + 1)]
        if len(terms) <= MAX_EXPANSIONS:
            found.append(AnyWord(name, tuple(terms)))
    return tuple(found)


def matching(
    written: Labels, name: FacetName, words: Sequence[str], counts: Sequence[tuple[str, int]]
) -> Iterator[FacetValue]:
    """The values in whose label each of the words begins one; all where there are no words."""
    for begin in range(0, len(counts), _STEP):
        step = counts[begin : begin + _STEP]
        labels = written.of(name, [value for value, _ in step])
        for value, count in step:
            label = labels.get(value, value)
            if begins_each(words, exact_terms(label)):
                yield FacetValue(value, label, count, selected=False)


def begins_each(words: Iterable[str], label: Sequence[str]) -> bool:
    return all(any(term.startswith(word) for term in label) for word in words)
