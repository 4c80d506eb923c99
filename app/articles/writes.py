"""What changes the store. Every function works in the caller's transaction and commits nothing."""

import itertools
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import (
    Connection,
    Executable,
    TableClause,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    table,
    update,
)
from sqlmodel import Session, SQLModel, col

from app.articles.identity import article_id
from app.articles.incoming import Kept, Packed
from app.articles.signatures import Signature
from app.articles.tables import (
    LIVES,
    ArticleRow,
    BandRow,
    FileRow,
    NameRow,
    OriginalRow,
    RejectionRow,
    SignatureRow,
    TermsRow,
)
from app.articles.values import Refusal
from app.database import chunks


@dataclass(frozen=True, slots=True)
class KnownFile:
    id: int
    hash: str | None
    pipeline: str | None
    size: int
    location: str


def known_files(connection: Connection, collection: str) -> dict[str, KnownFile]:
    """The collection's files by path, as last read."""
    columns = (getattr(FileRow, column.name) for column in fields(KnownFile))
    rows = connection.execute(
        select(col(FileRow.path), *columns).where(col(FileRow.collection) == collection)
    )
    return {path: KnownFile(*values) for path, *values in rows}


def open_file(session: Session, collection: str, path: str, location: str, size: int) -> int:
    """The id of the file's row, made where it is new; the file counts as unread until `close_file`."""
    connection = session.connection()
    found = connection.scalar(
        select(col(FileRow.id)).where(col(FileRow.collection) == collection, col(FileRow.path) == path)
    )
    if found is None:
        fresh = insert(FileRow).values(collection=collection, path=path, location=location, size=size)
        return int(connection.execute(fresh).lastrowid)
    reopen_file(session, found)
    connection.execute(update(FileRow).where(col(FileRow.id) == found).values(location=location, size=size))
    return found


def relocate_file(session: Session, file_id: int, location: str) -> None:
    """Note where the file, otherwise as it was, now lies."""
    session.connection().execute(update(FileRow).where(col(FileRow.id) == file_id).values(location=location))


def reopen_file(session: Session, file_id: int) -> None:
    """Count the file as unread."""
    session.connection().execute(
        update(FileRow).where(col(FileRow.id) == file_id).values(hash=None, pipeline=None)
    )


def close_file(session: Session, file_id: int, *, file_hash: str, pipeline: str) -> None:
    """Say that all of the file is in."""
    session.connection().execute(
        update(FileRow).where(col(FileRow.id) == file_id).values(hash=file_hash, pipeline=pipeline)
    )


def keep_refusals(session: Session, file_id: int, refusals: Iterable[Refusal]) -> None:
    """Put these in the place of the file's earlier refusals."""
    connection = session.connection()
    connection.execute(delete(RejectionRow).where(col(RejectionRow.file_id) == file_id))
    rows = [
        {"file_id": file_id, "position": r.position, "stage": r.stage, "reason": r.reason, "detail": r.detail}
        for r in refusals
    ]
    _write(connection, insert(RejectionRow), rows)


def kept_in_file(connection: Connection, file_id: int) -> list[Kept]:
    """The live rows read in a file."""
    columns = (getattr(ArticleRow, column.name) for column in fields(Kept))
    mine = (col(ArticleRow.file_id) == file_id, LIVES)
    return [Kept(*row) for row in connection.execute(select(*columns).where(*mine))]


def move(session: Session, positions: Mapping[int, int | None]) -> None:
    """Note where in their file these rows, otherwise unchanged, now stand."""
    this_row = update(ArticleRow).where(col(ArticleRow.number) == bindparam("row_number"))
    rows = [{"row_number": number, "place": position} for number, position in positions.items()]
    _write(session.connection(), this_row.values(position=bindparam("place")), rows)


