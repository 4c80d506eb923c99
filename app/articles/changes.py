"""What changed in the store since a revision, for whoever follows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, tuple_
from sqlmodel import col

from app.analysis.terms import ANALYSIS_VERSION, Terms, analyse, unpack
from app.articles.revisions import current_revision
from app.articles.tables import STANDS, ArticleRow, TermsRow, TombstoneRow
from app.articles.values import Named, Paragraph, Published, Topic, Value, body_of
from app.errors import StoreError


class Facts(Value):
    """What an article is found by besides its words."""

    url: str | None
    source: Named | None
    agency: Named | None
    authors: tuple[Named, ...]
    language: str | None
    topics: tuple[Topic, ...]
    published: Published | None
    crawled: str | None


@dataclass(frozen=True, slots=True)
class Indexable:
    """All that an index needs of one article. `added` is UTC epoch seconds, `newest_key` its sort key."""

    id: str
    facts: Facts
    added: int
    newest_key: int
    terms: Mapping[str, Terms]


@dataclass(frozen=True, slots=True)
class Step:
    """Some of what changed, in the order of revisions: ids of articles that are new or different, and of those gone.

    Whoever has taken it in knows all changes up to `revision`, and, where `after` is an id, those of the next revision
    up to that id. `last` says that nothing follows. An id that became a copy's is gone.
    """

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    revision: int
    after: str
    last: bool


_article = ArticleRow
# Articles that one statement brings: about 8 MB of terms, held twice while they are unpacked.
_STREAMED = 200
_PLACE = (col(_article.revision), col(_article.number))
_INDEXABLE = (
    select(
        *_PLACE,
        col(_article.id),
        col(_article.added),
        col(_article.newest_key),
        *(col(getattr(TermsRow, name)) for name in ("version", "title", "lead", "body")),
        *(col(getattr(_article, name)) for name in Facts.model_fields),
    )
    .join(TermsRow, col(TermsRow.article_number) == col(_article.number))
    .where(
        STANDS,
        tuple_(*_PLACE) > tuple_(bindparam("after"), bindparam("last")),
    )
    .order_by(*_PLACE)
    .limit(_STREAMED)
)
_STANDING = select(col(_article.revision), col(_article.id)).where(STANDS)
_GONE = select(col(TombstoneRow.revision), col(TombstoneRow.id))


def step(connection: Connection, since: int, after: str, limit: int) -> Step:
    """The first `limit` changes after revision `since`, leaving out those of the next revision up to the id `after`.

    Each id is told once, as it stands now: what changed and then went is gone.
    """
    known = (since + 1, after)
    changed = _places(connection, _STANDING, known, limit + 1)
    removed = _places(connection, _GONE, known, limit + 1)
    in_order = sorted([(*place, False) for place in changed] + [(*place, True) for place in removed])
    told = in_order[:limit]
    last = len(in_order) <= limit
    reached, last_id = (current_revision(connection), "") if last else _reached(told[-1], in_order[limit])
    return Step(
        changed=tuple(article_id for _, article_id, gone in told if not gone),
        removed=tuple(article_id for _, article_id, gone in told if gone),
        revision=reached,
        after=last_id,
        last=last,
    )


def indexable(connection: Connection, after: int) -> Iterator[Indexable]:
    """The articles that changed after a revision, in steps of bounded size."""
    place = {"after": after + 1, "last": 0}
    while True:
        rows = connection.execute(_INDEXABLE, place).all()
        if not rows:
            return
        for row in rows:
            yield _indexable(connection, row)
        place = {"after": rows[-1].revision, "last": rows[-1].number}


def removed_ids(connection: Connection, after: int) -> list[str]:
    """The ids that ended after a revision."""
    gone = select(col(TombstoneRow.id)).where(col(TombstoneRow.revision) > after)
    return list(connection.scalars(gone.order_by(col(TombstoneRow.id))))


def _places(
    connection: Connection, rows: Select[int, str], known: tuple[int, str], limit: int
) -> list[tuple[int, str]]:
    """Where these rows stand in the order of revisions and ids: the first after what is known."""
    place = tuple_(*rows.selected_columns)
    later = rows.where(place > tuple_(*known)).order_by(*rows.selected_columns).limit(limit)
    return [(revision, article_id) for revision, article_id in connection.execute(later)]


def _reached(last: tuple[int, str, bool], following: tuple[int, str, bool]) -> tuple[int, str]:
    """The last revision told whole, and of the next the last id told: one may change more than a step tells."""
    if last[0] == following[0]:
        return last[0] - 1, last[1]
    return following[0] - 1, ""


def _indexable(connection: Connection, row: Row[Any]) -> Indexable:
    _, number, article_id, added, newest_key, version, title, lead, body, *facts = tuple(row)
    try:
        found = Facts.model_validate(dict(zip(Facts.model_fields, facts, strict=True)))
        if version == ANALYSIS_VERSION:
            terms = {"title": unpack(title), "lead": unpack(lead), "body": unpack(body)}
        else:
            terms = _analysed(connection, number)
    except ValueError as error:
        raise StoreError(
            f"What the store has of article {article_id} is damaged ({error}): read it anew with "
            "`microfiche ingest --again` and the paths that were ingested."
        ) from error
    return Indexable(article_id, found, added, newest_key, terms)


def _analysed(connection: Connection, number: int) -> dict[str, Terms]:
    """The terms of an article whose stored ones are an older analysis's, which only reading its file anew replaces."""
    texts = select(
        col(_article.title), col(_article.summary), col(_article.paragraphs), col(_article.language)
    )
    title, summary, paragraphs, language = connection.execute(
        texts.where(col(_article.number) == number)
    ).one()
    body = body_of(Paragraph.model_validate(paragraph) for paragraph in paragraphs)
    texts_of = {"title": title, "lead": summary or "", "body": body}
    return {field: analyse(text, language) for field, text in texts_of.items()}
