"""Which rows tell of one article: rows of one key, one address or one content belong together, and so do theirs."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.articles.tables import LIVES, ArticleRow, FileRow
from app.database import chunks


@dataclass(frozen=True, slots=True)
class Member:
    """One live row of a group. Members sort by key, then place: the first is the article, the rest its copies."""

    key: str
    path: str
    sequence: int
    number: int
    id: str
    copy_of: str | None
    revision: int
    url_key: str | None
    content_key: str
    newest_key: int | None
    published: dict[str, Any] | None

    @property
    def order(self) -> tuple[str, str, int, int]:
        return self.key, self.path, self.sequence, self.number

    @property
    def signs(self) -> Iterator[Hashable]:
        yield "key", self.key
        yield "content", self.content_key
        if self.url_key is not None:
            yield "url", self.url_key


def groups(members: Iterable[Member]) -> list[list[Member]]:
    """The members by what they have in common, each group in order."""
    parent: dict[Hashable, Hashable] = {}

    def root(sign: Hashable) -> Hashable:
        while (above := parent.setdefault(sign, sign)) != sign:
            parent[sign] = parent[above]
            sign = above
        return sign

    ordered = sorted(members, key=lambda member: member.order)
    for member in ordered:
        first, *others = member.signs
        for sign in others:
            parent[root(sign)] = root(first)
    found: dict[Hashable, list[Member]] = defaultdict(list)
    for member in ordered:
        found[root(next(member.signs))].append(member)
    return list(found.values())


def related(connection: Connection, numbers: Iterable[int], article_ids: Iterable[str]) -> list[Member]:
    """Every live row that shares a group with one of these rows or articles, they themselves included."""
    article = ArticleRow
    found: dict[int, Member] = {}
    fresh = set(numbers)
    fresh |= _numbers(connection, col(article.copy_of), article_ids)
    fresh |= _numbers(connection, col(article.id), article_ids)
    while fresh := fresh - found.keys():
        members = _members(connection, fresh)
        found.update((member.number, member) for member in members)
        urls = {member.url_key for member in members if member.url_key is not None}
        standing = {member.copy_of or member.id for member in members}
        fresh = _numbers(connection, col(article.key), {member.key for member in members})
        fresh |= _numbers(connection, col(article.url_key), urls)
        fresh |= _numbers(connection, col(article.content_key), {member.content_key for member in members})
        fresh |= _numbers(connection, col(article.id), standing)
        fresh |= _numbers(connection, col(article.copy_of), standing)
    return list(found.values())


def _numbers(connection: Connection, column: Mapped[Any], values: Iterable[Any]) -> set[int]:
    """The live rows that have one of these values: most of them known already, so no more of them is read."""
    live = select(col(ArticleRow.number)).where(LIVES)
    found = (connection.scalars(live.where(column.in_(chunk))) for chunk in chunks(values))
    return {number for numbers in found for number in numbers}


def _members(connection: Connection, numbers: Iterable[int]) -> list[Member]:
    article = ArticleRow
    statement = (
        select(
            col(article.key),
            col(FileRow.path),
            col(article.sequence),
            col(article.number),
            col(article.id),
            col(article.copy_of),
            col(article.revision),
            col(article.url_key),
            col(article.content_key),
            col(article.newest_key),
            col(article.published),
        )
        .join(FileRow, col(FileRow.id) == col(article.file_id))
        .where(LIVES)
    )
    found = (connection.execute(statement.where(col(article.number).in_(chunk))) for chunk in chunks(numbers))
    return [Member(*row) for rows in found for row in rows]
