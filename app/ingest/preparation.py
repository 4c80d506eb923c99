"""A file's bytes to what the store is to keep of it. Pure, so that any process can do it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.analysis.terms import ANALYSIS_VERSION, analyse
from app.articles.identity import article_key
from app.articles.writes import Incoming, Kept, raw_hash
from app.ingest.read import PIPELINE_VERSION, read
from app.ingest.reading import RawArticle, Rejected, place
from app.ingest.split import split
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


Outcome = Incoming | Unchanged | Rejected


def raw_articles(data: bytes, path: str, limits: Limits) -> Iterator[RawArticle | Rejected]:
    unpacked = unpack(data, path, limits.file_size)
    if isinstance(unpacked, Rejected):
        yield unpacked
        return
    for raw in split(unpacked):
        if isinstance(raw, RawArticle) and len(raw.text) > limits.article_size:
            detail = (
                f"{place(path, raw.position)} holds {len(raw.text):,} characters: raise "
                "MICROFICHE_MAX_ARTICLE_SIZE to read it."
            )
            yield Rejected(path, raw.position, "split", "too_large", detail)
        else:
            yield raw


def outcomes(
    raws: Iterable[RawArticle | Rejected], collection: str, kept: Sequence[Kept], today: date
) -> Iterator[Outcome]:
    """What becomes of each article of a file; what is as `kept` has it is not read again."""
    level = [known for known in kept if known.pipeline == VERSION]
    by_place = {(known.position, known.raw_hash): known for known in level}
    by_key = {(known.key, known.sequence): known for known in level}
    seen: Counter[str] = Counter()
    for raw in raws:
        if isinstance(raw, Rejected):
            yield raw
            continue
        same = by_place.get((raw.position, raw_hash(raw.text)))
        if same is not None and same.sequence == seen[same.key]:
            seen[same.key] += 1
            yield Unchanged(same, raw.position)
            continue
        prepared = prepare(raw, collection, today)
        if isinstance(prepared, Incoming):
            prepared = replace(prepared, sequence=seen[prepared.key])
            seen[prepared.key] += 1
            known = by_key.get((prepared.key, prepared.sequence))
            if known is not None and known.raw_hash == raw_hash(raw.text):
                yield Unchanged(known, raw.position)
                continue
        yield prepared


def prepare(raw: RawArticle, collection: str, today: date) -> Incoming | Rejected:
    """The article read, analysed and packed; its `sequence` is 0 until its file is known."""
    reading = read(raw, today)
    if isinstance(reading, Rejected):
        return reading
    article = reading.article
    title = analyse(article.title, article.language)
    lead = analyse(article.summary or "", article.language)
    body = analyse(article.body, article.language)
    return Incoming(
        key=article_key(collection, raw.path, raw.position, article.given_id),
        sequence=0,
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
    )
