"""What snippets cost, beside a plain search of the same texts: `python -m benchmarks.snippets [--rounds N]`.

The articles are made up from a seed: ten of 1,000 words, and one with a body of 1 MB.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from app.analysis.stems import stem
from app.articles.reads import articles, cards_and_texts
from app.ingest.pipeline import IngestRequest
from app.search.engines.seam import Adjacent, AnyOf, AnyWord, Clause, Close, Word
from app.search.marks import marks
from app.search.snippets import snippets
from app.settings import Settings
from app.wiring import open_archive

_SEED = 7
_VOCABULARY = 20_000
_PARAGRAPH = 60
_SHORT, _SHORT_WORDS = 10, 1_000
_LONG_LETTERS = 1_000_000
_ALTERNATIVES = 1_000
_BEGINNING = "astro"
_LETTERS = "etaoinshrdlucmfwypvbgkjqxz"


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds for a page of hits, the best of some rounds: to find and cut, and to search the texts plainly."""

    cutting: float
    floor: float
    shown: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.snippets", description=__doc__)
    parser.add_argument("--rounds", type=int, default=31, help="turns of each, the best counts (%(default)s)")
    rounds = parser.parse_args().rounds
    words = _vocabulary()
    with (
        TemporaryDirectory() as folder,
        closing(open_archive(Settings(data=Path(folder) / "data"))) as archive,
    ):
        source = Path(folder, "articles.jsonl")
        source.write_text("".join(_articles(words)), encoding="utf-8")
        archive.ingest.run(IngestRequest((source,)))
        with archive.store.read() as connection:
            sizes = {article.id: article.word_count for article in articles(connection)}
            long = max(sizes, key=lambda article_id: sizes[article_id])
            short = [article_id for article_id in sizes if article_id != long]
            for name, ids in ((f"{len(short)} bodies of 1,000 words", short), ("one body of 1 MB", [long])):
                _report(connection, name, ids, words, rounds)


def _report(connection: Connection, name: str, ids: Sequence[str], words: Sequence[str], rounds: int) -> None:
    print(
        f"{name}: reading their texts and terms {_best(partial(cards_and_texts, connection, ids), rounds):.2f} ms"
    )
    for kind, (clause, sought) in _queries(words).items():
        measured = measure(connection, clause, sought, ids, rounds)
        print(
            f"{name}, {kind}: {measured.cutting:.2f} ms for {measured.shown} snippets, plain search "
            f"{measured.floor:.2f} ms ({measured.cutting / measured.floor:.1f} times)"
        )


def measure(
    connection: Connection, clause: Clause, sought: Sequence[str], ids: Sequence[str], rounds: int
) -> Measured:
    """Marks, matches and windows of what has been read; the floor finds every place of `sought` in the bodies."""
    read = cards_and_texts(connection, ids)
    shown = {
        i: {"title": read[i].card.title, "lead": read[i].card.summary or "", "body": read[i].body}
        for i in ids
    }

    def cut() -> int:
        marked = marks(clause)
        return sum(len(snippets(marked, shown[i], read[i].terms)) for i in ids)

    def search() -> None:
        for text in read.values():
            for word in sought:
                at = text.body.find(word)
                while at >= 0:
                    at = text.body.find(word, at + 1)

    # In turns, so that whatever else the machine does slows both alike.
    times = [(_milliseconds(cut), _milliseconds(search)) for _ in range(rounds)]
    return Measured(*(min(column) for column in zip(*times, strict=True)), shown=cut())


def _queries(words: Sequence[str]) -> Mapping[str, tuple[Clause, tuple[str, ...]]]:
    """Clauses as queries come to them, and what is plainly searched for each; words by how common they are."""
    beginning = tuple(word for word in words if word.startswith(_BEGINNING))
    return {
        "a word": (_stemmed(words[300]), (words[300],)),
        "three words": (AnyOf(tuple(map(_stemmed, words[30:3_000:1_200]))), tuple(words[30:3_000:1_200])),
        "the three commonest words": (AnyOf(tuple(map(_stemmed, words[:3]))), tuple(words[:3])),
        "a phrase": (Adjacent("body.exact", tuple(words[5:7])), (" ".join(words[5:7]),)),
        "near words": (Close("body.exact", words[20], words[60], 5), (words[20], words[60])),
        f"a beginning of {len(beginning):,} words": (AnyWord("body.exact", beginning), (_BEGINNING,)),
        "1,000 words with nothing in common, none of them there": (
            AnyWord("body.exact", tuple(f"{number}" for number in range(_ALTERNATIVES))),
            (f"{_ALTERNATIVES}",),
        ),
    }


def _stemmed(word: str) -> Clause:
    return Word("all.stem", stem([word], "en")[0])


def _vocabulary() -> list[str]:
    """Made-up words, the commonest first; some begin alike."""
    chance = random.Random(_SEED)  # noqa: S311
    weights = range(len(_LETTERS), 0, -1)
    words = dict.fromkeys(
        "".join(chance.choices(_LETTERS, weights, k=chance.randint(2, 10))) for _ in range(_VOCABULARY)
    )
    rare = [f"{_BEGINNING}{word}" for word in list(words)[:_ALTERNATIVES]]
    return [*words, *rare]


def _articles(words: Sequence[str]) -> Iterator[str]:
    """Lines of JSON; how often a word stands in them falls with its rank, as in any language."""
    chance = random.Random(_SEED)  # noqa: S311
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(words))))
    for number in range(_SHORT + 1):
        count = _SHORT_WORDS if number < _SHORT else _LONG_LETTERS // 6
        drawn = chance.choices(words, cum_weights=weights, k=count)
        paragraphs = (" ".join(drawn[at : at + _PARAGRAPH]) for at in range(0, count, _PARAGRAPH))
        body = ".\n\n".join(paragraphs)[:_LONG_LETTERS]
        article = {"title": f"{words[0]} {number}", "text": body, "language": "en", "id": f"a{number}"}
        yield json.dumps(article) + "\n"


def _best(work: Callable[[], object], rounds: int) -> float:
    return min(_milliseconds(work) for _ in range(rounds))


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
