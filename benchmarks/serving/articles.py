"""The articles that every server is given: those that Microfiche made of the corpus, so that all hold the same."""

import gzip
import json
import random
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import TextIOWrapper
from itertools import accumulate
from pathlib import Path

from app.topics.tree import topic_tree

_VOCABULARY = 30_000
_LETTERS = "etaoinshrdlucmfwypvbgkjqxz"
_PARAGRAPHS = 5
_PARAGRAPH = 60
_SOURCES = 40
_TOPICS = (
    "politics",
    "economy",
    "sport",
    "health",
    "education",
    "weather",
    "science and technology",
    "labour",
)


@dataclass(frozen=True, slots=True)
class Article:
    """`date` is a day, or empty; `topics` are ids, those of broader topics among them."""

    id: str
    title: str
    body: str
    date: str
    source: str
    topics: tuple[str, ...]

    @property
    def year(self) -> str:
        return self.date[:4]


def exported(command: Sequence[str], environment: Mapping[str, str], file: Path) -> None:
    """Write what `microfiche export` gives as articles, one JSON object a line."""
    tree = topic_tree()
    with (
        file.open("w", encoding="utf-8") as written,
        subprocess.Popen(list(command), env=dict(environment), stdout=subprocess.PIPE) as export,  # noqa: S603
    ):
        for line in export.stdout or ():
            given = json.loads(line)
            topics = tree.with_broader(topic["id"] for topic in given["topics"])
            article = Article(
                id=given["id"],
                title=given["title"] or "",
                body=given["body"],
                date=_day(given["published"]),
                source=(given["source"] or {"id": ""})["id"],
                topics=tuple(topics),
            )
            written.write(json.dumps(asdict(article)) + "\n")
    if export.returncode:
        raise subprocess.CalledProcessError(export.returncode, list(command))


def _day(published: Mapping[str, str] | None) -> str:
    """Days alone: the others would need Microfiche's own rules for what is known to the month or year."""
    date = published["date"] if published else ""
    return date if len(date) == len("2021-04-07") else ""


def read_articles(file: Path) -> Iterator[Article]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            values = json.loads(line)
            yield Article(**{**values, "topics": tuple(values["topics"])})


def plain_lines(file: Path) -> Iterator[str]:
    """The lines of a text file, gzipped or not."""
    with file.open("rb") as raw, gzip.open(raw) if file.suffix == ".gz" else raw as unpacked:
        lines = TextIOWrapper(unpacked, encoding="utf-8")
        yield from (line.strip() for line in lines if line.strip())


def make_corpus(file: Path, count: int, seed: int) -> None:
    """Write made-up articles, gzipped JSON Lines: words as frequent as their rank has it, topics, sources and days."""
    rng = random.Random(seed)  # noqa: S311 - the same articles from the same seed
    words = _vocabulary(rng)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    # Without the time in its head, gzip gives the same bytes for the same articles.
    with (
        file.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=1, mtime=0) as packed,
        TextIOWrapper(packed, encoding="utf-8") as written,
    ):
        for number in range(count):
            paragraphs = [
                f"{' '.join(rng.choices(words, cum_weights=weights, k=_PARAGRAPH)).capitalize()}."
                for _ in range(rng.randint(1, 2 * _PARAGRAPHS))
            ]
            article = {
                "id": f"made-{number}",
                "title": " ".join(rng.choices(words[100:], k=6)).capitalize(),
                "body": "\n\n".join(paragraphs),
                "date": f"{rng.randint(2012, 2021)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
                "topics": rng.sample(_TOPICS, k=rng.randint(1, 2)),
                "source": f"The {words[200 + rng.randrange(_SOURCES)].capitalize()} Post",
                "language": "en",
            }
            written.write(json.dumps(article) + "\n")


def _vocabulary(rng: random.Random) -> list[str]:
    """Distinct words, the common ones shorter."""
    words: dict[str, None] = {}
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(_LETTERS))))
    while len(words) < _VOCABULARY:
        length = rng.randint(3, 5 + len(words) * 6 // _VOCABULARY)
        words["".join(rng.choices(_LETTERS, cum_weights=weights, k=length))] = None
    return list(words)


def size_of(files: Iterable[Path]) -> int:
    """Bytes of the files, folders' own left out."""
    return sum(file.stat().st_size for file in files if file.is_file())
