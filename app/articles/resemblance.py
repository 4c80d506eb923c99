"""Which articles carry the text of another: found when an article is read, so the answer hangs on the rows alone."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.articles.signatures import Overlap, overlaps
from app.articles.tables import STANDS, ArticleRow, BandRow, FileRow, SignatureRow
from app.articles.values import Copy, Named
from app.prepared import Prepared, asked

# A band that more rows share tells furniture or a common turn of speech: it is passed over.
MAX_SHARING = 200
# One band that more rows share may be had by chance: those that share no other are passed over. A copied passage brings
# rare bands with it; of 1,058 pairs in three corpora none was lost by this, nor by a quarter of it.
MAX_SHARING_ONE = 32
# Near copies that are listed of one article, the closest first.
MAX_LISTED = 100


@dataclass(frozen=True, slots=True)
class _Least:
    """The overlap from which on a text counts as another's copy: either of the two is enough."""

    both: float
    shorter: float

    def met_by(self, overlap: Overlap) -> bool:
        return overlap.both >= self.both or (overlap.shorter >= self.shorter and overlap.both >= _LEAST_BOTH)


# By 10,000 news articles: pairs from two sites above these carry one text, and below begin long quotes of one speech.
# Pairs of one site share galleries, lists and notices up to 0.47, and an agency's weekly figures up to 0.6.
_ELSEWHERE = _Least(both=0.2, shorter=0.65)
_WITHIN_A_SITE = _Least(both=0.6, shorter=0.9)
# So little is known too roughly to tell how much of the shorter text it is.
_LEAST_BOTH = 0.08


def _meeting() -> Select[int, int, int, bytes]:
    """The rows that share a rare band or several bands with some, these themselves included."""
    own, other, further = aliased(BandRow), aliased(BandRow), aliased(BandRow)
    one_too_many = select(col(further.article_number)).where(col(further.band) == col(own.band))
    of_the_band = (col(own.article_number), col(own.band))
    sharing = (
        select(
            col(own.article_number).label("number"),
            col(other.article_number).label("other"),
            func.count().over(partition_by=of_the_band).label("many"),
        )
        .join(other, col(other.band) == col(own.band))
        .where(
            col(own.article_number).in_(asked("numbers")),
            ~one_too_many.limit(1).offset(MAX_SHARING).correlate(own).exists(),
        )
        .subquery()
    )
    met = (
        select(sharing.c.number, sharing.c.other)
        .group_by(sharing.c.number, sharing.c.other)
        .having(or_(func.min(sharing.c.many) <= MAX_SHARING_ONE, func.count() > 1))
        .subquery()
    )
    return select(met.c.number, met.c.other, col(SignatureRow.runs), col(SignatureRow.slots)).join(
        SignatureRow, col(SignatureRow.article_number) == met.c.other
    )


_MEETING = Prepared(_meeting())
_NUMBERS = Prepared(
    select(col(ArticleRow.number), col(ArticleRow.id)).where(STANDS, col(ArticleRow.id).in_(asked("ids")))
)
# Those of some rows that are articles, neither copies nor removed.
_CANDIDATES = Prepared(
    select(
        col(ArticleRow.number),
        col(ArticleRow.id),
        col(ArticleRow.url),
        col(ArticleRow.url_key),
        col(FileRow.path),
        col(ArticleRow.title),
        col(ArticleRow.source),
    )
    .join(FileRow, col(FileRow.id) == col(ArticleRow.file_id))
    .where(STANDS, col(ArticleRow.number).in_(asked("numbers")))
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An article that may be a near copy, and what is shown of it."""

    number: int
    id: str
    url: str | None
    url_key: str | None
    path: str
    title: str
    source: Named | None

    def is_of_the_site_of(self, other: "_Candidate") -> bool:
        """That one source or one host is known of both."""
        one_source = self.source and other.source and self.source.id == other.source.id
        return bool(one_source or (self.host and self.host == other.host))

    @property
    def host(self) -> str:
        return (self.url_key or "").partition("/")[0]


def near_copies(connection: Connection, numbers: Iterable[int]) -> dict[int, tuple[Copy, ...]]:
    """The other articles that carry the text of these, by their rows' numbers, the closest first."""
    overlapping = _overlapping(connection, numbers)
    wanted = {*overlapping, *(other for found in overlapping.values() for other in found)}
    if not wanted:
        return {}
    rows = _CANDIDATES.rows(connection, numbers=json.dumps(list(wanted)))
    known = {
        number: _Candidate(
            number, article_id, url, key, path, title, Named.model_validate_json(source) if source else None
        )
        for number, article_id, url, key, path, title, source in rows
    }
    return {
        number: _listed(known[number], found, known)
        for number, found in overlapping.items()
        if number in known
    }


def near_copies_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Copy, ...]]:
    """`near_copies` by the articles' ids; those that have none are left out."""
    numbers = dict(_NUMBERS.rows(connection, ids=json.dumps(list(ids))))
    found = near_copies(connection, numbers)
    return {numbers[number]: copies for number, copies in found.items() if copies}


def _listed(
    article: _Candidate, found: Mapping[int, Overlap], known: Mapping[int, _Candidate]
) -> tuple[Copy, ...]:
    near = [
        (other, found[other.number])
        for other in (known[number] for number in found if number in known)
        if _least(article, other).met_by(found[other.number])
    ]
    near.sort(key=lambda pair: (-pair[1].both, pair[0].id))
    return tuple(
        Copy(
            id=other.id,
            url=other.url,
            path=other.path,
            kind="near",
            similarity=round(overlap.both, 2),
            title=other.title,
            source=other.source,
        )
        for other, overlap in near[:MAX_LISTED]
    )


def _least(one: _Candidate, other: _Candidate) -> _Least:
    return _WITHIN_A_SITE if one.is_of_the_site_of(other) else _ELSEWHERE


def _overlapping(connection: Connection, numbers: Iterable[int]) -> dict[int, dict[int, Overlap]]:
    """The rows that share enough with each of these to be looked at; none where there is no such row."""
    meeting: dict[int, dict[int, tuple[int, bytes]]] = defaultdict(dict)
    for number, other, runs, slots in _MEETING.rows(connection, numbers=json.dumps(list(numbers))):
        meeting[number][other] = (runs, slots)
    found: dict[int, dict[int, Overlap]] = {}
    for number, met in meeting.items():
        runs, slots = met.pop(number)
        others = list(met)
        if enough := overlaps(runs, slots, list(met.values()), _LEAST_BOTH):
            found[number] = {others[place]: overlap for place, overlap in enough.items()}
    return found
