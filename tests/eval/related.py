"""How often related articles tell of the same event: the stories of ECB+, two events of each kind among them."""

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.articles.reads import cards
from app.wiring import Archive
from tests.archives import archive_at, ingest

STORIES = (
    Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data" / "stories-ecbplus.jsonl.gz"
)
_SHOWN = 10
# A story of fewer articles cannot fill the first five.
_LEAST_TOLD = 6


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares that are of the article's own story: of the first five, of the first, of those said to be of one event."""

    articles: int
    first_five: float
    first: float
    same_event: float
    said: int


def measured(data: Path) -> Measured:
    """Ingest the stories into an archive at `data`, and ask what is related to each article of the larger ones."""
    with gzip.open(STORIES, "rt", encoding="utf-8") as lines:
        clusters = {story["id"]: story["cluster"] for story in map(json.loads, lines)}
    with archive_at(data) as archive:
        ingest(archive, STORIES)
        return _asked(archive, clusters)


def _asked(archive: Archive, clusters: dict[str, str]) -> Measured:
    with archive.store.read() as connection:
        found = cards(connection, list(archive.index.engine().ids()))
    from_ids = {i: clusters[kept.card.given_id or ""] for i, kept in found.items()}
    sizes = Counter(from_ids.values())
    asked = [i for i, cluster in from_ids.items() if sizes[cluster] >= _LEAST_TOLD]
    rights: list[list[bool]] = []
    said: list[bool] = []
    for i in asked:
        related = archive.related.of(i, _SHOWN) or ()
        rights.append([from_ids[one.card.id] == from_ids[i] for one in related])
        said += [right for one, right in zip(related, rights[-1], strict=True) if one.reason == "same_event"]
    return Measured(
        articles=len(asked),
        first_five=sum(sum(islice(right, 5)) for right in rights) / (5 * len(asked)),
        first=sum(any(right[:1]) for right in rights) / len(asked),
        same_event=sum(said) / len(said),
        said=len(said),
    )
