"""What the store is told to keep of an article, packed as it keeps it; free of the store, so any process can pack."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic_core import to_json

from app.articles.identity import content_key, url_key
from app.articles.signatures import Signature
from app.articles.texts import as_bytes, compressed
from app.articles.values import Article, Named, Removed, Topic

_FIELDS = tuple(Article.model_fields)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article as read in one place, ready to be kept.

    `raw` is the source's exact text, `text` what the cleaner read of it (None where the same), `removed` what
    cleaning took out of that. The terms are packed.
    """

    key: str
    position: int | None
    kind: str
    encoding: str
    raw: str
    text: str | None
    removed: tuple[Removed, ...]
    article: Article
    word_count: int
    terms_version: str
    title_terms: bytes
    lead_terms: bytes
    body_terms: bytes
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class Packed:
    """The values of an article's rows, by column and as SQLite keeps them: lists and objects are JSON text.

    `sequence` counts the articles of one key in one file from 0. What only the store knows is missing.
    """

    key: str
    raw_hash: str
    article: Mapping[str, object]
    original: Mapping[str, object]
    terms: Mapping[str, object]
    names: Sequence[Mapping[str, object]]
    signature: Signature | None
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What a row of the store was read from; it is unchanged while hash and pipeline are the same."""

    number: int
    key: str
    sequence: int
    position: int | None
    raw_hash: str
    pipeline: str


def packed(incoming: Incoming) -> Packed:
    raw = as_bytes(incoming.raw)
    digest = hashlib.sha256(raw).hexdigest()
    return Packed(
        key=incoming.key,
        raw_hash=digest,
        article=_article(incoming) | {"raw_hash": digest},
        original={
            "kind": incoming.kind,
            "encoding": incoming.encoding,
            "raw": compressed(raw),
            "text": None if incoming.text is None else compressed(as_bytes(incoming.text), like=raw),
            "removed": _column(incoming.removed),
        },
        terms={
            "version": incoming.terms_version,
            "title": incoming.title_terms,
            "lead": incoming.lead_terms,
            "body": incoming.body_terms,
        },
        names=tuple(_names(incoming.article)),
        signature=incoming.signature,
    )


def raw_hash(raw: str) -> str:
    return hashlib.sha256(as_bytes(raw)).hexdigest()


def _article(incoming: Incoming) -> dict[str, object]:
    article = incoming.article
    return {
        **{name: _column(getattr(article, name)) for name in _FIELDS},
        "key": incoming.key,
        "position": incoming.position,
        "url_key": url_key(article.url),
        "content_key": content_key(article),
        "word_count": incoming.word_count,
    }


def _names(article: Article) -> Iterator[dict[str, object]]:
    named: Mapping[str, Sequence[Named | Topic]] = {
        "source": [article.source] if article.source else [],
        "agency": [article.agency] if article.agency else [],
        "author": article.authors,
        "topic": article.topics,
    }
    for kind, names in named.items():
        for i, name in enumerate(names):
            yield {"kind": kind, "position": i, "name_id": name.id, "label": name.label}


def _column(value: object) -> str | None:
    """The value as a column has it: text as it is, what has parts as JSON."""
    return value if value is None or isinstance(value, str) else to_json(value).decode()
