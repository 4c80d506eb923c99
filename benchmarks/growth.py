"""What 10,000 to a million articles cost: `python -m benchmarks.growth FILE --sizes 10000,100000 --folder DIR`.

One data folder grows from size to size. At each, the ingest of what is added is measured, then a server of one worker
is asked by one client. What was measured stands in growth.json in the folder: the same command goes on behind it.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.asking import MICROFICHE, Client, served
from benchmarks.growing import BATCH, Source
from benchmarks.quantiles import quantile
from benchmarks.watching import watched

_NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news-10k.jsonl.gz"
# A file holds at most 256 MB unpacked; an article takes 6 KB.
_ARTICLES_A_FILE = 20_000
_QUESTIONS = 200
_SECONDS_A_KIND = 60.0
_SECONDS_BETWEEN_LOOKS = 2.0
_DEEP = 10_000
# How many articles a word of each kind is in: a number, or a share of the corpus.
_RARE = (2, 20)
_MIDDLING = (0.001, 0.01)
_COMMON = (0.05, 1.0)
_ASKED_WORDS = 6_000


def main() -> None:
    options = _options()
    sizes = sorted(int(size) for size in options.sizes.split(","))
    if any(size % BATCH for size in sizes):
        sys.exit(f"Sizes are multiples of {BATCH:,}.")
    options.folder.mkdir(parents=True, exist_ok=True)
    known = options.folder / "growth.json"
    found: list[dict[str, Any]] = json.loads(known.read_text("utf-8")) if known.exists() else []
    reached = max((int(one["articles"]) for one in found), default=0)
    source: Source | None = None
    for size in sizes:
        if size <= reached:
            continue
        source = source or Source(options.file)
        files = list(_made(source, options.folder / "made", reached, size))
        measured = {"articles": size} | _ingested(options.folder / "data", files, size - reached)
        measured |= _asked(options.folder / "data", files)
        found.append(measured)
        known.write_text(json.dumps(found, indent=1), encoding="utf-8")
        if not options.keep:
            for file in files:
                file.unlink()
        reached = size
    _print(found)


def _made(source: Source, folder: Path, first: int, behind: int) -> Iterator[Path]:
    """Files with the articles from one number to the next; those that are there whole are left as they are."""
    folder.mkdir(exist_ok=True)
    for begin in range(first, behind, _ARTICLES_A_FILE):
        end = min(begin + _ARTICLES_A_FILE, behind)
        file = folder / f"{begin:07}-{end:07}.jsonl"
        if not file.exists():
            unfinished = file.with_suffix(".unfinished")
            with unfinished.open("w", encoding="utf-8") as lines:
                for batch in islice(source.batches(begin // BATCH), (end - begin) // BATCH):
                    lines.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in batch)
            unfinished.rename(file)
        yield file


def _ingested(data: Path, files: list[Path], articles: int) -> dict[str, float]:
    """The ingest of these files into the folder, and what the folder then takes on the disk."""
    command = [str(MICROFICHE), "ingest", *map(str, files), "--collection", "made", "--quiet"]
    run, peak = watched(command, os.environ | {"MICROFICHE_DATA": str(data)}, _SECONDS_BETWEEN_LOOKS)
    return {
        "added": articles,
        "seconds": run.seconds,
        "core_seconds": run.cpu_seconds,
        "peak": peak,
        "store": sum(file.stat().st_size for file in data.glob("store.db*")),
        "index": _index_bytes(data),
    }


def _index_bytes(data: Path) -> int:
    """Files that two folders of the index share by a hard link count once."""
    known = {(s.st_ino, s.st_size) for f in (data / "index").rglob("*") if f.is_file() for s in (f.stat(),)}
    return sum(size for _, size in known)


def _asked(data: Path, files: list[Path]) -> dict[str, Any]:
    with served(data) as (client, _):
        questions = Questions(client, files)
        return {"milliseconds": {kind: _timed(client, ask) for kind, ask in questions.kinds.items()}}


def _timed(client: Client, question: Callable[[int], tuple[str, dict[str, object]]]) -> dict[str, float]:
    """The times of answers to questions of one kind: as many as come in a minute, and how many of them failed."""
    asked = (question(number) for number in range(_QUESTIONS))
    end = time.monotonic() + _SECONDS_A_KIND
    answers = [client.ask(path, **parameters) for path, parameters in asked if time.monotonic() < end]
    seconds = sorted(answer.seconds for answer in answers)
    return {
        "p50": 1e3 * quantile(seconds, 0.5),
        "p99": 1e3 * quantile(seconds, 0.99),
        "asked": len(answers),
        "failed": sum(answer.status != 200 for answer in answers),
    }


class Questions:
    """Questions of each kind, no two the same as far as there are words: drawn from the articles that came last."""

    def __init__(self, client: Client, files: list[Path]) -> None:
        self._drawn = random.Random(4)  # noqa: S311 - the same questions each time
        self._bodies = self._sample(files)
        total = int(client.ask("/v1/search", limit=0).value["total"])
        counts = self._counts(client)
        self._rare = self._within(counts, *_RARE)
        self._middling = self._within(counts, _MIDDLING[0] * total, _MIDDLING[1] * total)
        self._common = self._within(counts, _COMMON[0] * total, _COMMON[1] * total)
        self._ids = [hit["id"] for page in (1, 2, 3) for hit in self._hits(client, page)]
        self.kinds: dict[str, Callable[[int], tuple[str, dict[str, object]]]] = {
            "rare word": lambda n: ("/v1/search", {"q": self._rare[n % len(self._rare)]}),
            "common word": lambda n: ("/v1/search", {"q": self._of(self._common, n)}),
            "two words": lambda n: (
                "/v1/search",
                {"q": f"{self._of(self._middling, n)} {self._of(self._common, n)}"},
            ),
            "phrase": lambda n: ("/v1/search", {"q": self._phrase(n)}),
            "faceted": lambda n: (
                "/v1/search",
                {"q": self._of(self._middling, n), "facets": "topic,source,year"},
            ),
            "deep page": lambda n: (
                "/v1/search",
                {
                    "q": self._of(self._common, n),
                    "page": max(1, min(_DEEP, int(_COMMON[0] * total)) // 10 - n % 50),
                },
            ),
            "article": lambda n: (f"/v1/articles/{self._ids[n % len(self._ids)]}", {}),
            "related": lambda n: (f"/v1/articles/{self._ids[n % len(self._ids)]}/related", {}),
            "suggest": lambda n: ("/v1/suggest", {"q": self._of(self._middling, n)[: 3 + n % 2]}),
            "topics": lambda n: ("/v1/topics", {"within": self._of(self._middling, n)}),
            "corpus": lambda _: ("/v1/corpus", {}),
            "timeline": lambda n: ("/v1/timeline", {"q": self._of(self._middling, n)}),
        }

    def _of(self, words: list[str], number: int) -> str:
        return words[number % len(words)]

    def _phrase(self, number: int) -> str:
        words = self._bodies[number % len(self._bodies)].split()
        begin = self._drawn.randrange(len(words) - 1)
        return f'"{" ".join(words[begin : begin + 2])}"'.replace("¶", "")

    def _sample(self, files: list[Path]) -> list[str]:
        with self._drawn.choice(files).open(encoding="utf-8") as lines:
            return [json.loads(line)["body"] for line in islice(lines, 2 * _QUESTIONS)]

    def _counts(self, client: Client) -> dict[str, int]:
        """Words of these articles, and how many articles have each."""
        words = {
            word
            for body in self._bodies
            for word in body.lower().split()
            if word.isalpha() and word.isascii()
        }
        chosen = self._drawn.sample(sorted(words), min(len(words), _ASKED_WORDS))
        asked = {word: client.ask("/v1/search", q=word, limit=0, match="all") for word in chosen}
        return {word: int(answer.value["total"]) for word, answer in asked.items() if answer.status == 200}

    def _within(self, counts: dict[str, int], low: float, high: float) -> list[str]:
        found = [word for word, count in counts.items() if low <= count <= high]
        return found or sys.exit(f"No word is in {low:.0f} to {high:.0f} articles.")

    def _hits(self, client: Client, page: int) -> list[dict[str, Any]]:
        hits: list[dict[str, Any]] = client.ask(
            "/v1/search", limit=100, page=page, sort="random", seed="4"
        ).value["hits"]
        return hits


def _print(found: list[dict[str, Any]]) -> None:
    print("| articles | added a second | core ms each | peak MB | store MB | index MB |")
    print("|---|---|---|---|---|---|")
    for one in found:
        rate, each = one["added"] / one["seconds"], 1e3 * one["core_seconds"] / one["added"]
        megabytes = (f"{one[name] / 1e6:,.0f}" for name in ("peak", "store", "index"))
        print(f"| {one['articles']:,} | {rate:.0f} | {each:.1f} | {' | '.join(megabytes)} |")
    sizes = (f"{one['articles']:,}" for one in found)
    print(f"\n| p50 / p99 ms | {' | '.join(sizes)} |\n|---|{'---|' * len(found)}")
    for kind in found[0]["milliseconds"] if found else ():
        times = (one["milliseconds"][kind] for one in found)
        print(f"| {kind} | {' | '.join(map(_shown, times))} |")


def _shown(times: dict[str, float]) -> str:
    failed = f" ({times['failed']:.0f} of {times['asked']:.0f} failed)" if times["failed"] else ""
    return f"{times['p50']:.1f} / {times['p99']:.1f}{failed}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument(
        "file", nargs="?", type=Path, default=_NEWS, help="JSON Lines to grow from (%(default)s)"
    )
    parser.add_argument("--sizes", default="10000,100000,300000,1000000", help="articles (%(default)s)")
    parser.add_argument(
        "--folder", type=Path, required=True, help="where articles, data and results are kept"
    )
    parser.add_argument("--keep", action="store_true", help="keep the made articles: 6 GB for a million")
    return parser.parse_args()


if __name__ == "__main__":
    main()
