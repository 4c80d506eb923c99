"""The IPTC Media Topics: 1,286 topics under 17 tops, each with labels in several languages.

Topics that a corpus brings itself and IPTC does not know have ids of the form `corpus:<slug>` and no place in the tree.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from app.articles.names import slug

OWN = "corpus:"
LabelLocale = Literal["ar", "da", "de", "en", "es", "fr", "pt-BR", "pt-PT", "sv", "zh"]
"""The locales that topics have labels in; a topic of the newest has them in English alone."""


@dataclass(frozen=True, slots=True)
class MediaTopic:
    """`path` leads from the top to the topic itself; `labels` is by locale (`en`, `fr`, `pt-BR`), `en` always there."""

    id: str
    labels: Mapping[str, str]
    definition: str
    path: tuple[str, ...]
    retired: bool

    @property
    def broader(self) -> str | None:
        return self.path[-2] if len(self.path) > 1 else None


class TopicTree:
    def __init__(self, topics: Iterable[MediaTopic]) -> None:
        self._topics = {topic.id: topic for topic in topics}
        self._by_slug: dict[str, list[str]] = {}
        self._narrower: dict[str, list[str]] = {}
        for topic in self._topics.values():
            if topic.broader:
                self._narrower.setdefault(topic.broader, []).append(topic.id)
        for topic in sorted(self._topics.values(), key=_precedence):
            for name in _names(topic):
                ids = self._by_slug.setdefault(name, [])
                if topic.id not in ids:
                    ids.append(topic.id)

    def __iter__(self) -> Iterator[MediaTopic]:
        return iter(self._topics.values())

    def get(self, topic_id: str) -> MediaTopic | None:
        return self._topics.get(topic_id)

    def find(self, name: str) -> tuple[str, ...]:
        """The ids of the topics labelled so in any locale: those in use before retired ones, broad before narrow."""
        return tuple(self._by_slug.get(slug(name), ()))

    def resolve(self, asked: str) -> tuple[str, ...]:
        """The ids that a filter's value means: an id as it is, a label or its slug otherwise."""
        if asked.lower() in self._topics or asked.startswith(OWN):
            return (asked.lower(),)
        return (*self.find(asked), OWN + slug(asked))

    def with_broader(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids and all that are above them, each once."""
        paths = (self._topics[i].path if i in self._topics else (i,) for i in ids)
        return tuple(dict.fromkeys(topic_id for path in paths for topic_id in path))

    def broader(self, topic_id: str) -> str | None:
        """The topic right above; None for a top and for a topic of another tree."""
        topic = self._topics.get(topic_id)
        return topic.broader if topic else None

    def narrower(self, topic_id: str) -> tuple[str, ...]:
        """The topics right below."""
        return tuple(self._narrower.get(topic_id, ()))

    def label(self, topic_id: str, locale: str = "en") -> str:
        """The topic's label, the English one where the locale has none; the id itself for a topic of another tree."""
        topic = self._topics.get(topic_id)
        return topic.labels.get(locale, topic.labels["en"]) if topic else topic_id


def _names(topic: MediaTopic) -> set[str]:
    return {slug(label) for label in topic.labels.values()}


def _precedence(topic: MediaTopic) -> tuple[bool, int, str]:
    return topic.retired, len(topic.path), topic.id


@cache
def topic_tree() -> TopicTree:
    """The tree that ships with Microfiche, read once."""
    packed = files("app.topics").joinpath("mediatopics.jsonl.gz").read_bytes()
    return TopicTree(
        MediaTopic(
            id=row["id"],
            labels=row["labels"],
            definition=row["definition"],
            path=tuple(row["path"]),
            retired=row["retired"] is not None,
        )
        for row in map(json.loads, gzip.decompress(packed).decode().splitlines())
    )
