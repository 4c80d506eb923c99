"""A thousand random questions to real news: every engine answers as the naive one."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from app.search.engines.live import ENGINES
from app.search.engines.seam import (
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Between,
    Clause,
    Close,
    Document,
    Engine,
    EngineRequest,
    Every,
    Except,
    FacetRequest,
    Sort,
    TallyRequest,
    Weighted,
    Word,
)
from tests.contract.agreement import assert_agrees
from tests.contract.articles import article, fill
from tests.contract.shelf import Shelf

_ARTICLES = 2_000
_QUESTIONS = 1_000
_SEED = 1912
_DEPTH = 5
_FIRST_DAY, _LAST_DAY = date(2012, 1, 1).toordinal(), date(2021, 1, 1).toordinal()
_SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "random")

pytestmark = pytest.mark.slow


def news(file: Path) -> Iterator[Document]:
    """The first articles, in plain lower-case words."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in islice(lines, _ARTICLES):
            fields = json.loads(line)
            yield article(
                fields["id"],
                _words(fields["body"]),
                title=_words(fields["title"]),
                author=_words(fields["authors"] or ""),
                topics=[topic for topic in fields["topics"] if topic],
                day=date.fromisoformat(fields["date"]) if fields["date"] else None,
            )


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


@dataclass(frozen=True, slots=True)
class Questions:
    """Draws from what is written: a frequent word is asked for often, and phrases are real ones."""

    random: Random
    documents: Sequence[Document]

    def request(self) -> EngineRequest:
        random = self.random
        filtered = random.sample(("topic", "date"), random.choice((0, 0, 1, 2)))
        facet = random.choice(("topic", "author", "year", "month"))
        return EngineRequest(
            self.clause(_DEPTH),
            filters={dimension: self.clause(1) for dimension in filtered},
            sort=random.choice(_SORTS),
            offset=random.choice((0, 0, 3, 40)),
            limit=random.choice((0, 10, 100)),
            facets=(FacetRequest(facet, 10, ("2017", "absent")),),
            counts=(self.leaf(),),
            tallies=(TallyRequest(random.choice(("year", "month", "day")), self.leaf()),),
            seed=f"{random.random()}",
        )

    def clause(self, depth: int) -> Clause:
        if depth == 0 or self.random.random() < 0.3:
            return self.leaf()
        parts = tuple(self.clause(depth - 1) for _ in range(self.random.randint(1, 3)))
        kinds: tuple[Clause, ...] = (AllOf(parts), AnyOf(parts), Except(parts[0]), Weighted(parts[0], 2.5))
        return self.random.choices(kinds, (4, 4, 2, 1))[0]

    def leaf(self) -> Clause:
        random = self.random
        field, run = self._run()
        first, last = sorted(random.choices(range(_FIRST_DAY, _LAST_DAY), k=2))
        leaves: tuple[Clause, ...] = (
            Word(field, run[0]),
            AnyWord(field, tuple(self._run()[1][0] for _ in range(random.randint(1, 6)))),
            Adjacent(field, (run * 2)[: max(2, len(run))]),
            Close(field, run[-1], run[0], random.choice((0, 1, 2, 3, 5, 8, 50))),
            Close(field, run[0], run[0], random.choice((0, 1, 2, 3, 10, 100))),
            Between("first_day", random.choice((None, first)), last),
            Word("topic", random.choice(self._document().keywords["topic"] or ("absent",))),
            Every(),
        )
        return random.choices(leaves, (6, 3, 6, 5, 2, 2, 2, 1))[0]

    def _run(self) -> tuple[str, tuple[str, ...]]:
        """A field, and up to five neighbouring words of one article's."""
        field = self.random.choice(("body.exact", "body.exact", "title.exact"))
        words = self._document().text[field].split() or ["absent"]
        start = self.random.randrange(len(words))
        return field, tuple(words[start : start + self.random.randint(1, 5)])

    def _document(self) -> Document:
        return self.random.choice(self.documents)


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[Document]:
    return [
        replace(document, text=_exact_alone(document))
        for document in news(shared / "data" / "news-10k.jsonl.gz")
    ]


def _exact_alone(document: Document) -> dict[str, str]:
    # The stems are the same words here, and half as many terms are indexed in half the time.
    return {field: text for field, text in document.text.items() if field.endswith(".exact")}


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(
    request: pytest.FixtureRequest, documents: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    shelf = Shelf(request.param, tmp_path_factory.mktemp("news"))
    engine = shelf.open()
    for start in range(0, len(documents), 500):
        fill(engine, *documents[start : start + 500])
    yield engine
    shelf.close()


def test_an_engine_agrees_with_the_naive_one_on_real_news(engine: Engine, documents: list[Document]) -> None:
    questions = Questions(Random(_SEED), documents)
    for _ in range(_QUESTIONS):
        assert_agrees(engine, questions.request(), documents)
