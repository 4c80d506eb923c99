"""How many near copies are found, and how many of those found are some: floors just under what was measured.

The pairs are made: articles of `corpus/`, and where it is there of `../shared`, edited as desks edit a wire story, all
in one store.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from app.analysis.terms import exact_terms
from app.articles import reads
from app.articles.revisions import raise_revision
from app.articles.settlement import Touched, settle
from app.articles.signatures import MIN_RUNS
from app.articles.writes import keep, open_file
from app.database import Database
from tests.archives import CORPUS, archive_at, ingest
from tests.articles.making import article, incoming
from tests.eval.edits import EDITS, Paragraphs, edited, joined, runs, shared_runs

# Their words are not written apart, so that no program can put in or replace one.
UNSPACED = {"zh", "ja", "th"}
NEWS = 150
UNEDITED = "unedited"


@dataclass(frozen=True, slots=True)
class Measured:
    """Recall by kind of edit, the share of runs that such an edit and its original have in common, and precision."""

    recall: Mapping[str, float]
    shared: Mapping[str, float]
    precision: float


def measure(folder: Path, found: Sequence[Paragraphs]) -> Measured:
    """Every second story and its edits, each an article; what is put in comes from the story after it."""
    texts: dict[tuple[int, str], list[str]] = {}
    for number, (story, other) in enumerate(zip(found[::2], found[1::2], strict=False)):
        texts[number, UNEDITED] = joined(story)
        for name in EDITS:
            words = edited(name, story, other, number)
            # What is left of a short story may be too short to be known again.
            if len(runs(words)) >= MIN_RUNS:
                texts[number, name] = words
    near = linked(folder, {f"{name} {number}": words for (number, name), words in texts.items()})
    hits, shares = Counter[str](), Counter[str]()
    counts = Counter(name for _, name in texts if name != UNEDITED)
    for (number, name), words in texts.items():
        if name != UNEDITED:
            original = f"{UNEDITED} {number}"
            hits[name] += f"{name} {number}" in near[original]
            shares[name] += round(1_000 * shared_runs(texts[number, UNEDITED], words))
    pairs = [(one, other) for one, others in near.items() for other in others]
    true = sum(one.rpartition(" ")[2] == other.rpartition(" ")[2] for one, other in pairs)
    return Measured(
        recall={name: hits[name] / counts[name] for name in counts},
        shared={name: shares[name] / counts[name] / 1_000 for name in counts},
        precision=true / len(pairs),
    )


def linked(folder: Path, texts: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """The near copies of each text, as the store finds them."""
    store = Database(folder / "store.db", folder / "locks")
    store.migrate()
    with store.write() as session:
        revision = raise_revision(session)
        file_id = open_file(session, "eval", "all", "all", 1)
        batch = [incoming(name, article(name, " ".join(words))) for name, words in texts.items()]
        settle(session, Touched(set(keep(session, file_id, batch, "1", revision))), revision)
    with store.read() as connection:
        near = {one.title: {copy.title for copy in one.copies} for one in reads.articles(connection)}
    store.close()
    return near


@pytest.fixture(scope="module")
def of_the_corpus(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    folder = tmp_path_factory.mktemp("corpus")
    with archive_at(folder / "read") as archive:
        ingest(archive, CORPUS)
        with archive.store.read() as connection:
            found = sorted(reads.articles(connection), key=lambda one: one.id)
    stories = [
        [exact_terms(paragraph.text) for paragraph in one.paragraphs]
        for one in found
        if one.language not in UNSPACED
        and not any(copy.kind == "near" and copy.id < one.id for copy in one.copies)
    ]
    return measure(folder / "edited", stories)


@pytest.fixture(scope="module")
def of_news(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    stories = list(islice(news(shared / "data" / "news-10k.jsonl.gz"), 2 * NEWS))
    return measure(tmp_path_factory.mktemp("news"), stories)


def news(file: Path) -> Iterator[Paragraphs]:
    """Bodies of 300 to 1,500 words, in paragraphs of fifty."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            words = exact_terms(json.loads(line)["body"])
            if 300 <= len(words) <= 1_500:
                yield [words[place : place + 50] for place in range(0, len(words), 50)]


# Floors of recall that hold in the corpus and among real stories alike.
FLOORS = [
    ("cut to half", 0.99),
    ("cut to 30 %", 0.99),
    ("new lede and notices", 0.99),
    ("local paragraphs", 0.99),
    ("sentences reordered", 0.99),
    ("a word in ten misread", 0.99),
    ("a word in five misread", 0.99),
    ("a word in six replaced", 0.99),
]


@pytest.mark.parametrize(("name", "floor"), [*FLOORS, ("halved, new lede, words replaced", 0.73)])
def test_a_story_is_known_again_after_an_edit(of_the_corpus: Measured, name: str, floor: float) -> None:
    assert of_the_corpus.recall[name] >= floor


def test_what_is_linked_is_the_same_story(of_the_corpus: Measured) -> None:
    assert of_the_corpus.precision >= 0.99


@pytest.mark.parametrize(
    ("name", "floor"), [*FLOORS, ("cut to 15 %", 0.93), ("halved, new lede, words replaced", 0.96)]
)
def test_a_real_story_is_known_again_after_an_edit(of_news: Measured, name: str, floor: float) -> None:
    assert of_news.recall[name] >= floor


def test_what_is_linked_among_real_stories_is_the_same_story(of_news: Measured) -> None:
    assert of_news.precision >= 0.99


def test_what_is_linked_among_reports_of_many_outlets_tells_of_one_event(
    shared: Path, tmp_path: Path
) -> None:
    """ECB+: 43 subjects of two events each that resemble each other; outlets print agencies' texts, whole or cut."""
    file = shared / "data" / "stories-ecbplus.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        cluster = {str(one["id"]): one["cluster"] for one in map(json.loads, lines)}
    with archive_at(tmp_path) as archive:
        ingest(archive, file)
        with archive.store.read() as connection:
            found = {one.id: one for one in reads.articles(connection)}
    pairs = {
        frozenset((one.id, copy.id)) for one in found.values() for copy in one.copies if copy.kind == "near"
    }
    events = [{cluster[str(found[member].given_id)] for member in pair} for pair in pairs]
    assert all(len(event) == 1 for event in events)
    assert len(pairs) >= 84


def test_every_edit_is_measured_on_news_and_leaves_some_of_the_text(of_news: Measured) -> None:
    assert of_news.recall.keys() == EDITS.keys()
    assert all(0.14 < share < 0.9 for share in of_news.shared.values())
