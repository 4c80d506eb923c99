"""A search as a feed: what RSS, Atom and JSON Feed have in common, and JSON Feed itself."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic_core import to_json

from app.articles.values import Further, Named, Topic
from app.search.answers import Hit, SearchAnswer

GENERATOR = "Microfiche"
# What ids are made within: drawn once, and never to change.
_NAMES = uuid.UUID("6b1f3c52-5a0e-4c39-9d3e-2f4d7c0b8a61")
# When a corpus changed that never has.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article. `published` is an instant; where only the day or less is known, `printed` alone tells it.

    `changed` is since when the archive has had the article as it is.
    """

    id: str
    title: str
    link: str
    changed: datetime
    summary: str | None
    body: str | None
    authors: tuple[Named, ...]
    source: Named | None
    topics: tuple[Topic, ...]
    language: str | None
    published: datetime | None
    printed: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """`address` is the feed's own, `home` that of the page for people, `following` that of the entries after these.

    `updated` is when the last of the entries changed, or the corpus where there are none.
    """

    id: str
    title: str
    address: str
    home: str
    following: str | None
    updated: datetime
    entries: tuple[Entry, ...]

    @property
    def description(self) -> str:
        return f"What a search of this archive finds: {self.title}."


@dataclass(frozen=True, slots=True)
class Addresses:
    """`base` is the API's own."""

    base: str
    feed: str
    home: str
    following: str | None


@dataclass(frozen=True, slots=True)
class Times:
    """Since when each article is as it is, by id, and when the corpus changed last, None where it never did."""

    articles: Mapping[str, datetime]
    corpus: datetime | None


def feed(
    answer: SearchAnswer,
    fields: Sequence[str],
    times: Times,
    asked: Sequence[tuple[str, str]],
    at: Addresses,
) -> Feed:
    """`asked` are the parameters that say which articles are meant, by which the feed is known for good."""
    named = "&".join(f"{name}={value}" for name, value in sorted(asked))
    entries = tuple(
        _entry(hit, fields, times.articles[hit.card.id], at.base)
        for hit in answer.hits
        if hit.card.id in times.articles
    )
    return Feed(
        id=_urn(f"search:{named}"),
        title=_title(answer),
        address=at.feed,
        home=at.home,
        following=at.following,
        updated=max((entry.changed for entry in entries), default=times.corpus or _NEVER),
        entries=entries,
    )


def json_feed(told: Feed) -> bytes:
    """JSON Feed 1.1."""
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": told.title,
        "description": told.description,
        "home_page_url": told.home,
        "feed_url": told.address,
        "next_url": told.following,
        "items": [_item(entry) for entry in told.entries],
    }
    return to_json(_known(values))


def rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _title(answer: SearchAnswer) -> str:
    filters = (
        f"{name} {', '.join(value) if isinstance(value, list) else value}"
        for name, value in answer.filters.items()
    )
    asked = "; ".join(part for part in (answer.q.strip(), *filters) if part)
    return f"{GENERATOR}: {asked or 'all articles'}"


def _entry(hit: Hit, fields: Sequence[str], changed: datetime, base: str) -> Entry:
    card, further = hit.card, hit.further or Further()

    def shown(name: str) -> bool:
        return not fields or name in fields

    published = card.published if shown("published") else None
    return Entry(
        id=_urn(f"article:{card.id}"),
        title=card.title,
        link=_web_address(card.url) or f"{base}/v1/articles/{card.id}",
        changed=changed,
        summary=card.summary if shown("summary") else None,
        body=further.body if "body" in fields else None,
        authors=card.authors if shown("authors") else (),
        source=card.source if shown("source") else None,
        topics=card.topics if shown("topics") else (),
        language=card.language if shown("language") else None,
        published=published.at if published else None,
        printed=published.date if published else None,
    )


def _item(entry: Entry) -> dict[str, object]:
    printed = {"date": entry.printed, "source": entry.source.label if entry.source else None}
    return _known(
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "content_text": entry.body or entry.summary or entry.title,
            "summary": entry.summary,
            "date_published": rfc3339(entry.published) if entry.published else None,
            "date_modified": rfc3339(entry.changed),
            "authors": [{"name": author.label} for author in entry.authors] or None,
            "tags": [topic.label for topic in entry.topics] or None,
            "language": entry.language,
            "_microfiche": _known(printed) or None,
        }
    )


def _known(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _web_address(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) else None


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMES, name).urn
