"""All articles in parts, so that whoever wants the address of each reads a range of rows at a time."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.articles.tables import STANDS, ArticleRow, RevisionRow
from app.database import chunks

# Rows of a part. At the longest slugs, in Chinese, 10,000 addresses take 7 MB; sitemaps.org allows 50,000 and 50 MB.
PART = 10_000
# What an index of sitemaps may name.
MOST_PARTS = 50_000

_number, _revision = col(ArticleRow.number), col(ArticleRow.revision)


@dataclass(frozen=True, slots=True)
class Part:
    """A part with articles in it, from 1; `changed` is since when its rows are as they are, where that is known."""

    number: int
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An article by name; `changed` is since when the corpus has it as it is, where that is known."""

    id: str
    title: str
    changed: datetime | None


def parts(connection: Connection) -> list[Part]:
    """The parts that have articles, read from two indexes without a look at any row.

    An article is in the part of its row, which has one number for good: so the parts stay as they are while the corpus
    does, whatever is deleted from others.
    """
    part = (_number - 1) // PART + 1
    held = connection.scalars(select(part).where(STANDS).group_by(part).order_by(part)).all()
    latest = dict(connection.execute(select(part, func.max(_revision)).group_by(part)).all())
    at = _instants(connection, [latest[number] for number in held])
    return [Part(number, at.get(latest[number])) for number in held]


def listed(connection: Connection, part: int) -> list[Listed]:
    """The articles of a part: none where there is no such part."""
    if not 0 < part <= MOST_PARTS:
        return []
    last = part * PART
    statement = (
        select(col(ArticleRow.id), col(ArticleRow.title), col(RevisionRow.at))
        .outerjoin(RevisionRow, col(RevisionRow.revision) == _revision)
        .where(STANDS, _number.between(last - PART + 1, last))
        .order_by(_number)
    )
    return [Listed(i, title, _instant(at)) for i, title, at in connection.execute(statement)]


def _instants(connection: Connection, revisions: list[int]) -> dict[int, datetime | None]:
    found: dict[int, datetime | None] = {}
    for chunk in chunks(revisions):
        known = select(col(RevisionRow.revision), col(RevisionRow.at))
        rows = connection.execute(known.where(col(RevisionRow.revision).in_(chunk)))
        found.update((revision, _instant(at)) for revision, at in rows)
    return found


def _instant(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
