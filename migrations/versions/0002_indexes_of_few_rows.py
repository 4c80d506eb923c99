"""Indexes of few rows: what most articles lack is no longer indexed for them.

An index that held every row by `removed` was what SQLite chose to find rows that are not, so each commit of an ingest
looked at the whole corpus.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = ("copy_of", "removed", "url_key")


def upgrade() -> None:
    for column in _COLUMNS:
        name = f"ix_articles_{column}"
        op.drop_index(name, "articles")
        op.create_index(name, "articles", [column], sqlite_where=sa.text(f"{column} IS NOT NULL"))
