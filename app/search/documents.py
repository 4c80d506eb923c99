"""Articles to documents: what an engine indexes of each."""

from datetime import datetime
from math import floor

from app.analysis.terms import exact_terms
from app.articles.changes import Indexable
from app.articles.sortkeys import known_span, oldest_key
from app.articles.values import Article, Published
from app.search.engines.seam import Document
from app.topics.tree import TopicTree

_YEAR_AND_MONTH = len("2021-04")


def document(indexable: Indexable, topics: TopicTree) -> Document:
    article = indexable.article
    return Document(
        id=indexable.id,
        text={
            f"{field}.{variant}": getattr(terms, variant)
            for field, terms in indexable.terms.items()
            for variant in ("exact", "stem")
        },
        words=_words(article),
        keywords=_keywords(indexable.id, article, topics),
        numbers={
            "added": indexable.added,
            "newest_key": indexable.newest_key,
            "oldest_key": oldest_key(indexable.newest_key),
            **(_date_numbers(article.published) if article.published else {}),
        },
    )


def _words(article: Article) -> dict[str, str]:
    named = {
        "author": " ".join(author.label for author in article.authors),
        "agency": article.agency.label if article.agency else "",
        "source": article.source.label if article.source else "",
        "url": article.url or "",
    }
    return {field: " ".join(exact_terms(text)) for field, text in named.items()}


def _keywords(article_id: str, article: Article, topics: TopicTree) -> dict[str, tuple[str, ...]]:
    found = {
        "topic": topics.with_broader(topic.id for topic in article.topics),
        "author_id": tuple(dict.fromkeys(author.id for author in article.authors)),
        "agency_id": (article.agency.id,) if article.agency else (),
        "source_id": (article.source.id,) if article.source else (),
        "language": (article.language,) if article.language else (),
    }
    lacks = tuple(field.removesuffix("_id") for field, values in found.items() if not values)
    return {"id": (article_id,), "lacks": lacks, **found}


def _date_numbers(published: Published) -> dict[str, int]:
    span = known_span(published)
    numbers = {
        "first_day": span.first.toordinal(),
        "last_day": span.last.toordinal(),
        "year": span.first.year,
    }
    if len(published.date) >= _YEAR_AND_MONTH:
        numbers["month"] = span.first.year * 100 + span.first.month
    if published.at is not None:
        numbers["at"] = epoch_seconds(published.at)
    return numbers


def epoch_seconds(moment: datetime) -> int:
    return floor(moment.timestamp())
