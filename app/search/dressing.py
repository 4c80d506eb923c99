"""What is shown of hits: cards from the store, the fields that are asked for beside them, snippets."""

from collections.abc import Sequence

from app.articles.further import further
from app.articles.values import Card
from app.search.answers import Hit, Snippet
from app.search.engines.seam import Clause
from app.search.marks import marks
from app.search.requests import DEFAULT_LABELS, SearchRequest
from app.search.snippets import snippets
from app.search.views import View
from app.search.walking import Shown
from app.topics.tree import LabelLocale, TopicTree


def dressed(view: View, clause: Clause, request: SearchRequest, some: Sequence[Shown]) -> tuple[Hit, ...]:
    """These hits as the request has them shown; those whose article the store no longer has are left out."""
    ids = [one.hit.id for one in some]
    by_id = view.cards(ids)
    wants_snippets = request.snippets and (not request.fields or "snippets" in request.fields)
    marked = _snippets(view, clause, by_id) if wants_snippets else {}
    if request.labels != DEFAULT_LABELS:
        by_id = {i: _relabelled(card, view.topics, request.labels) for i, card in by_id.items()}
    known = further(view.connection, ids, request.fields) if request.fields else {}
    return tuple(
        Hit(by_id[one.hit.id], one.hit.score, marked.get(one.hit.id, ()), known.get(one.hit.id), one.copies)
        for one in some
        if one.hit.id in by_id
    )


def _relabelled(card: Card, topics: TopicTree, locale: LabelLocale) -> Card:
    named = (
        topic.model_copy(update={"label": topics.label(topic.id, locale)}) if topics.get(topic.id) else topic
        for topic in card.topics
    )
    return card.model_copy(update={"topics": tuple(named)})


def _snippets(view: View, clause: Clause, by_id: dict[str, Card]) -> dict[str, tuple[Snippet, ...]]:
    marked = marks(clause)
    if not marked:
        return {}
    return {
        i: snippets(
            marked, {"title": by_id[i].title, "lead": by_id[i].summary or "", "body": text.body}, text.terms
        )
        for i, text in view.texts(by_id).items()
    }
