"""Articles to documents: what an engine indexes of each."""

from datetime import datetime
from functools import lru_cache
from math import floor

from app.analysis.terms import exact_terms
from app.articles.changes import Facts, Indexable
from app.articles.sortkeys import known_span, oldest_key
from app.articles.values import Published
from app.search.engines.seam import Document
from app.topics.tree import TopicTree

_YEAR_AND_MONTH = len("2021-04")


def document(indexable: Indexable, topics: TopicTree) -> Document:
    facts = indexable.facts
    return Document(
        id=indexable.id,
        text={
            f"{field}.{variant}": getattr(terms, variant)
            for field, terms in indexable.terms.items()
            for variant in ("exact", "stem")
        },
        words=_words(facts),
        keywords=_keywords(indexable.id, facts, topics),
        numbers={
            "added": indexable.added,
            "newest_key": indexable.newest_key,
            "oldest_key": oldest_key(indexable.newest_key),
            **(_date_numbers(facts.published) if facts.published else {}),
        },
    )


def _words(facts: Facts) -> dict[str, str]:
    named = {
        "author": " ".join(author.label for author in facts.authors),
        "agency": facts.agency.label if facts.agency else "",
        "source": facts.source.label if facts.source else "",
        "url": facts.url or "",
    }
    return {field: _exact(text) for field, text in named.items()}


# Most articles share their sources and agencies, and many their authors.
@lru_cache(maxsize=5_000)
def _exact(text: str) -> str:
    return " ".join(exact_terms(text))


def _keywords(article_id: str, facts: Facts, topics: TopicTree) -> dict[str, tuple[str, ...]]:
    found = {
        "topic": topics.with_broader(topic.id for topic in facts.topics),
        "author_id": tuple(dict.fromkeys(author.id for author in facts.authors)),
        "agency_id": (facts.agency.id,) if facts.agency else (),
        "source_id": (facts.source.id,) if facts.source else (),
        "language": (facts.language,) if facts.language else (),
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
