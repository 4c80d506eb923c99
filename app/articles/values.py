"""What an article is: frozen, validated values. All that enters or leaves the store is one of these."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

Precision = Literal["year", "month", "day", "minute", "second"]
TopicMethod = Literal["given", "section", "rule", "classifier"]
CopyKind = Literal["same", "near"]
ParagraphKind = Literal["text", "subhead", "caption", "quote"]


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Value):
    """A source, an agency or an author: `id` is the slug of `label`, so one name is one id everywhere."""

    id: str
    label: str


class Topic(Value):
    """A topic of an article. `id` is an IPTC id (`medtop:11000000`) or the corpus's own (`corpus:gardening`)."""

    id: str
    label: str
    confidence: float | None = None
    method: TopicMethod


class Published(Value):
    """When an article was published, as far as it is known.

    `date` is the day as printed, cut to what is known (`2021`, `2021-04`, `2021-04-07`) and never shifted by a zone.
    `at` is the UTC instant, where the time and its zone are known. `method` and `evidence` say where it was read.
    """

    date: str
    precision: Precision
    at: AwareDatetime | None = None
    method: str
    confidence: float | None = None
    evidence: str


class Paragraph(Value):
    kind: ParagraphKind = "text"
    text: str


def body_of(paragraphs: Iterable[Paragraph]) -> str:
    return "\n\n".join(paragraph.text for paragraph in paragraphs)


class Removed(Value):
    """One piece of the read text that cleaning took out; `start` and `end` are code points of that text."""

    start: int
    end: int
    text: str
    reason: str


class Copy(Value):
    """Another place where the same article was read (`same`), or another article that carries its text (`near`).

    `id` leads to this article where it is the same, and is the other article's own where it is near. `similarity` is
    estimated: of the runs of three words that either body has, the share that both have; None where the same.
    """

    id: str
    url: str | None
    path: str
    kind: CopyKind
    similarity: float | None
    title: str
    source: Named | None


class Refusal(Value):
    """What of a file was not taken in: `reason` is a short code, `detail` a sentence."""

    position: int | None
    stage: str
    reason: str
    detail: str


class Article(Value):
    """An article as the reading made it and as the store keeps it, short of what the store itself adds.

    `origin` names for each filled field where its value was read (`json:headline`, `first_line`, `front_matter:date`).
    """

    given_id: str | None = None
    title: str
    subtitle: str | None = None
    summary: str | None = None
    url: str | None = None
    source: Named | None = None
    agency: Named | None = None
    authors: tuple[Named, ...] = ()
    language: str | None = None
    topics: tuple[Topic, ...] = ()
    published: Published | None = None
    modified: str | None = None
    crawled: str | None = None
    paragraphs: tuple[Paragraph, ...]
    origin: dict[str, str] = {}

    @property
    def body(self) -> str:
        return body_of(self.paragraphs)


class Card(Value):
    """What a list of articles shows of each."""

    id: str
    given_id: str | None
    title: str
    summary: str | None
    url: str | None
    source: Named | None
    authors: tuple[Named, ...]
    language: str | None
    topics: tuple[Topic, ...]
    published: Published | None


@dataclass(slots=True)
class KeptCard:
    """A card as the store writes it: as JSON, read only where somebody wants more of it than goes out as it is."""

    id: str
    title: str
    summary: str | None
    json: bytes
    _card: Card | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, card: Card) -> Self:
        kept = cls(card.id, card.title, card.summary, card.model_dump_json().encode())
        kept._card = card
        return kept

    @property
    def card(self) -> Card:
        # Two threads may read it at once; they read the same.
        card = self._card
        if card is None:
            card = self._card = Card.model_validate_json(self.json)
        return card


class Further(Value):
    """What is known of an article beside its card; what was not asked for is not set."""

    subtitle: str | None = None
    agency: Named | None = None
    modified: str | None = None
    crawled: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    word_count: int = 0
    origin: dict[str, str] = {}
    copies: tuple[Copy, ...] = ()

    @property
    def body(self) -> str:
        return body_of(self.paragraphs)


class StoredArticle(Article):
    """An article as the store gives it back. `path` is where it was read, below the ingested root."""

    id: str
    word_count: int
    copies: tuple[Copy, ...]
    path: str
    revision: int


class Original(Value):
    """What was read, as the cleaner saw it, with the receipt of what it took out.

    `hash` is the SHA-256 of the source's exact text, in hex.
    """

    text: str
    path: str
    hash: str
    removed: tuple[Removed, ...]


class CorpusSummary(Value):
    """`updated` is the UTC time of the last change; the dates are printed days, None where nothing is dated."""

    articles: int
    revision: int
    updated: str | None
    first_published: str | None
    last_published: str | None
    undated: int
    languages: dict[str, int]
