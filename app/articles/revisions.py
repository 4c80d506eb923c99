"""The corpus revision: raised once a transaction, so that commit order is revision order."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, update
from sqlmodel import Session, col, select

from app.articles.tables import STANDS, ArticleRow, CorpusRow, RevisionRow
from app.database import Database, Glance, chunks


def raise_revision(session: Session) -> int:
    """The revision of everything that this transaction changes. Call it once, before the first change."""
    connection, now = session.connection(), datetime.now(UTC)
    printed = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    connection.execute(update(CorpusRow).values(revision=CorpusRow.revision + 1, updated=printed))
    revision = current_revision(connection)
    connection.execute(insert(RevisionRow).values(revision=revision, at=int(now.timestamp())))
    return revision


def current_revision(connection: Connection) -> int:
    found: int = connection.execute(select(col(CorpusRow.revision))).scalar_one()
    return found


def corpus_glance(database: Database) -> Glance:
    """What tells one state of the store from every other: the revision, and when it came about."""
    return database.glance("SELECT revision, updated FROM corpus")


def last_change(connection: Connection) -> datetime | None:
    """When the corpus changed last; None where it never did."""
    found = connection.execute(select(col(CorpusRow.updated))).scalar_one()
    return datetime.fromisoformat(found) if found else None


def changed(connection: Connection, ids: Sequence[str]) -> dict[str, datetime]:
    """Since when the corpus has had these articles as they are now; or, of earlier days, since when at all."""
    found: dict[str, datetime] = {}
    for chunk in chunks(ids):
        since = func.coalesce(col(RevisionRow.at), col(ArticleRow.added))
        statement = (
            select(col(ArticleRow.id), since)
            .outerjoin(RevisionRow, col(RevisionRow.revision) == col(ArticleRow.revision))
            .where(STANDS, col(ArticleRow.id).in_(chunk))
        )
        found.update((i, datetime.fromtimestamp(at, UTC)) for i, at in connection.execute(statement))
    return found
