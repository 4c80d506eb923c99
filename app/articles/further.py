"""What is known of an article beside its card, as far as it is asked for."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, select
from sqlmodel import col

from app.articles.reads import copies
from app.articles.resemblance import near_copies_by_id
from app.articles.tables import STANDS, ArticleRow
from app.articles.values import Copy, Further
from app.database import chunks

_article = ArticleRow
# Found rather than kept: by the other rows.
_COPIES = "copies"


def further(connection: Connection, ids: Sequence[str], names: Collection[str]) -> dict[str, Further]:
    """By id, the fields of `Further` that `names` names (`body` is its paragraphs); what it does not know it leaves."""
    wanted = {"paragraphs" if name == "body" else name for name in names} & Further.model_fields.keys()
    if not wanted:
        return {}
    columns = [getattr(_article, name) for name in sorted(wanted - {_COPIES})]
    read_in = _copies(connection, ids) if _COPIES in wanted else {}
    found: dict[str, Further] = {}
    for chunk in chunks(ids):
        # As with cards, an article's own row comes last.
        statement = (
            select(col(_article.id), *columns)
            .where(col(_article.id).in_(chunk))
            .order_by(col(_article.newest_key))
        )
        for row in connection.execute(statement).mappings():
            values = {name: value for name, value in row.items() if name != "id"}
            if _COPIES in wanted:
                values[_COPIES] = read_in.get(row["id"], ())
            found[row["id"]] = Further.model_validate(values)
    return found


def standing(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """By each of these ids, the id of its article: itself, or that of the article that it is a copy's of."""
    found: dict[str, str] = {}
    for chunk in chunks(ids):
        article_id, copy_of = col(_article.id), col(_article.copy_of)
        aliases = select(article_id, copy_of).where(article_id.in_(chunk), copy_of.is_not(None))
        found.update((alias, of) for alias, of in connection.execute(aliases.order_by(copy_of.desc())) if of)
        own = select(article_id).where(article_id.in_(chunk), STANDS)
        found.update((i, i) for i in connection.scalars(own))
    return found


def _copies(connection: Connection, ids: Sequence[str]) -> Mapping[str, tuple[Copy, ...]]:
    same, near = copies(connection, ids), near_copies_by_id(connection, ids)
    return {i: (*same.get(i, ()), *near.get(i, ())) for i in {*same, *near}}
