"""A server under load for a while, with an ingest each minute: `python -m benchmarks.soak FILE [--minutes N]`.

It is asked at a steady rate, half of what it answers at most, by threads that do not wait for each other. Each minute
an ingest adds articles of the file and changes earlier ones. Memory and open files of all the server's processes are
looked at every ten seconds. The verdict is of the second half, for caches fill in the first.
"""

import argparse
import gzip
import json
import math
import os
import queue
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from benchmarks.asking import MICROFICHE, Client, served
from benchmarks.quantiles import quantile
from benchmarks.watching import held_bytes, open_files

_NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news-10k.jsonl.gz"
_THREADS = 16
_SECONDS_TO_FIND_THE_RATE = 10.0
_SECONDS_BETWEEN_LOOKS = 10.0
_SECONDS_BETWEEN_INGESTS = 60.0
# Articles that are there from the beginning, and those of each ingest: half of them new, half of them changed.
_AT_FIRST, _EACH = 8_000, 100
# An hour at this slope is a tenth of a server's memory. Memory goes up and down by 50 MB with each ingest, so that a
# slope counts where it is also twice its standard error: over ten minutes some 2 MB a minute, over twenty less than 1.
_FLAT_BYTES_A_MINUTE = 1_000_000
_ERRORS_BEYOND_CHANCE = 2
_FEWEST_MINUTES = 4


@dataclass(frozen=True, slots=True)
class Look:
    seconds: float
    pss: int
    rss: int
    files: int


