"""When each revision was: until now only the time of the last was kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revisions",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_revisions")),
    )
    op.execute(
        "INSERT INTO revisions (revision, at) "
        "SELECT revision, CAST(strftime('%s', updated) AS INTEGER) FROM corpus WHERE updated IS NOT NULL"
    )
