"""The store's tables. Rows go no further than `writes.py` and `reads.py`; all others see values.

One row of `articles` is one article as it was read in one place. Where the same article was read twice, one row is the
article and the others are its copies: their `copy_of` holds its id, and their own ids answer as aliases.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel, col

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = _NAMING


class CorpusRow(SQLModel, table=True):
    """The one locked row by which commit order is revision order."""

    __tablename__ = "corpus"

    id: int = Field(primary_key=True)
    revision: int
    updated: str | None = None


class RevisionRow(SQLModel, table=True):
    """When a revision was, in UTC epoch seconds; of those before this table there is none."""

    __tablename__ = "revisions"

    revision: int = Field(primary_key=True)
    at: int


class FileRow(SQLModel, table=True):
    """What was read from where: a file is skipped while its hash and the pipeline's version are these.

    `hash` is None until every article of the file is in, so that an ingest killed on the way reads it again.
    `location` is where on this machine it was last seen, by which pruning tells a file that is gone.
    """

    __tablename__ = "files"
    __table_args__ = (UniqueConstraint("collection", "path"),)

    id: int = Field(default=None, primary_key=True)
    collection: str
    path: str
    location: str
    hash: str | None = None
    pipeline: str | None = None
    size: int


def _where_known(column: str) -> Index:
    """An index of the few rows that have a value there."""
    return Index(f"ix_articles_{column}", column, sqlite_where=text(f"{column} IS NOT NULL"))


class ArticleRow(SQLModel, table=True):
    """One article as read in one place. `sequence` tells articles of one key in one file apart.

    `removed` is the revision that took the article away; the row stays until every index has passed it. `newest_key` is
    None for copies and for what was removed.
    """

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("file_id", "key", "sequence"),
        *map(_where_known, ("copy_of", "removed", "url_key")),
    )

    number: int = Field(default=None, primary_key=True)
    id: str = Field(index=True)
    copy_of: str | None = None
    revision: int = Field(index=True)
    removed: int | None = None
    added: int
    file_id: int = Field(sa_column=Column(Integer, ForeignKey("files.id"), nullable=False))
    key: str = Field(index=True)
    sequence: int
    position: int | None = None
    url_key: str | None = None
    content_key: str = Field(index=True)
    raw_hash: str
    pipeline: str
    newest_key: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True, unique=True))
    given_id: str | None = None
    title: str
    subtitle: str | None = None
    summary: str | None = None
    url: str | None = None
    language: str | None = Field(default=None, index=True)
    source: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    agency: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    authors: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    topics: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    published: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    modified: str | None = None
    crawled: str | None = None
    word_count: int
    origin: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    paragraphs: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


STANDS = col(ArticleRow.newest_key).is_not(None)
"""An article of the corpus: neither removed nor a copy. Such rows alone have a sort key."""

LIVES = col(ArticleRow.removed).is_(None)
"""An article or a copy of one."""


class NameRow(SQLModel, table=True):
    """A source, agency, author or topic of an article, by which labels are found."""

    __tablename__ = "names"
    __table_args__ = (Index("ix_names_label", "kind", "name_id", "label"),)

    article_number: int = Field(
        sa_column=Column(Integer, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True)
    )
    kind: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    name_id: str
    label: str


class OriginalRow(SQLModel, table=True):
    """What was read, compressed: `raw` is the source's exact text, `text` what the cleaner read where it differs."""

    __tablename__ = "originals"

    article_number: int = Field(
        sa_column=Column(Integer, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True)
    )
    kind: str
    encoding: str
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    text: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    removed: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class TermsRow(SQLModel, table=True):
    """The analysed terms of an article's title, lead and body, for the index and for snippets."""

    __tablename__ = "terms"

    article_number: int = Field(
        sa_column=Column(Integer, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True)
    )
    version: str
    title: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    lead: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SignatureRow(SQLModel, table=True):
    """What is kept of a body to know its text again elsewhere; a short body has none."""

    __tablename__ = "signatures"

    article_number: int = Field(
        sa_column=Column(Integer, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True)
    )
    runs: int
    slots: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class BandRow(SQLModel, table=True):
    """A sign by which articles that may share text are looked up; each has some that follow from its signature."""

    __tablename__ = "bands"
    # Without row ids, the index by band has all that is asked of it.
    __table_args__ = (Index("ix_bands_band", "band"), {"sqlite_with_rowid": False})

    article_number: int = Field(
        sa_column=Column(Integer, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True)
    )
    band: int = Field(primary_key=True)


class RejectionRow(SQLModel, table=True):
    """What of a file was refused, and why."""

    __tablename__ = "rejections"

    id: int = Field(default=None, primary_key=True)
    file_id: int = Field(
        sa_column=Column(Integer, ForeignKey("files.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    position: int | None = None
    stage: str
    reason: str
    detail: str


class TombstoneRow(SQLModel, table=True):
    """An id that no longer is an article, and the revision since which it is none."""

    __tablename__ = "tombstones"

    id: str = Field(primary_key=True)
    revision: int = Field(index=True)
