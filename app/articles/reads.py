"""What is asked of the store: Core selects into frozen values."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, LargeBinary, Select, bindparam, cast, func, select
from sqlmodel import col

from app.analysis.terms import Terms, unpack
from app.articles.resemblance import near_copies
from app.articles.tables import (
    LIVES,
    STANDS,
    ArticleRow,
    FileRow,
    NameRow,
    OriginalRow,
    RejectionRow,
    TermsRow,
)
from app.articles.texts import as_text, uncompressed
from app.articles.values import (
    Article,
    Card,
    Copy,
    KeptCard,
    Named,
    Original,
    Refusal,
    StoredArticle,
)
from app.prepared import Prepared, asked

_article = ArticleRow
# Where an article stands in its file.
_PLACE = (col(ArticleRow.position), col(ArticleRow.sequence))
# Columns that hold JSON.
_JSON = frozenset({"source", "agency", "authors", "topics", "published", "origin", "paragraphs"})
# Articles that one statement brings when all are read: about 20 MB of terms.
_STREAMED = 500


def _of_ids(*columns: Any) -> Select[Any]:
    """These columns of the articles `ids`. An article's own row comes after its copies of the same id, and so takes
    their place.
    """
    return select(*columns).where(col(_article.id).in_(asked("ids"))).order_by(col(_article.newest_key))


def _card() -> Any:
    """A card as JSON, which goes out as it is; read from that, it takes a third of the time that its columns do."""
    values = (
        func.json(getattr(_article, name)) if name in _JSON else getattr(_article, name)
        for name in Card.model_fields
    )
    named = zip(Card.model_fields, values, strict=True)
    return func.json_object(*(part for pair in named for part in pair))


# What a `KeptCard` is made of.
_CARD = (col(_article.id), col(_article.title), col(_article.summary), cast(_card(), LargeBinary))
_CARDS = Prepared(_of_ids(*_CARD))
_TEXTS = Prepared(
    _of_ids(
        *_CARD,
        col(_article.paragraphs),
        col(TermsRow.title),
        col(TermsRow.lead),
        col(TermsRow.body),
    ).join(TermsRow, col(TermsRow.article_number) == col(_article.number))
)


def _first_labels() -> Select[str, str | None]:
    """The first label of each of the names `ids`: one step in the index for each, however many articles have it."""
    names = func.json_each(bindparam("ids")).table_valued("value")
    label = (
        select(col(NameRow.label))
        .join(_article, col(_article.number) == col(NameRow.article_number))
        .where(col(NameRow.kind) == bindparam("kind"), col(NameRow.name_id) == names.c.value, STANDS)
        .order_by(col(NameRow.label))
        .limit(1)
        .correlate(names)
        .scalar_subquery()
    )
    return select(names.c.value, label)


_FIRST_LABELS = Prepared(_first_labels())


def _stored() -> Select[Any]:
    return select(
        *(getattr(_article, name) for name in Article.model_fields),
        col(_article.id),
        col(_article.number),
        col(_article.word_count),
        col(_article.revision),
        col(FileRow.path),
    ).join(FileRow, col(FileRow.id) == col(_article.file_id))


_STORED = (*Article.model_fields, "id", "number", "word_count", "revision", "path")
_ARTICLE = Prepared(_stored().where(STANDS, col(_article.id) == bindparam("id")))
_ARTICLES = Prepared(
    _stored()
    .where(STANDS, col(_article.number) > bindparam("after"))
    .order_by(col(_article.number))
    .limit(_STREAMED)
)
_COPIES = Prepared(
    select(
        col(_article.copy_of),
        col(_article.id),
        col(_article.url),
        col(FileRow.path),
        col(_article.title),
        col(_article.source),
    )
    .join(FileRow, col(FileRow.id) == col(_article.file_id))
    .where(col(_article.copy_of).in_(asked("ids")))
    .order_by(col(_article.key), col(FileRow.path), col(_article.sequence))
)


@dataclass(frozen=True, slots=True)
class RawText:
    """What an article was read from; `position` is its place in a file of many."""

    position: int | None
    kind: str
    encoding: str
    text: str


@dataclass(frozen=True, slots=True)
class CardAndText:
    """An article's card and body, and the analysed terms of its fields (`title`, `lead`, `body`)."""

    card: KeptCard
    body: str
    terms: dict[str, Terms]


def cards(connection: Connection, ids: Sequence[str]) -> dict[str, KeptCard]:
    """The cards of these articles; one that was removed a moment ago is still there, an unknown one is not."""
    return {card[0]: KeptCard(*card) for card in _CARDS.rows(connection, ids=json.dumps(ids))}


def cards_and_texts(connection: Connection, ids: Sequence[str]) -> dict[str, CardAndText]:
    return {
        card[0]: CardAndText(
            KeptCard(*card),
            # In half the time of `json`: of 1 MB 0.8 ms, where a page of snippets is to take 10.
            "\n\n".join(paragraph["text"] for paragraph in from_json(paragraphs)),
            {"title": unpack(title), "lead": unpack(lead), "body": unpack(body)},
        )
        for *card, paragraphs, title, lead, body in _TEXTS.rows(connection, ids=json.dumps(ids))
    }


