"""The corpus revision: raised once a transaction, so that commit order is revision order."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, update
from sqlmodel import Session, col, select

from app.articles.tables import STANDS, ArticleRow, CorpusRow, RevisionRow
from app.database import Database, chunks
from app.prepared import Prepared


class State(NamedTuple):
    """What tells one state of the store from every other: the revision, and when it came about."""

    revision: int
    updated: str | None


_STATE = Prepared(select(col(CorpusRow.revision), col(CorpusRow.updated)))


def raise_revision(session: Session) -> int:
    """The revision of everything that this transaction changes. Call it once, before the first change."""
    connection, now = session.connection(), datetime.now(UTC)
    printed = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    connection.execute(update(CorpusRow).values(revision=CorpusRow.revision + 1, updated=printed))
    revision = current_revision(connection)
    connection.execute(insert(RevisionRow).values(revision=revision, at=int(now.timestamp())))
    return revision


def current_revision(connection: Connection) -> int:
    return current_state(connection).revision


def current_state(connection: Connection) -> State:
    return State(*_STATE.rows(connection)[0])


class StateGlance:
    """Looks at the state of the store without waiting for anything."""

    def __init__(self, database: Database) -> None:
        self._glance = database.glance(_STATE.sql)

    def look(self) -> State | None:
        """The state as it is now; None where it cannot be read at once."""
        row = self._glance.look()
        return State(*row) if row else None

    def close(self) -> None:
        self._glance.close()


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
