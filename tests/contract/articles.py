"""Small documents to index, and short ways to index and to find them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zlib import crc32

from app.search.engines.seam import TOGETHER, Clause, Document, Engine, EngineRequest, Upsert

# Undated articles come last under both sorts, as the seam has it.
_UNDATED = 2**62


def article(
    id: str,
    body: str = "",
    *,
    title: str = "",
    author: str = "",
    topics: Sequence[str] = (),
    day: date | None = None,
) -> Document:
    """A document with the same terms in both variants; `author` is one name, its id the name with hyphens."""
    return Document(
        id=id,
        text={
            "title.exact": title,
            "title.stem": title,
            "body.exact": body,
            "body.stem": body,
            TOGETHER: f"{title} {body}".strip(),
        },
        words={"author": author},
        keywords={
            "topic": tuple(topics),
            "author_id": (author.replace(" ", "-"),) if author else (),
            "lacks": tuple(name for name, given in (("topic", topics), ("author", author)) if not given),
        },
        numbers=_sort_keys(id, day) | (_calendar(day) if day else {}),
    )


def numbered(id: str, **numbers: int) -> Document:
    """A document with these numbers besides its sort keys."""
    plain = article(id)
    return replace(plain, numbers={**plain.numbers, **numbers})


def fill(engine: Engine, *documents: Document, revision: int = 1) -> None:
    """Index the documents and publish them."""
    engine.apply(Upsert(document) for document in documents)
    engine.publish(revision)


def found(engine: Engine, clause: Clause) -> set[str]:
    """The ids of all that match; the total has to agree."""
    result = engine.search(EngineRequest(clause, limit=1_000))
    ids = {hit.id for hit in result.hits}
    assert result.total == len(result.hits) == len(ids)
    return ids


def _sort_keys(id: str, day: date | None) -> dict[str, int]:
    distinct = crc32(id.encode())
    if day is None:
        return {"lot": distinct, "newest_key": distinct - _UNDATED, "oldest_key": distinct + _UNDATED}
    key = day.toordinal() * 2**32 + distinct
    return {"lot": distinct, "newest_key": key, "oldest_key": key}


def _calendar(day: date) -> dict[str, int]:
    ordinal = day.toordinal()
    days = dict.fromkeys(("first_day", "last_day", "day"), ordinal)
    return {**days, "year": day.year, "month": day.year * 100 + day.month}
