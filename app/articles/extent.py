"""How much the corpus holds and of which days, in one look at indexes: the rows are many, and large."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.articles.reads import article_count
from app.articles.revisions import current_revision
from app.articles.sortkeys import keys_of_day
from app.articles.tables import ArticleRow, CorpusRow
from app.articles.values import CorpusSummary


def summary(connection: Connection) -> CorpusSummary:
    total, (dated, oldest, newest) = article_count(connection), _dated(connection)
    updated = connection.execute(select(col(CorpusRow.updated))).scalar_one()
    return CorpusSummary(
        articles=total,
        revision=current_revision(connection),
        updated=updated,
        first_published=_printed(connection, func.min, oldest),
        last_published=_printed(connection, func.max, newest),
        undated=total - dated,
        languages=languages(connection),
    )


def _dated(connection: Connection) -> tuple[int, int | None, int | None]:
    """How many articles are dated, and the keys of the oldest and the newest: by the index of keys alone."""
    key = col(ArticleRow.newest_key)
    count, oldest, newest = connection.execute(
        select(func.count(), func.min(key), func.max(key)).where(key >= 0)
    ).one()
    return count, oldest, newest


def _printed(connection: Connection, chosen: Callable[..., Any], key: int | None) -> str | None:
    """The first or last of the dates as printed that fall on the day of this key: `2012` is before `2012-01-01`."""
    if key is None:
        return None
    printed = func.json_extract(col(ArticleRow.published), "$.date")
    of_the_day = col(ArticleRow.newest_key).between(*keys_of_day(key))
    found: str | None = connection.execute(select(chosen(printed)).where(of_the_day)).scalar_one()
    return found


def languages(connection: Connection) -> dict[str, int]:
    """How many articles are in each language; those of unknown language are under no key.

    All rows by the index of languages, less those that are no articles, by the index of keys: they are few.
    """
    language, key = col(ArticleRow.language), col(ArticleRow.newest_key)
    counted = select(language, func.count()).where(language.is_not(None)).group_by(language)
    rows = {code: count for code, count in connection.execute(counted.order_by(language)) if code}
    for code, count in connection.execute(counted.where(key.is_(None))):
        if code:
            rows[code] -= count
    return {code: count for code, count in rows.items() if count}