@dataclass(slots=True)
class Soak:
    """What came of it; `late` counts questions that found no free thread within a second of their time."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    late: int = 0
    looks: list[Look] = field(default_factory=list)
    ingests: list[int] = field(default_factory=list)


def main() -> int:
    options = _options()
    articles = _read(options.file)
    with TemporaryDirectory() as folder:
        data = Path(folder, "data")
        feed = Feed(Path(folder, "feed.jsonl"), articles, data)
        feed.write(_AT_FIRST)
        if feed.ingest():
            sys.exit("The first ingest failed.")
        questions = _questions(options.queries, articles)
        with served(data, options.workers) as (client, pid):
            top = options.rate or _top_rate(client.port, questions)
            rate = options.rate or top / 2
            print(
                f"{f'{top:.0f} answers a second at most; ' if not options.rate else ''}asked {rate:.0f} a second",
                flush=True,
            )
            found = _soak((client, pid), questions, rate, 60 * options.minutes, feed)
    return _verdict(found)


class Feed:
    """A file that an ingest reads again and again: longer each time, with some of its articles changed."""

    def __init__(self, file: Path, articles: Sequence[dict[str, Any]], data: Path) -> None:
        self._file, self._articles, self._data = file, list(articles), data
        self._length = 0
        self._times = 0

    def grow(self) -> int:
        """The status of an ingest of the file with more articles and others."""
        self._times += 1
        for number in range(_EACH // 2):
            which = (self._times * _EACH + number * 7) % self._length
            body = self._articles[which]["body"]
            self._articles[which] = self._articles[which] | {
                "body": f"{body}\n\nCorrected, the {self._times}. time."
            }
        self.write(self._length + _EACH // 2)
        return self.ingest()

    def write(self, length: int) -> None:
        self._length = length
        with self._file.open("w", encoding="utf-8") as lines:
            for number in range(length):
                again, which = divmod(number, len(self._articles))
                article = self._articles[which]
                fresh = (
                    {"id": f"{article['id']}-{again}", "title": f"{article['title']} {again}"}
                    if again
                    else {}
                )
                lines.write(json.dumps(article | fresh) + "\n")

    def ingest(self) -> int:
        command = [str(MICROFICHE), "ingest", str(self._file), "--collection", "soak", "--quiet"]
        environment = os.environ | {"MICROFICHE_DATA": str(self._data)}
        return subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode  # noqa: S603


def _soak(
    server: tuple[Client, int], questions: Sequence[str], rate: float, seconds: float, feed: Feed
) -> Soak:
    found, over = Soak(), threading.Event()
    port, pid = server[0].port, server[1]
    due: queue.Queue[tuple[float, str] | None] = queue.Queue()
    askers = [threading.Thread(target=_asks, args=(port, due, found)) for _ in range(_THREADS)]
    others = [
        threading.Thread(target=_looks, args=(pid, found, over)),
        threading.Thread(target=_ingests, args=(feed, found, over)),
    ]
    for thread in (*askers, *others):
        thread.start()
    begin = time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begin + number / rate - time.monotonic()))
        due.put((time.monotonic(), questions[number % len(questions)]))
    over.set()
    for _ in askers:
        due.put(None)
    for thread in (*askers, *others):
        thread.join()
    return found


def _asks(port: int, due: "queue.Queue[tuple[float, str] | None]", found: Soak) -> None:
    client = Client(port)
    while (told := due.get()) is not None:
        when, path = told
        found.late += time.monotonic() - when > 1
        answer = client.ask(path)
        found.statuses[answer.status] += 1
        found.seconds.append(answer.seconds)


def _looks(pid: int, found: Soak, over: threading.Event) -> None:
    begin = time.monotonic()
    while not over.wait(_SECONDS_BETWEEN_LOOKS):
        look = Look(time.monotonic() - begin, held_bytes(pid), held_bytes(pid, "Rss"), open_files(pid))
        found.looks.append(look)
        print(f"{look.seconds:6.0f} s  PSS {look.pss / 1e6:6.0f} MB  {look.files} files", flush=True)


def _ingests(feed: Feed, found: Soak, over: threading.Event) -> None:
    while not over.wait(_SECONDS_BETWEEN_INGESTS):
        found.ingests.append(feed.grow())


def _top_rate(port: int, questions: Sequence[str]) -> float:
    """Answers a second to as many clients as there are threads, each asking as fast as it is answered."""
    answered: Counter[int] = Counter()
    end = time.monotonic() + _SECONDS_TO_FIND_THE_RATE

    def ask(first: int) -> None:
        client = Client(port)
        for path in islice(questions, first, None, _THREADS):
            if time.monotonic() > end:
                return
            answered[first] += client.ask(path).status == 200

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(_THREADS)]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answered.total() / (time.monotonic() - begin)


def _questions(file: Path | None, articles: Sequence[dict[str, Any]]) -> list[str]:
    """Searches of every kind by the words of the file, or of the articles."""
    drawn = random.Random(5)  # noqa: S311 - the same questions each time
    if file:
        asked = [line for line in file.read_text("utf-8").splitlines() if line]
    else:
        words = [word for one in islice(articles, 500) for word in one["body"].split() if word.isalpha()]
        asked = [" ".join(drawn.sample(words, drawn.choice((1, 1, 2)))) for _ in range(20_000)]
    shapes = (
        "search?q={}",
        "search?q={}",
        "search?q={}&facets=topic,source",
        "timeline?q={}",
        "suggest?q={}",
    )
    return [f"/v1/{shapes[n % len(shapes)]}".format(quote(q)) for n, q in enumerate(asked)]


def _verdict(found: Soak) -> int:
    later = found.looks[len(found.looks) // 2 :]
    slope, error = growth(later)
    files = later[-1].files - later[0].files if later else 0
    print(
        "| answers | statuses | p50 ms | p99 ms | late | ingests | PSS MB, first to last | RSS MB | files |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    statuses = ", ".join(f"{count:,} of {status}" for status, count in sorted(found.statuses.items()))
    times = (f"{1e3 * quantile(sorted(found.seconds), part):.1f}" for part in (0.5, 0.99))
    first, last = found.looks[0], found.looks[-1]
    print(
        f"| {len(found.seconds):,} | {statuses} | {' | '.join(times)} | {found.late:,} | {len(found.ingests)} "
        f"| {first.pss / 1e6:.0f} to {last.pss / 1e6:.0f} | {last.rss / 1e6:.0f} | {first.files} to {last.files} |"
    )
    print(f"second half: {slope / 1e6:+.2f} (±{error / 1e6:.2f}) MB a minute, {files:+} open files")
    faults = [
        *(
            f"{count:,} answers {status}"
            for status, count in found.statuses.items()
            if not 200 <= status < 500
        ),
        *(f"an ingest ended with {status}" for status in found.ingests if status),
        *(["memory grows"] if slope > max(_FLAT_BYTES_A_MINUTE, _ERRORS_BEYOND_CHANCE * error) else ()),
    ]
    without = "too short to tell of memory" if math.isinf(error) else "flat"
    print("; ".join(faults) or f"{without} and without fault")
    return bool(faults)


def growth(looks: Sequence[Look]) -> tuple[float, float]:
    """Bytes of memory a minute, and the standard error of that, from the means of whole minutes: each has one ingest.

    The error is infinite where there are too few of them to tell.
    """
    by_minute: dict[int, list[int]] = {}
    for look in looks:
        by_minute.setdefault(int(look.seconds // 60), []).append(look.pss)
    if len(by_minute) < _FEWEST_MINUTES:
        return 0.0, math.inf
    minutes, means = list(by_minute), [statistics.fmean(held) for held in by_minute.values()]
    slope, intercept = statistics.linear_regression(minutes, means)
    left = sum((mean - intercept - slope * minute) ** 2 for minute, mean in zip(minutes, means, strict=True))
    spread = len(minutes) * statistics.pvariance(minutes)
    return slope, math.sqrt(left / (len(minutes) - 2) / spread)


def _read(file: Path) -> list[dict[str, Any]]:
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as lines
    ):
        return [json.loads(line) for line in lines]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=_NEWS, help="JSON Lines (%(default)s)")
    parser.add_argument("--minutes", type=float, default=20, help="how long (%(default)s)")
    parser.add_argument(
        "--rate", type=float, help="questions a second; without it half of the top rate, which is found"
    )
    parser.add_argument(
        "--queries", type=Path, help="what to ask, a line each; without it words of the articles"
    )
    parser.add_argument("--workers", type=int, default=1, help="of the server (%(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
