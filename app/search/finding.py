"""From what is asked to the articles that are meant: the query read, its filters, and whether all words are asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from app.errors import Note
from app.search.engines.seam import Clause, EngineRequest, EngineResult
from app.search.filters import Filters, read_filters, unknown_topics
from app.search.query.parse import Parsed, parse
from app.search.query.text import write
from app.search.requests import Selection
from app.search.views import View
from app.topics.tree import TopicTree


@dataclass(frozen=True, slots=True)
class Question:
    """A selection as it was read."""

    selection: Selection
    parsed: Parsed
    filters: Filters


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine found for one reading of the query."""

    parsed: Parsed
    clause: Clause
    result: EngineResult

    @property
    def understood(self) -> str:
        # With every operator written out, it reads the same whatever `match` it is sent back with.
        return write(self.parsed.tree, match="any")


def read_question(selection: Selection, topics: TopicTree) -> Question:
    """Raises `QueryError` for a query past its limits (or, under `strict`, one that had to be read kindly),
    `ParameterError` for a date that is none.
    """
    match: Literal["all", "any"] = "any" if selection.match == "any" else "all"
    parsed = parse(selection.q, match=match, strict=selection.strict)
    return Question(selection, parsed, read_filters(selection, topics))


def find(view: View, question: Question, ask: Callable[[Clause], EngineResult]) -> Found:
    """What `ask` answers for the query; under `match=auto`, for any of the words where no article has all.

    `ask` puts the question's filters beside the clause that it is given, and counts all that matches.
    """
    found = _asked(view, question.parsed, ask)
    selection = question.selection
    if selection.match != "auto" or found.result.total:
        return found
    if question.filters.clauses and view.engine.search(EngineRequest(found.clause, limit=0)).total:
        # Some article has all of the words, and the filters alone keep it out: any of them is not asked.
        return found
    wider = parse(selection.q, match="any", strict=selection.strict)
    if wider.tree == question.parsed.tree:
        return found
    note = Note("match_any", "No article has all of the words; these have at least one of them.", "q")
    any_found = _asked(view, replace(wider, notes=(*wider.notes, note)), ask)
    return any_found if any_found.result.total else found


def notes(view: View, question: Question, found: Found) -> tuple[Note, ...]:
    """What there is to say of the reading: of the query's text, and of values that no article has."""
    return (
        *found.parsed.notes,
        *question.filters.notes(view.engine),
        *unknown_topics(found.parsed.tree, view.engine, view.topics),
    )


def coarse_dates(question: Question, result: EngineResult) -> tuple[Note, ...]:
    """How many articles `from` and `to` leave out only because their dates are known too coarsely to tell."""
    dates = question.filters.dates
    if dates is None or not result.counts[0]:
        return ()
    message = f"{result.counts[0]} more may have appeared in this time, but their dates are known too coarsely to tell."
    return (Note("dates_too_coarse", message, "from" if dates.start else "to"),)


def _asked(view: View, parsed: Parsed, ask: Callable[[Clause], EngineResult]) -> Found:
    clause = view.lowered.clause(parsed.tree)
    return Found(parsed, clause, ask(clause))
