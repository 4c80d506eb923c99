"""A file's bytes to what the store is to keep of it. Pure, so that any process can do it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.analysis.terms import ANALYSIS_VERSION, Terms, analyse
from app.articles.identity import article_key
from app.articles.incoming import Incoming, Kept, Packed, packed, raw_hash
from app.articles.signatures import signature
from app.articles.values import Article
from app.ingest.read import PIPELINE_VERSION, read
from app.ingest.reading import RawArticle, Reading, Rejected, place
from app.ingest.split import Clipping, parse, split
from app.ingest.unpack import unpack

# What a file or an article was read with: a change of either reading or analysis reads it anew.
VERSION = f"{PIPELINE_VERSION}.{ANALYSIS_VERSION}"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a file, unpacked, and code points of an article, past which they are rejected."""

    file_size: int
    article_size: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A row that stands as it is, but perhaps at another position of its file."""

    kept: Kept
    position: int | None


Outcome = Packed | Unchanged | Rejected


def clippings(data: bytes, path: str, limits: Limits) -> Iterator[Clipping | Rejected]:
    """The articles of a file's bytes, in order and unread."""
    unpacked = unpack(data, path, limits.file_size)
    if isinstance(unpacked, Rejected):
        yield unpacked
        return
    for clipping in split(unpacked):
        yield bounded(clipping, limits) if isinstance(clipping, Clipping) else clipping


def bounded(clipping: Clipping, limits: Limits) -> Clipping | Rejected:
    if len(clipping.text) <= limits.article_size:
        return clipping
    return too_large(clipping.path, clipping.position, f"{len(clipping.text):,}")


def too_large(path: str, position: int | None, held: str) -> Rejected:
    detail = f"{place(path, position)} holds {held} characters: raise MICROFICHE_MAX_ARTICLE_SIZE to read it."
    return Rejected(path, position, "split", "too_large", detail)


@dataclass(frozen=True, slots=True)
class Task:
    """An article that is to be prepared for a collection. `today` bounds the dates that are believed."""

    clipping: Clipping
    collection: str
    today: date


def prepare(tasks: Sequence[Task]) -> list[Packed | Rejected]:
    """The articles read, analysed and packed; the `sequence` of each is 0 until its file is known.

    All are taken through one stage before the next: what a stage works with then stays in the processor's caches, which
    saves a tenth of the time for thirty articles.
    """
    found = list(map(_read, tasks))
    terms = iter([_terms(one.reading.article) for one in found if isinstance(one, _Read)])
    return [
        one if isinstance(one, Rejected) else _packed(task, one, *next(terms))
        for task, one in zip(tasks, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Read:
    raw: RawArticle
    reading: Reading


def _read(task: Task) -> _Read | Rejected:
    raw = parse(task.clipping)
    if isinstance(raw, Rejected):
        return raw
    reading = read(raw, task.today)
    return reading if isinstance(reading, Rejected) else _Read(raw, reading)


def _terms(article: Article) -> tuple[Terms, Terms, Terms]:
    """The terms of title, lead and body."""
    language = article.language
    title, lead, body = article.title, article.summary or "", article.body
    return analyse(title, language), analyse(lead, language), analyse(body, language)


def _packed(task: Task, found: _Read, title: Terms, lead: Terms, body: Terms) -> Packed:
    raw, reading, article = found.raw, found.reading, found.reading.article
    return packed(
        Incoming(
            key=article_key(task.collection, raw.path, raw.position, article.given_id),
            position=raw.position,
            kind=raw.kind,
            encoding=raw.encoding,
            raw=raw.text,
            text=None if reading.text == raw.text else reading.text,
            removed=reading.removed,
            article=article,
            word_count=len(body.starts),
            terms_version=ANALYSIS_VERSION,
            title_terms=title.pack(),
            lead_terms=lead.pack(),
            body_terms=body.pack(),
            signature=signature(body.exact),
        )
    )


class Comparison:
    """What a file holds against what the store has of it; its articles are asked about in their order."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        level = [known for known in kept if known.pipeline == VERSION]
        self._by_place = {(known.position, known.raw_hash): known for known in level}
        self._by_key = {(known.key, known.sequence): known for known in level}
        self._seen: Counter[str] = Counter()

    def same(self, clipping: Clipping) -> Kept | None:
        """The row that has this very text at this place, so that it hardly needs preparing."""
        return self._by_place.get((clipping.position, raw_hash(clipping.text))) if self._by_place else None

    def standing(self, same: Kept) -> Unchanged | None:
        """Such a row as it stands, where its turn among those of its key is the same too."""
        if same.sequence != self._seen[same.key]:
            return None
        self._seen[same.key] += 1
        return Unchanged(same, same.position)

    def outcome(self, prepared: Packed | Rejected, position: int | None) -> Outcome:
        """What is to be kept of a prepared article, told apart from those of its key before it."""
        if isinstance(prepared, Rejected):
            return prepared
        placed = replace(prepared, sequence=self._seen[prepared.key])
        self._seen[placed.key] += 1
        known = self._by_key.get((placed.key, placed.sequence))
        if known is not None and known.raw_hash == placed.raw_hash:
            return Unchanged(known, position)
        return placed
