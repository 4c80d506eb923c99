"""Articles related to one: those that have its telling words, then those of its topics, each with the reason."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import log
from typing import Literal

from app.analysis.terms import Terms
from app.articles.reads import article as read_article
from app.articles.sortkeys import known_span
from app.articles.values import Card, Named, Published, StoredArticle
from app.search.engines.seam import AnyOf, EngineRequest, Every, Word
from app.search.views import View, Views

Reason = Literal["same_event", "shared_terms", "same_topic"]

DEFAULT_RELATED, MAX_RELATED = 10, 50
# Of an article's words the most frequent in it are weighed, and the weightiest searched for. By the stories of ECB+
# (docs/accuracy.md), of the first five hits 0.94 tell of the same event; with 15 words 0.93, with 60 no more.
_WEIGHED, _SEARCHED = 120, 30
# A word of the title says as much of an article as one that its text has so many times.
_IN_TITLE = 2
# By the same stories, which are undated: from here on more than 0.9 of the pairs tell of one event. Where the days are
# known and near, less is enough.
_SAME_EVENT_UNDATED, _SAME_EVENT = 0.55, 0.3
_NEAR = timedelta(days=7)
# Below this, what two articles share is chance: at 0.1, four in ten pairs of ECB+ have different subjects.
_LEAST = 0.1
# What more of all articles have is no telling word.
_COMMON = 0.25
_TERMS_SHOWN = 8
_A_DAY = len("2021-04-07")


@dataclass(frozen=True, slots=True)
class Related:
    """One related article and why it is.

    `similarity` is the share (0 to 1) that it has of the article's telling words, by weight; None where the topics
    alone led to it. `terms` are such words as the article writes them, the most telling first; `topics` both have.
    """

    card: Card
    reason: Reason
    similarity: float | None
    terms: tuple[str, ...]
    topics: tuple[Named, ...]


class RelatedArticles:
    def __init__(self, views: Views) -> None:
        self._views = views

    def of(self, article_id: str, limit: int) -> tuple[Related, ...] | None:
        """At most `limit` related articles, the most similar first; its near copies are none. None for no article."""
        with self._views.opened() as view:
            article = read_article(view.connection, article_id)
            if article is None:
                return None
            passed_over = {article.id, *(copy.id for copy in article.copies)}
            found = list(_by_words(view, article, passed_over, limit))
            if len(found) < limit:
                passed_over.update(one.card.id for one in found)
                found += _by_topics(view, article, passed_over, limit - len(found))
            return tuple(found)


def _by_words(view: View, article: StoredArticle, passed_over: set[str], limit: int) -> Iterator[Related]:
    own = view.texts([article.id])[article.id].terms
    telling = _telling(view, own)
    similar = dict(_similar(view, article.id, telling, limit + len(passed_over)))
    ids = [i for i in similar if i not in passed_over][:limit]
    texts = view.texts(ids)
    by_id = {i: text.card.card for i, text in texts.items()}
    written = _written(article, own, telling)
    for i in ids:
        if i in by_id:
            theirs = {word for name in ("body", "title") for word in texts[i].terms[name].stem.split(" ")}
            shared = tuple(written[term] for term in telling if term in theirs)[:_TERMS_SHOWN]
            same_event = _tell_of_one_event(article.published, by_id[i].published, similar[i])
            reason: Reason = "same_event" if same_event else "shared_terms"
            yield Related(by_id[i], reason, round(similar[i], 3), shared, _shared_topics(article, by_id[i]))


def _telling(view: View, terms: Mapping[str, Terms]) -> list[str]:
    """The stems that set the article apart, the weightiest first: frequent in it, rare in the corpus."""
    frequency = Counter(terms["body"].stem.split(" "))
    for term in terms["title"].stem.split(" "):
        frequency[term] += _IN_TITLE
    weighed = [term for term, _ in frequency.most_common(_WEIGHED) if term]
    total = view.engine.search(EngineRequest(Every(), limit=0)).total
    weights = {
        term: frequency[term] / (frequency[term] + 1) * log(total / articles)
        for term, articles in view.frequencies.of("body.stem", weighed).items()
        # What stands nowhere else leads nowhere, and what stands everywhere leads anywhere.
        if 1 < articles <= _COMMON * total
    }
    return sorted(weights, key=lambda term: (-weights[term], term))[:_SEARCHED]


def _similar(view: View, article_id: str, telling: Sequence[str], limit: int) -> Iterator[tuple[str, float]]:
    """The articles that have most of these words, each with its score as a share of what the article itself scores."""
    clause = AnyOf(tuple(Word(field, term) for term in telling for field in ("body.stem", "title.stem")))
    only_itself = {"id": Word("id", article_id)}
    itself = view.engine.search(EngineRequest(clause, only_itself, limit=1)).hits
    if not itself or not itself[0].score:
        return
    for hit in view.engine.search(EngineRequest(clause, limit=limit)).hits:
        share = (hit.score or 0.0) / itself[0].score
        if share >= _LEAST:
            yield hit.id, min(1.0, share)


def _by_topics(view: View, article: StoredArticle, passed_over: set[str], limit: int) -> Iterator[Related]:
    """Articles that share its topics, the rarest first."""
    clause = AnyOf(tuple(Word("topic", topic.id) for topic in article.topics))
    hits = view.engine.search(EngineRequest(clause, limit=limit + len(passed_over))).hits
    ids = [hit.id for hit in hits if hit.id not in passed_over][:limit]
    by_id = {i: kept.card for i, kept in view.cards(ids).items()}
    for i in ids:
        if i in by_id:
            yield Related(by_id[i], "same_topic", None, (), _shared_topics(article, by_id[i]))


def _written(article: StoredArticle, terms: Mapping[str, Terms], telling: Sequence[str]) -> dict[str, str]:
    """How the article writes each of these stems most often, in the title or else in the text."""
    wanted = set(telling)
    forms: dict[str, Counter[str]] = {term: Counter() for term in telling}
    for text, found in ((article.title, terms["title"]), (article.body, terms["body"])):
        for place, term in enumerate(found.stem.split(" ")):
            if term in wanted:
                start = found.starts[place]
                forms[term][text[start : start + found.lengths[place]]] += 1
    return {term: written.most_common(1)[0][0] for term, written in forms.items()}


def _tell_of_one_event(one: Published | None, other: Published | None, similarity: float) -> bool:
    if one and other and len(one.date) == len(other.date) == _A_DAY:
        apart = abs(known_span(one).first - known_span(other).first)
        return apart <= _NEAR and similarity >= _SAME_EVENT
    return similarity >= _SAME_EVENT_UNDATED


def _shared_topics(article: StoredArticle, card: Card) -> tuple[Named, ...]:
    theirs = {topic.id for topic in card.topics}
    return tuple(Named(id=topic.id, label=topic.label) for topic in article.topics if topic.id in theirs)
