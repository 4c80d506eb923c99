"""Each fact of an article beside the place where it was read; what is not known is said to be unknown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.articles.provenance import Provenance
from app.articles.values import Named, Published, StoredArticle, Topic, TopicMethod
from app.ingest.reading import place
from app.search.facets import LANGUAGE_LABELS
from app.web.wording import day, grouped, spoken_origin

_METHODS: Mapping[TopicMethod, str] = {
    "given": "given by the source",
    "section": "the section that it was printed in",
    "rule": "read off the place where it stands",
    "classifier": "a guess by the words of the text",
}
_A_DAY = len("2021-04-07")


@dataclass(frozen=True, slots=True)
class Fact:
    """`known` and `where` are lines; where nothing is known there are none, and `unknown` says what that means."""

    id: str
    name: str
    known: tuple[str, ...]
    where: tuple[str, ...] = ()
    unknown: str = "unknown"


def facts(article: StoredArticle, kept: Provenance) -> tuple[Fact, ...]:
    """The rows of the table that says where each fact was read, in the order of a reader's questions."""
    return (*_said(article), *_refusals(article), *_of_the_archive(article, kept))


def often(confidence: float | None) -> str | None:
    """`right 99 times in 100`; None where it was not measured."""
    return f"right {round(confidence * 100)} times in 100" if confidence is not None else None


def _said(article: StoredArticle) -> Iterator[Fact]:
    def fact(name: str, label: str, known: str | None, unknown: str = "unknown") -> Fact:
        where = article.origin.get(name)
        return Fact(name, label, (known,) if known else (), (spoken_origin(where),) if where else (), unknown)

    spoken = _language(article.language) if article.language else None
    topics = fact("topics", "Topics", None, "unknown: none is given, and the words say too little")
    yield _date(article.published)
    yield fact("title", "Title", article.title)
    yield fact("subtitle", "Subtitle", article.subtitle, "none was found")
    yield fact("summary", "Summary", article.summary, "none was found")
    yield fact("authors", "Authors", _labels(article.authors), "unknown: nobody is named")
    yield fact("agency", "Agency", _label(article.agency), "unknown: none is named")
    yield fact("source", "Source", _label(article.source), "unknown: none is named")
    yield fact("url", "Address", article.url, "unknown: none was found")
    yield fact("language", "Language", spoken, "unknown: the text leaves it in doubt")
    yield replace(topics, known=tuple(map(_topic, article.topics)))
    yield fact("body", "Text", f"{grouped(article.word_count)} words")
    yield fact("given_id", "The source’s own id", article.given_id, "none is given")
    yield fact("modified", "Changed by the source", article.modified)
    yield fact("crawled", "Fetched", article.crawled)


def _date(published: Published | None) -> Fact:
    if published is None:
        return Fact("published", "Date", (), unknown="undated: no date was found in what was read")
    known = [day(published), f"known to the {published.precision}"]
    if published.at:
        known.append(f"the instant is {_instant(published.at)}")
    elif len(published.date) == _A_DAY:
        known.append("the instant is unknown: no time was found with its zone")
    trust = often(published.confidence) or "of unknown trust: it was not measured"
    where = spoken_origin(published.method), f"as “{published.evidence}”", f"a date read there is {trust}"
    return Fact("published", "Date", tuple(known), where)


def _refusals(article: StoredArticle) -> Iterator[Fact]:
    """What settling noted beside origins: a date that was not believed, an encoding other than UTF-8."""
    if refused := article.origin.get("published_refused"):
        told, _, fault = refused.rpartition(": ")
        where, _, date = told.rpartition(" ")
        yield Fact("refused", "A date not believed", (date, f"it is {fault}"), (spoken_origin(where),))
    if encoding := article.origin.get("encoding"):
        yield Fact("encoding", "Encoding", (encoding,), ("the bytes of the file, which are no plain UTF-8",))


def _of_the_archive(article: StoredArticle, kept: Provenance) -> Iterator[Fact]:
    yield Fact("path", "File", (place(article.path, kept.position),), ("below the folder that was read",))
    yield Fact("hash", "SHA-256 of what was read", (kept.hash,), ("counted when it was read",))
    yield Fact("added", "In the archive since", (_instant(kept.added),), ("the archive’s clock",))
    yield Fact("revision", "As it is since revision", (grouped(article.revision),), ("the archive’s count",))


def _topic(topic: Topic) -> str:
    measured = often(topic.confidence)
    how = _METHODS[topic.method]
    return f"{topic.label}: {how}, {measured}" if measured else f"{topic.label}: {how}"


def _language(code: str) -> str:
    name = LANGUAGE_LABELS.get(code)
    return f"{name} ({code})" if name else code


def _label(named: Named | None) -> str | None:
    return named.label if named else None


def _labels(named: Iterable[Named]) -> str | None:
    return ", ".join(one.label for one in named) or None


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
