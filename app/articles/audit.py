"""What the store says of itself when it is checked: what it holds, and what of that is not whole."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, and_, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.analysis.terms import ANALYSIS_VERSION
from app.articles.tables import LIVES, STANDS, ArticleRow, OriginalRow, TermsRow, TombstoneRow

_COPIES = col(ArticleRow.copy_of).is_not(None)


def sort_keys(connection: Connection) -> dict[str, int]:
    """The sort key of every article, by its id."""
    rows = connection.execute(select(col(ArticleRow.id), col(ArticleRow.newest_key)).where(STANDS))
    return {article_id: key for article_id, key in rows if key is not None}


def orphans(connection: Connection) -> Mapping[str, list[str]]:
    """The ids of articles that are not whole, by what is wrong with them; sorted, and empty where none is.

    There are none, unless another hand changed the store or its file lost pages.
    """
    first = aliased(ArticleRow)
    has_terms = exists().where(col(TermsRow.article_number) == col(ArticleRow.number))
    has_original = exists().where(col(OriginalRow.article_number) == col(ArticleRow.number))
    has_article = exists().where(col(first.id) == col(ArticleRow.copy_of), col(first.newest_key).is_not(None))
    has_tombstone = exists().where(col(TombstoneRow.id) == col(ArticleRow.id))
    wrongs: dict[str, ColumnElement[bool]] = {
        "have no terms": and_(LIVES, ~has_terms),
        "have no original": and_(LIVES, ~has_original),
        "are copies of no article": and_(LIVES, _COPIES, ~has_article),
        "are neither articles nor copies": and_(LIVES, ~STANDS, ~_COPIES),
        "are both there and removed": and_(STANDS, has_tombstone),
    }
    return {what: _ids(connection, wrong) for what, wrong in wrongs.items()}


def of_older_analysis(connection: Connection) -> list[str]:
    """The ids of articles whose stored terms are not this analysis's, sorted."""
    older = exists().where(
        col(TermsRow.article_number) == col(ArticleRow.number), col(TermsRow.version) != ANALYSIS_VERSION
    )
    return _ids(connection, and_(STANDS, older))


def _ids(connection: Connection, condition: ColumnElement[bool]) -> list[str]:
    found = select(col(ArticleRow.id)).where(condition).distinct().order_by(col(ArticleRow.id))
    return list(connection.scalars(found))
