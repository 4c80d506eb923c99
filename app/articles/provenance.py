"""How an article came into the archive: from which place of which text, and when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.articles.tables import STANDS, ArticleRow, OriginalRow


@dataclass(frozen=True, slots=True)
class Provenance:
    """`position` is the place in a file of many, `hash` the SHA-256 of the source's exact text in hex.

    `added` is when the archive first had the article, in UTC; `removed` counts the pieces that cleaning took out.
    """

    position: int | None
    hash: str
    added: datetime
    removed: int


def provenance(connection: Connection, article_id: str) -> Provenance | None:
    """None where no article has that id."""
    statement = (
        select(
            col(ArticleRow.position),
            col(ArticleRow.raw_hash),
            col(ArticleRow.added),
            func.json_array_length(col(OriginalRow.removed)),
        )
        .join(OriginalRow, col(OriginalRow.article_number) == col(ArticleRow.number))
        .where(STANDS, col(ArticleRow.id) == article_id)
    )
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    position, raw_hash, added, removed = row
    return Provenance(position, raw_hash, datetime.fromtimestamp(added, UTC), removed)