def keep(session: Session, file_id: int, batch: Sequence[Packed], pipeline: str, revision: int) -> list[int]:
    """Write articles in the place of what their keys held in this file; returns the rows' numbers in order."""
    connection = session.connection()
    known = _numbers(connection, file_id, {incoming.key for incoming in batch})
    free = itertools.count((connection.scalar(select(func.max(col(ArticleRow.number)))) or 0) + 1)
    shared = {"pipeline": pipeline, "revision": revision, "removed": None}
    own = {"file_id": file_id, "added": int(time.time())}
    fresh: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    numbers: list[int] = []
    for incoming in batch:
        values = {**incoming.article, **shared, "sequence": incoming.sequence}
        number = known.get((incoming.key, incoming.sequence))
        if number is None:
            number = next(free)
            fresh.append(values | own | {"number": number, "id": article_id(incoming.key)})
        else:
            changed.append(values | {"row_number": number})
        numbers.append(number)
    articles = _as_kept(ArticleRow)
    _write(connection, insert(articles), fresh)
    _write(connection, update(articles).where(articles.c.number == bindparam("row_number")), changed)
    _remove_parts(connection, {int(str(row["row_number"])) for row in changed})
    _write_parts(connection, dict(zip(numbers, batch, strict=True)))
    return numbers


def remove(session: Session, numbers: Iterable[int], revision: int) -> set[str]:
    """Take rows away; returns the articles that they belonged to. Their content stays until `purge`."""
    connection = session.connection()
    touched: set[str] = set()
    for chunk in chunks(numbers):
        mine = col(ArticleRow.number).in_(chunk)
        rows = connection.execute(select(col(ArticleRow.id), col(ArticleRow.copy_of)).where(mine))
        touched.update(copy_of or own_id for own_id, copy_of in rows)
        gone = {"removed": revision, "revision": revision, "newest_key": None, "copy_of": None}
        connection.execute(update(ArticleRow).where(mine).values(**gone))
    return touched


def purge(session: Session, passed: int) -> int:
    """Delete for good what was removed at a revision that every index has passed; returns how many rows."""
    gone = col(ArticleRow.removed) <= passed
    deleted = session.connection().execute(delete(ArticleRow).where(gone)).rowcount
    empty = ~select(col(ArticleRow.number)).where(col(ArticleRow.file_id) == col(FileRow.id)).exists()
    unrefused = ~select(col(RejectionRow.id)).where(col(RejectionRow.file_id) == col(FileRow.id)).exists()
    unread = col(FileRow.hash).is_(None)
    session.connection().execute(delete(FileRow).where(empty, unrefused, unread))
    return deleted


def _numbers(connection: Connection, file_id: int, keys: Iterable[str]) -> dict[tuple[str, int], int]:
    """Rows of these keys in a file, those removed but not yet purged included: they are used again."""
    article = ArticleRow
    statement = select(col(article.key), col(article.sequence), col(article.number)).where(
        col(article.file_id) == file_id
    )
    found = (connection.execute(statement.where(col(article.key).in_(chunk))) for chunk in chunks(keys))
    return {(key, sequence): number for rows in found for key, sequence, number in rows}


def _remove_parts(connection: Connection, numbers: Iterable[int]) -> None:
    for chunk in chunks(numbers):
        for rows in (NameRow, OriginalRow, TermsRow, SignatureRow, BandRow):
            connection.execute(delete(rows).where(col(rows.article_number).in_(chunk)))


def _write_parts(connection: Connection, batch: Mapping[int, Packed]) -> None:
    originals = [{**one.original, "article_number": number} for number, one in batch.items()]
    terms = [{**one.terms, "article_number": number} for number, one in batch.items()]
    names = [{**name, "article_number": number} for number, one in batch.items() for name in one.names]
    _write(connection, insert(_as_kept(OriginalRow)), originals)
    _write(connection, insert(_as_kept(TermsRow)), terms)
    _write(connection, insert(_as_kept(NameRow)), names)
    _write_signatures(connection, {n: one.signature for n, one in batch.items() if one.signature is not None})


def _write_signatures(connection: Connection, batch: Mapping[int, Signature]) -> None:
    signatures = [{"article_number": n, "runs": one.runs, "slots": one.slots} for n, one in batch.items()]
    bands = [{"article_number": n, "band": band} for n, one in batch.items() for band in one.bands]
    _write(connection, insert(_as_kept(SignatureRow)), signatures)
    _write(connection, insert(_as_kept(BandRow)), bands)


def _as_kept(rows: type[SQLModel]) -> TableClause:
    """The table without its types, for values that are packed as SQLite keeps them."""
    return table(str(rows.__tablename__), *(column(name) for name in rows.model_fields))


def _write(connection: Connection, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(statement, rows)
