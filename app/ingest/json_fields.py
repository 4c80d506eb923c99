"""The keys that articles come with, in JSON, in front matter and in schema.org's objects."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import regex

from app.ingest.reading import Claim, Claims

FIELD_KEYS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "identifier", "guid"),
    "title": ("title", "headline", "name"),
    "subtitle": (
        "subtitle",
        "deck",
        "dek",
        "standfirst",
        "lead",
        "summary",
        "description",
        "abstract",
        "alternativeHeadline",
    ),
    "body": ("body", "text", "content", "articleBody"),
    "url": ("url", "link", "permalink", "canonical", "canonical_url", "mainEntityOfPage"),
    "source": ("source", "outlet", "publisher", "publication", "site_name"),
    "source_url": ("source_url",),
    "authors": ("authors", "author", "byline", "creator"),
    "agency": ("agency",),
    "language": ("language", "lang", "inLanguage"),
    "topics": ("topics", "tags", "keywords"),
    "sections": ("section", "category", "categories", "articleSection"),
    "published": (
        "published",
        "date",
        "datePublished",
        "published_at",
        "published_date",
        "publication_date",
        "publish_date",
        "pubDate",
    ),
    "modified": ("modified", "updated", "dateModified", "updated_at", "last_modified"),
    "crawled": ("crawled", "crawled_at", "scraped_at", "fetched_at"),
}
"""Every key that is understood, by the field that it fills, the most trusted first.

Case, underscores and hyphens make no difference: `datePublished` is `date_published` is `DATE-PUBLISHED`.
"""

_NOT_IN_KEY = regex.compile(r"[\s_\-]+")
_WRAPPERS = ("_source",)
_NOTHING: tuple[object, ...] = (None, "", [], {})
_VALUE_KEYS = ("@value", "rendered", "$date", "#text")
_PAGE_KEYS = ("@id", "url")
_ARTICLE_TYPES = regex.compile(
    r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|CreativeWork)", regex.IGNORECASE
)


def _fold(key: str) -> str:
    return _NOT_IN_KEY.sub("", key).lower()


_FIELD_OF = {_fold(key): (name, rank) for name, keys in FIELD_KEYS.items() for rank, key in enumerate(keys)}


@lru_cache(maxsize=1024)
def _field_of(key: str) -> tuple[str, int] | None:
    """The field that a key fills, and its rank among those that do."""
    return _FIELD_OF.get(_fold(key))


def claims_of(fields: Mapping[str, object], origin: str) -> Claims:
    """What an object says of each field, canonical keys before aliases; a claim's origin is `json:headline`.

    A schema.org `@graph` is searched for its article, and references inside it are followed.
    """
    article = article_of(fields)
    ranked: dict[str, list[tuple[int, Claim]]] = {}
    for key, value in article.items():
        known = _field_of(key)
        if known is None:
            continue
        name, rank = known
        plain = _plain(value, name)
        if plain not in _NOTHING:
            ranked.setdefault(name, []).append((rank, Claim(plain, f"{origin}:{key}")))
    return {name: _in_order(found) for name, found in ranked.items()}


def article_of(fields: Mapping[str, object]) -> Mapping[str, object]:
    """The object that describes the article: the one given, or the article in its `@graph` or `_source`."""
    for wrapper in _WRAPPERS:
        inner = fields.get(wrapper)
        if isinstance(inner, dict):
            return {**fields, **inner}
    graph = fields.get("@graph")
    if not isinstance(graph, list):
        return fields
    nodes = [node for node in graph if isinstance(node, dict)]
    named = {str(node["@id"]): node for node in nodes if "@id" in node}
    article = next(filter(is_article, nodes), None)
    if article is None:
        return fields
    return {key: _followed(value, named) for key, value in article.items()}


def is_article(node: Mapping[str, object]) -> bool:
    """Whether a schema.org object is of a type that articles have."""
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE_TYPES.fullmatch(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def has_body(fields: Mapping[str, object]) -> bool:
    """Whether the object itself holds an article's text under one of its keys."""
    return any(isinstance(value, str) and _fills_body(key) for key, value in fields.items())


def _fills_body(key: str) -> bool:
    known = _field_of(key)
    return known is not None and known[0] == "body"


def _followed(value: object, named: Mapping[str, Mapping[str, object]]) -> object:
    if isinstance(value, list):
        return [_followed(part, named) if isinstance(part, dict) else part for part in value]
    if isinstance(value, dict) and set(value) == {"@id"}:
        return named.get(str(value["@id"]), value)
    return value


def _plain(value: object, name: str) -> object:
    if not isinstance(value, dict):
        return value
    for key in _VALUE_KEYS:
        if key in value:
            return value[key]
    return next(_addresses(value), None) if name == "url" else value


def _addresses(value: Mapping[str, object]) -> Iterator[object]:
    for key in _PAGE_KEYS:
        if isinstance(value.get(key), str):
            yield value[key]


def _in_order(ranked: list[tuple[int, Claim]]) -> tuple[Claim, ...]:
    if len(ranked) > 1:
        ranked.sort(key=_rank)
    return tuple([claim for _, claim in ranked])


def _rank(ranked: tuple[int, Claim]) -> int:
    return ranked[0]
