"""Signatures of bodies, and the bands by which articles that share text are found.

What was read before has none until it is read anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signatures",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("slots", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_number"],
            ["articles.number"],
            name=op.f("fk_signatures_article_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_number", name=op.f("pk_signatures")),
    )
    op.create_table(
        "bands",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_number"], ["articles.number"], name=op.f("fk_bands_article_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_number", "band", name=op.f("pk_bands")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bands_band", "bands", ["band"])
