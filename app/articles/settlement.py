"""After rows have changed: which of them are articles, which are copies, and which ids are gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlmodel import Session, col

from app.articles.grouping import Member, groups, related
from app.articles.sortkeys import newest_key
from app.articles.tables import ArticleRow, TombstoneRow
from app.articles.values import Published
from app.database import chunks


@dataclass(slots=True)
class Touched:
    """What a transaction has changed so far: rows written, and articles that lost a row."""

    numbers: set[int] = field(default_factory=set)
    article_ids: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.numbers or self.article_ids)


def settle(session: Session, touched: Touched, revision: int) -> None:
    """Make the first row of each group its article and the others its copies; leave tombstones for ids that end.

    The outcome depends on the rows alone, not on the order in which they came.
    """
    connection = session.connection()
    members = related(connection, touched.numbers, touched.article_ids)
    before = touched.article_ids | {member.id for member in members if member.newest_key is not None}
    firsts: list[Member] = []
    rows: list[dict[str, object]] = []
    for first, *copies in groups(members):
        firsts.append(first)
        rows.extend(
            {"row_number": copy.number, "the_article": first.id}
            for copy in copies
            # A row that is its copy already stays as it is: where a notice is read 10,000 times, each batch would write
            # all that came before it.
            if (copy.copy_of, copy.newest_key) != (first.id, None)
        )
        if (first.copy_of, first.newest_key, first.revision) != (None, None, revision):
            # A row just written is so already, which is most of them.
            rows.append({"row_number": first.number, "the_article": None})
    this_row = update(ArticleRow).where(col(ArticleRow.number) == bindparam("row_number"))
    if rows:
        settled = this_row.values(copy_of=bindparam("the_article"), newest_key=None, revision=revision)
        connection.execute(settled, rows)
    if firsts:
        keys = _free_keys(connection, firsts)
        connection.execute(this_row.values(newest_key=bindparam("sort_key")), keys)
    _bury(connection, before, {first.id for first in firsts}, revision)


def _free_keys(connection: Connection, firsts: Sequence[Member]) -> list[dict[str, object]]:
    """A sort key for each article that no other holds: the next one where two share a second and 26 bits."""
    published = [Published.model_validate(m.published) if m.published else None for m in firsts]
    wanted = [newest_key(when, member.id) for when, member in zip(published, firsts, strict=True)]
    taken = _taken(connection, wanted)
    found: list[dict[str, object]] = []
    for when, member, first_choice in zip(published, firsts, wanted, strict=True):
        key, attempt = first_choice, 0
        while key in taken:
            attempt += 1
            key = newest_key(when, member.id, attempt)
            taken |= _taken(connection, [key])
        taken.add(key)
        found.append({"row_number": member.number, "sort_key": key})
    return found


def _taken(connection: Connection, keys: Iterable[int]) -> set[int]:
    held = col(ArticleRow.newest_key)
    found = (connection.scalars(select(held).where(held.in_(chunk))) for chunk in chunks(keys))
    return {key for keys in found for key in keys if key is not None}


def _bury(connection: Connection, before: set[str], after: set[str], revision: int) -> None:
    for chunk in chunks(before | after):
        connection.execute(delete(TombstoneRow).where(col(TombstoneRow.id).in_(chunk)))
    if gone := sorted(before - after):
        connection.execute(insert(TombstoneRow), [{"id": i, "revision": revision} for i in gone])
