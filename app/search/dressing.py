"""What is shown of hits: cards from the store, the fields that are asked for beside them, snippets."""

from collections.abc import Sequence

from app.articles.further import further
from app.articles.reads import CardAndText
from app.articles.values import Card, KeptCard
from app.search.answers import Hit, Snippet
from app.search.engines.seam import Clause
from app.search.marks import Marks, marks
from app.search.requests import DEFAULT_LABELS, SearchRequest
from app.search.snippets import snippets
from app.search.views import View
from app.search.walking import Shown
from app.topics.tree import LabelLocale, TopicTree


def dressed(view: View, clause: Clause, request: SearchRequest, some: Sequence[Shown]) -> tuple[Hit, ...]:
    """These hits as the request has them shown; those whose article the store no longer has are left out."""
    ids = [one.hit.id for one in some]
    wants_snippets = request.snippets and (not request.fields or "snippets" in request.fields)
    marked = marks(clause) if wants_snippets else {}
    found: dict[str, tuple[Snippet, ...]] = {}
    if marked:
        texts = view.texts(ids)
        by_id = {i: text.card for i, text in texts.items()}
        found = {i: _snippets(marked, text) for i, text in texts.items()}
    else:
        by_id = view.cards(ids)
    if request.labels != DEFAULT_LABELS:
        by_id = {i: _relabelled(kept.card, view.topics, request.labels) for i, kept in by_id.items()}
    known = further(view.connection, ids, request.fields) if request.fields else {}
    return tuple(
        Hit(by_id[one.hit.id], one.hit.score, found.get(one.hit.id, ()), known.get(one.hit.id), one.copies)
        for one in some
        if one.hit.id in by_id
    )


def _relabelled(card: Card, topics: TopicTree, locale: LabelLocale) -> KeptCard:
    named = (
        topic.model_copy(update={"label": topics.label(topic.id, locale)}) if topics.get(topic.id) else topic
        for topic in card.topics
    )
    return KeptCard.of(card.model_copy(update={"topics": tuple(named)}))


def _snippets(marked: Marks, text: CardAndText) -> tuple[Snippet, ...]:
    shown = {"title": text.card.title, "lead": text.card.summary or "", "body": text.body}
    return snippets(marked, shown, text.terms)
