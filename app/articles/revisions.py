"""The corpus revision: raised once a transaction, so that commit order is revision order."""

from datetime import UTC, datetime

from sqlalchemy import Connection, update
from sqlmodel import Session, col, select

from app.articles.tables import CorpusRow


def raise_revision(session: Session) -> int:
    """The revision of everything that this transaction changes. Call it once, before the first change."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    raised = update(CorpusRow).values(revision=CorpusRow.revision + 1, updated=now)
    session.connection().execute(raised)
    return current_revision(session.connection())


def current_revision(connection: Connection) -> int:
    found: int = connection.execute(select(col(CorpusRow.revision))).scalar_one()
    return found
