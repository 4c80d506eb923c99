"""Alembic's entry: runs on the connection that `Database.migrate` gives, or offline to print a migration's SQL."""

from alembic import context

from app.articles.tables import CorpusRow

context.configure(
    connection=context.config.attributes.get("connection"),
    target_metadata=CorpusRow.metadata,
    render_as_batch=True,
    dialect_name="sqlite",
)
with context.begin_transaction():
    context.run_migrations()
