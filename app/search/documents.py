"""Articles to documents: what an engine indexes of each."""

from base64 import b32decode
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from math import floor

from app.analysis.terms import Terms, exact_terms
from app.articles.changes import Facts, Indexable
from app.articles.sortkeys import known_span, oldest_key
from app.articles.values import Published
from app.search.engines.seam import INDEXED_TEXT, LACKING, TOGETHER, VARIANTS, Document
from app.topics.tree import TopicTree

DOCUMENT_VERSION = "3"
"""Raised whenever the same article would give another document, which rebuilds every index from the store."""

# A date of an origin that is right less often is doubted. What dates were measured to be lies on either side of this:
# those that a page gives for machines are right 95 times in 100 and more, lines of its text and guesses 87 and 91.
_LEAST_CONFIDENCE = 0.95
_MONTH, _DAY = len("2021-04"), len("2021-04-07")
# Of the 80 bits of an id, those that a signed integer holds.
_LOT_BITS = 63


def document(indexable: Indexable, topics: TopicTree) -> Document:
    facts = indexable.facts
    return Document(
        id=indexable.id,
        text={
            f"{field}.{variant}": getattr(terms, variant)
            for field, terms in indexable.terms.items()
            for variant in VARIANTS
        }
        | {TOGETHER: _together(indexable.terms)},
        words=_words(facts),
        keywords=_keywords(indexable.id, facts, topics),
        numbers={
            "added": indexable.added,
            "lot": _lot(indexable.id),
            "newest_key": indexable.newest_key,
            "oldest_key": oldest_key(indexable.newest_key),
            **(_date_numbers(facts.published) if facts.published else {}),
        },
    )


def _together(terms: Mapping[str, Terms]) -> str:
    """All stems of an article, those of a lead that begins its body once."""
    title, lead, body = (terms[field].stem for field in INDEXED_TEXT)
    shown = (title, body) if f"{body} ".startswith(f"{lead} ") else (title, lead, body)
    return " ".join(filter(None, shown))


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
    # A name like `None` is what some scraper wrote for no name.
    named = {field: tuple(value for value in values if value != LACKING) for field, values in found.items()}
    lacks = tuple(field.removesuffix("_id") for field, values in named.items() if not values)
    return {"id": (article_id,), "lacks": lacks, "doubt": tuple(_doubts(facts)), **named}


def _doubts(facts: Facts) -> Iterator[str]:
    """Why the day of publication may be another: `low_confidence`, or a `visit`'s day that was taken for it."""
    published = facts.published
    if published is None:
        return
    if published.confidence is not None and published.confidence < _LEAST_CONFIDENCE:
        yield "low_confidence"
    # A masthead shows the day that the page was fetched as often as the day of the issue.
    if published.date == facts.crawled or published.method == "masthead":
        yield "visit"


def _lot(article_id: str) -> int:
    return int.from_bytes(b32decode(article_id.upper())) % (1 << _LOT_BITS)


def _date_numbers(published: Published) -> dict[str, int]:
    span = known_span(published)
    numbers = {
        "first_day": span.first.toordinal(),
        "last_day": span.last.toordinal(),
        "year": span.first.year,
    }
    if len(published.date) >= _MONTH:
        numbers["month"] = span.first.year * 100 + span.first.month
    if len(published.date) >= _DAY:
        numbers["day"] = span.first.toordinal()
    if published.at is not None:
        numbers["at"] = epoch_seconds(published.at)
    return numbers


def epoch_seconds(moment: datetime) -> int:
    return floor(moment.timestamp())
