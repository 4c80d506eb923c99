"""What changed in the store since a revision, for whoever follows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select
from sqlmodel import col

from app.analysis.terms import ANALYSIS_VERSION, Terms, analyse, unpack
from app.articles.tables import ArticleRow, TermsRow, TombstoneRow
from app.articles.values import Article

_article = ArticleRow
# Articles that one statement brings: about 20 MB of terms.
_STREAMED = 500


@dataclass(frozen=True, slots=True)
class Indexable:
    """All that an index needs of one article. `added` is UTC epoch seconds, `newest_key` its sort key."""

    id: str
    article: Article
    added: int
    newest_key: int
    terms: Mapping[str, Terms]


def indexable(connection: Connection, after: int) -> Iterator[Indexable]:
    """The articles that changed after a revision, in steps of bounded size."""
    last = 0
    while True:
        statement = (
            select(
                *(getattr(_article, name) for name in Article.model_fields),
                col(_article.id),
                col(_article.number),
                col(_article.added),
                col(_article.newest_key),
                col(TermsRow.version).label("terms_version"),
                col(TermsRow.title).label("title_terms"),
                col(TermsRow.lead).label("lead_terms"),
                col(TermsRow.body).label("body_terms"),
            )
            .join(TermsRow, col(TermsRow.article_number) == col(_article.number))
            .where(
                col(_article.newest_key).is_not(None),
                col(_article.revision) > after,
                col(_article.number) > last,
            )
            .order_by(col(_article.number))
            .limit(_STREAMED)
        )
        rows = connection.execute(statement).mappings().all()
        if not rows:
            return
        yield from map(_indexable, rows)
        last = rows[-1]["number"]


def removed_ids(connection: Connection, after: int) -> list[str]:
    """The ids that ended after a revision."""
    gone = select(col(TombstoneRow.id)).where(col(TombstoneRow.revision) > after)
    return list(connection.scalars(gone.order_by(col(TombstoneRow.id))))


def _indexable(row: RowMapping) -> Indexable:
    found = Article.model_validate({name: row[name] for name in Article.model_fields})
    texts = {"title": found.title, "lead": found.summary or "", "body": found.body}
    if row["terms_version"] == ANALYSIS_VERSION:
        terms = {field: unpack(row[f"{field}_terms"]) for field in texts}
    else:
        # Stored by an older analysis, and read anew only with the article's file.
        terms = {field: analyse(text, found.language) for field, text in texts.items()}
    return Indexable(
        id=row["id"], article=found, added=row["added"], newest_key=row["newest_key"], terms=terms
    )
