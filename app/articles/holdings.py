"""What the archive holds and where it came from, in figures, for its keeper."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select
from sqlmodel import col

from app.articles import reads
from app.articles.extent import summary
from app.articles.tables import STANDS, ArticleRow, FileRow, NameRow, OriginalRow
from app.articles.values import CorpusSummary


@dataclass(frozen=True, slots=True)
class Holdings:
    """Counts of the whole archive. `years` has the articles by printed year, `collections` the files by collection.

    `unread` counts files of which not all is in yet, and `waiting` rows that are removed and not yet purged.
    `raw` is the bytes of all that was read, compressed.
    """

    summary: CorpusSummary
    copies: int
    files: int
    unread: int
    collections: Mapping[str, int]
    sources: int
    authors: int
    topics: int
    years: Mapping[int, int]
    rejections: Mapping[str, int]
    waiting: int
    raw: int


def holdings(connection: Connection) -> Holdings:
    article = ArticleRow
    collection = col(FileRow.collection)
    per_collection = select(collection, func.count()).group_by(collection).order_by(collection)
    collections = {row[0]: row[1] for row in connection.execute(per_collection)}
    return Holdings(
        summary=summary(connection),
        copies=_count(connection, select(func.count(col(article.copy_of)))),
        files=sum(collections.values()),
        unread=_count(connection, select(func.count()).where(col(FileRow.hash).is_(None))),
        collections=collections,
        sources=_names(connection, "source"),
        authors=_names(connection, "author"),
        topics=_names(connection, "topic"),
        years=_years(connection),
        rejections=reads.rejections(connection),
        waiting=_count(connection, select(func.count(col(article.removed)))),
        raw=_count(connection, select(func.coalesce(func.sum(func.length(col(OriginalRow.raw))), 0))),
    )


def _names(connection: Connection, kind: str) -> int:
    """How many different sources, authors or topics the articles name."""
    distinct = select(func.count(col(NameRow.name_id).distinct())).where(col(NameRow.kind) == kind, STANDS)
    return _count(
        connection, distinct.join(ArticleRow, col(ArticleRow.number) == col(NameRow.article_number))
    )


def _years(connection: Connection) -> dict[int, int]:
    year = func.substr(func.json_extract(col(ArticleRow.published), "$.date"), 1, 4)
    counted = select(year, func.count()).where(STANDS, year.is_not(None)).group_by(year).order_by(year)
    return {int(printed): count for printed, count in connection.execute(counted)}


def _count(connection: Connection, counted: Select[int]) -> int:
    return connection.execute(counted).scalar_one()