def article(connection: Connection, article_id: str) -> StoredArticle | None:
    return next(_stored_articles(connection, _ARTICLE.rows(connection, id=article_id)), None)


def articles(connection: Connection) -> Iterator[StoredArticle]:
    """All articles in the order in which they came, read in steps."""
    last = 0
    while rows := _ARTICLES.rows(connection, after=last):
        yield from _stored_articles(connection, rows)
        last = rows[-1][_STORED.index("number")]


def alias_of(connection: Connection, article_id: str) -> str | None:
    """The id of the article that this id, a copy's, stands for."""
    return connection.scalar(
        select(col(_article.copy_of))
        .where(col(_article.id) == article_id, col(_article.copy_of).is_not(None))
        .order_by(col(_article.copy_of))
        .limit(1)
    )


def copies(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Copy, ...]]:
    """Where else these articles were read, by their ids."""
    found: dict[str, tuple[Copy, ...]] = {}
    for of, copy_id, url, path, title, source in _COPIES.rows(connection, ids=json.dumps(ids)):
        same = Copy(
            id=copy_id, url=url, path=path, kind="same", similarity=None, title=title, source=_named(source)
        )
        found[of] = (*found.get(of, ()), same)
    return found


def original(connection: Connection, article_id: str) -> Original | None:
    statement = (
        select(
            col(OriginalRow.raw),
            col(OriginalRow.text),
            col(OriginalRow.removed),
            col(FileRow.path),
            col(_article.raw_hash).label("hash"),
        )
        .join(_article, col(_article.number) == col(OriginalRow.article_number))
        .join(FileRow, col(FileRow.id) == col(_article.file_id))
        .where(STANDS, col(_article.id) == article_id)
    )
    row = connection.execute(statement).mappings().one_or_none()
    if row is None:
        return None
    raw = uncompressed(row["raw"])
    text = raw if row["text"] is None else uncompressed(row["text"], like=raw)
    return Original(text=as_text(text), path=row["path"], hash=row["hash"], removed=row["removed"])


def articles_in_file(connection: Connection, file_id: int) -> tuple[int, list[Refusal]]:
    """How many live articles were read in a file, and what of it was refused."""
    live = (col(_article.file_id) == file_id, LIVES)
    count = connection.execute(select(func.count()).select_from(_article).where(*live)).scalar_one()
    columns = (getattr(RejectionRow, name) for name in Refusal.model_fields)
    rows = connection.execute(select(*columns).where(col(RejectionRow.file_id) == file_id)).mappings()
    return count, [Refusal.model_validate(dict(row)) for row in rows]


def numbers_in_file(connection: Connection, file_id: int) -> list[int]:
    """The rows that were read in a file, in its order."""
    mine = (col(_article.file_id) == file_id, LIVES)
    in_order = select(col(_article.number)).where(*mine).order_by(*_PLACE)
    return list(connection.scalars(in_order))


def raw_texts(connection: Connection, numbers: Sequence[int]) -> list[RawText]:
    """The exact source texts that rows of one file were read from, in its order."""
    statement = (
        select(col(_article.position), col(OriginalRow.kind), col(OriginalRow.encoding), col(OriginalRow.raw))
        .join(_article, col(_article.number) == col(OriginalRow.article_number))
        .where(col(_article.number).in_(numbers))
        .order_by(*_PLACE)
    )
    return [
        RawText(position, kind, encoding, as_text(uncompressed(raw)))
        for position, kind, encoding, raw in connection.execute(statement)
    ]


def article_count(connection: Connection) -> int:
    return connection.execute(select(func.count(col(_article.newest_key)))).scalar_one()


def labels(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """How sources, agencies, authors or topics (`kind`) of these ids are written; the first of several spellings."""
    found = _FIRST_LABELS.rows(connection, kind=kind, ids=json.dumps(list(ids)))
    return {name_id: label for name_id, label in found if label is not None}


def rejections(connection: Connection) -> dict[str, int]:
    """How many files or articles are refused, by reason."""
    reason = col(RejectionRow.reason)
    rows = connection.execute(select(reason, func.count()).group_by(reason).order_by(reason))
    return {row[0]: row[1] for row in rows}


def _stored_articles(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> Iterator[StoredArticle]:
    read = [dict(zip(_STORED, row, strict=True)) for row in rows]
    same = copies(connection, [values["id"] for values in read])
    near = near_copies(connection, [values["number"] for values in read])
    for values in read:
        found = (*same.get(values["id"], ()), *near.get(values.pop("number"), ()))
        yield StoredArticle.model_validate(_parsed(values) | {"copies": found})


def _parsed(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: from_json(value) if name in _JSON and value is not None else value
        for name, value in values.items()
    }


def _named(value: str | None) -> Named | None:
    return Named.model_validate_json(value) if value else None
