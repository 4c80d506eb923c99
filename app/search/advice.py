"""What to say where little or nothing was found: how a word may have been meant, and what emptied the answer."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.errors import Note
from app.search.answers import Without
from app.search.corrections import Corrections
from app.search.engines.seam import EngineRequest, Every
from app.search.finding import Found, Question
from app.search.query import tree
from app.search.query.text import write
from app.search.views import View

# An answer of fewer hits may be due to a slip of the pen; one of more is worth reading as it is.
_FEW = 10
# Parts of a query, and filters, that are left out in turn. Who asks for more words of one article knows which are rare.
_MOST_PARTS = 20


def did_you_mean(view: View, question: Question, found: Found) -> str | None:
    """The query with its words as the corpus spells them, where that finds more; None where it does not."""
    all_words_failed = found.parsed is not question.parsed
    if found.result.total >= _FEW and not all_words_failed:
        return None
    asked = question.parsed.tree
    articles = view.engine.search(EngineRequest(Every(), limit=0)).total
    respelt = Corrections(view.engine, view.spellings, articles).respelt(asked)
    if respelt == asked:
        return None
    before = 0 if all_words_failed else found.result.total
    if _total(view, respelt, question) <= before:
        return None
    return write(respelt, match="any" if question.selection.match == "any" else "all")


def without_each(view: View, question: Question) -> tuple[Without, ...]:
    """Of a selection that finds nothing: what it would find without each of its parts in turn."""
    parts = _parts(question.parsed.tree)
    if len(parts) + len(question.filters.clauses) < 2:
        # Without the only one everything would be found, which says nothing.
        return ()
    left_out = list(_without_words(view, question, parts)) if len(parts) <= _MOST_PARTS else []
    return (*left_out, *_without_filters(view, question))


def notes_on_nothing(
    view: View, question: Question, left_out: Iterable[Without], told: Iterable[Note]
) -> Iterator[Note]:
    """Which words no article has at all, but for those that a note tells of, and what alone empties the answer."""
    known = {(note.start, note.end) for note in told if note.start is not None}
    for part in _parts(question.parsed.tree)[:_MOST_PARTS]:
        alone = view.engine.search(EngineRequest(view.lowered.clause(part), limit=0)).total
        text, start, end = _place(part, question)
        if not alone and not isinstance(part, tree.Nothing) and (start, end) not in known:
            yield Note("nothing_has", f"No article has {text}.", "q", start, end)
    for one in left_out:
        if one.total:
            found = f"{one.total:,} articles match" if one.total > 1 else "1 article matches"
            yield Note("emptied_by", f"Without {one.text}, {found}.", one.param, one.start, one.end)


def _without_words(view: View, question: Question, parts: tuple[tree.Node, ...]) -> Iterator[Without]:
    for i, part in enumerate(parts):
        others = parts[:i] + parts[i + 1 :]
        rest = tree.And(others) if others else tree.All()
        text, start, end = _place(part, question)
        yield Without("q", text, start, end, _total(view, rest, question))


def _without_filters(view: View, question: Question) -> Iterator[Without]:
    asked = question.filters
    for dimension in asked.clauses:
        param, text = asked.written(dimension)
        fewer = replace(question, filters=asked.without(dimension))
        yield Without(param, text, None, None, _total(view, question.parsed.tree, fewer))


def _total(view: View, node: tree.Node, question: Question) -> int:
    clause = view.lowered.clause(node)
    return view.engine.search(EngineRequest(clause, question.filters.clauses, limit=0)).total


def _parts(node: tree.Node) -> tuple[tree.Node, ...]:
    """What a query asks for together: each part alone keeps articles out."""
    if isinstance(node, tree.And):
        return node.children
    return () if isinstance(node, tree.All) else (node,)


def _place(part: tree.Node, question: Question) -> tuple[str, int | None, int | None]:
    """The part as it was written, and where."""
    spans = [node.span for node in (part, *tree.leaves(part)) if node.span]
    if not spans:
        return write(part, match="all"), None, None
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return question.selection.q[start:end], start, end
