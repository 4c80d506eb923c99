"""How Whoosh keeps an article: terms in its index, whole values and numbers beside them as they came."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from whoosh.fields import KEYWORD, STORED, TEXT, Schema

from app.search.engines.seam import KEYWORDS, TERM_FIELDS, TOGETHER, Document

_FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article is sorted, ranged and counted by: all of its document but the terms."""

    id: str
    keywords: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]


def whoosh_schema() -> Schema:
    terms = {field: TEXT(phrase=True) for field in TERM_FIELDS}
    terms[TOGETHER] = TEXT(phrase=False)
    values = {field: KEYWORD(scorable=True) for field in KEYWORDS}
    return Schema(**terms, **values, **{_FACTS: STORED()})


def whoosh_fields(document: Document) -> dict[str, Any]:
    # Lists go in as they are; a string would go through an analyzer that drops stop words and short terms.
    texts = {**document.text, **document.words}
    terms = {field: [term for term in text.split(" ") if term] for field, text in texts.items()}
    keywords = {field: list(dict.fromkeys(values)) for field, values in document.keywords.items()}
    facts = document.id, keywords, dict(document.numbers)
    return {**terms, **keywords, "id": [document.id], _FACTS: facts}


def whoosh_facts(stored: Mapping[str, Any]) -> Facts:
    return Facts(*stored[_FACTS])
