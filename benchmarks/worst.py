"""Ordinary searches beside the worst that we could think of: `python -m benchmarks.worst DATA [--rounds N]`.

A server of its own on a data folder that has been ingested into; sixteen clients, each sending one dear request after
another, in a process of their own; one client with ordinary searches, alone and beside them, in turns.
"""

import argparse
import http.client
import multiprocessing
import random
import statistics
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.asking import served
from benchmarks.quantiles import quantile

_WORST_CLIENTS = 16
# Before a dear request that was sent away is sent anew.
_PAUSE_SECONDS = 0.05
# The words that most articles have: `the`, `of` and the like, which any English corpus shares.
_COMMON = "the of and to in for on is that with as was by at from it be has have an are this not but he said".split()
_LOCALES = ("en", "en-US", "de", "fr")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FACETS = [("facets", "topic,source,author,agency,language,year,month"), ("facet_limit", "1000")]


def _search(q: str, *more: tuple[str, str]) -> str:
    return "/v1/search?" + urlencode([("q", q), *more])


ORDINARY = [
    _search("climate"),
    _search("government minister"),
    _search('"prime minister"'),
    _search("election", ("from", "2020"), ("facets", "topic,source,year")),
    _search("flood rescue"),
    _search("the"),
    "/v1/search",
]

WORST = {
    "wildcards at both ends": _search("*ati*"),
    "a pattern of many": _search("?*e*n?"),
    "five patterns": _search("*ers *ing* *tion *ness* *able", ("match", "any")),
    "a beginning of many": _search("co* re* in* un* st*", ("match", "all")),
    "200 common words, any": _search(" OR ".join((_COMMON * 8)[:200])),
    "200 phrases": _search(
        " OR ".join(f'"{a} {b}"' for a in _COMMON for b in _COMMON)[:1_990].rpartition(" OR ")[0]
    ),
    "a phrase of common words": _search('"of the and to the in"'),
    "near common words": _search(" OR ".join(f'"{a} {b}"~100' for a in _COMMON[:8] for b in _COMMON[:8])),
    "fuzzy words": _search("government~2 minister~2 president~2 political~2 election~2"),
    "thirty fuzzy words": _search(" OR ".join(f"{a}{b}ation~2" for a in "cdmrs" for b in "aeioul")),
    "all facets": _search("*", *_FACETS),
    "all facets of filters": _search(
        "the", *_FACETS, *(("language", "en"), ("topic", "sport"), ("from", "1990"), ("to", "2030"))
    ),
    "a deep page": _search("the OR of", ("page", "97"), ("limit", "100")),
    "a deep page in random order": _search(
        "the", ("sort", "random"), ("seed", "a"), ("page", "97"), ("limit", "100")
    ),
    "a hundred hits whole": _search(
        "the of and", ("limit", "100"), ("fields", "title,body,snippets,origin,paragraphs")
    ),
    "explained": _search(" ".join(_COMMON), ("limit", "100"), ("explain", "true")),
    "copies folded": _search("the", ("limit", "100"), ("collapse", "copies")),
    "everything as lines": _search("*", ("format", "ndjson")),
    "everything with bodies": _search("the", ("format", "ndjson"), ("fields", "title,body,snippets")),
    "nothing found": _search(" ".join(f"{word}qx" for word in _COMMON[:20])),
    "nothing found, misspelt": _search(" ".join(f"govermnet{letter}" for letter in _LETTERS[:20])),
    "suggestions": "/v1/suggest?q=s&limit=50",
    "suggestions of words": "/v1/suggest?" + urlencode({"q": "the of a", "limit": "50"}),
    "a timeline by days": "/v1/timeline?" + urlencode({"q": "the", "interval": "day"}),
    "all authors": "/v1/facets/author?" + urlencode({"within": "the", "limit": "1000"}),
}


@dataclass(slots=True)
class Times:
    """Seconds of each answer that was 200, by what was asked; and how many there were of each status."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def all(self) -> list[float]:
        return sorted(one for some in self.seconds.values() for one in some)


class Client:
    """One connection that is kept open, and made anew where the server hangs up."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, path: str, over: Event | None = None) -> tuple[int, float]:
        """The status and the seconds until all was read; an answer that is read when all is over is left."""
        begin = time.perf_counter()
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            while answer.read(1_000_000):
                if over and over.is_set():
                    self._connection.close()
                    break
        except (http.client.HTTPException, OSError):
            self._connection.close()
            return 0, time.perf_counter() - begin
        return answer.status, time.perf_counter() - begin


def main() -> None:
    options = _options()
    with served(options.data, options.workers) as (asked, _):
        port = asked.port
        paths = {name: path for name, path in WORST.items() if not options.only or name in options.only}
        warm = Client(port)
        for path in ORDINARY * 5:
            warm.ask(path)
        if options.alone:
            _print_alone(port, paths)
        ratios = []
        for number in range(1, options.rounds + 1):
            quiet = ordinary(port, options.seconds)
            with besieged(port, tuple(paths.values())) as told:
                loaded = ordinary(port, options.seconds)
            ratios.append(quantile(loaded.all, 0.99) / quantile(quiet.all, 0.99))
            print(f"round {number}: quiet {_told(quiet)}")
            print(
                f"          beside {_told(loaded)}; p99 {ratios[-1]:.1f} times; the others: {dict(told)}",
                flush=True,
            )
        print(f"median of p99 beside the worst to p99 alone: {statistics.median(ratios):.1f}")


def ordinary(port: int, seconds: float) -> Times:
    """What one client gets that asks as people do, one search after the other."""
    times, client, until = Times(), Client(port), time.monotonic() + seconds
    drawn = random.Random(time.time_ns())  # noqa: S311 - no secret
    while time.monotonic() < until:
        path = drawn.choice(ORDINARY)
        # A bound that keeps nothing out, so that no answer comes from a cache.
        bound = f"to={drawn.randint(2030, 2999)}-{drawn.randint(1, 12):02}-{drawn.randint(1, 28):02}"
        status, taken = client.ask(f"{path}{'&' if '?' in path else '?'}{bound}")
        times.statuses[status] += 1
        if status == http.HTTPStatus.OK:
            times.seconds[path].append(taken)
    return times


@contextmanager
def besieged(port: int, paths: Sequence[str]) -> Iterator[Counter[int]]:
    """Sixteen clients in a process of their own, asking without a pause; their answers are known at the end."""
    told: Counter[int] = Counter()
    context = multiprocessing.get_context("spawn")
    over, results = context.Event(), context.Queue()
    process = context.Process(target=_besiege, args=(port, paths, over, results))
    process.start()
    time.sleep(2)
    try:
        yield told
    finally:
        over.set()
        told.update(results.get(timeout=180))
        process.join()


def _besiege(
    port: int, paths: Sequence[str], over: Event, results: "multiprocessing.Queue[Counter[int]]"
) -> None:
    told: Counter[int] = Counter()

    def ask(number: int) -> None:
        client, drawn = Client(port), random.Random(number)  # noqa: S311 - no secret
        while not over.is_set():
            path = drawn.choice(paths)
            # No answer is to come from a cache.
            varied = f"{path}&labels={drawn.choice(_LOCALES)}" if path.startswith("/v1/search") else path
            status, _ = client.ask(varied, over)
            told[status] += 1
            if status == http.HTTPStatus.SERVICE_UNAVAILABLE:
                time.sleep(_PAUSE_SECONDS)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(_WORST_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(told)


def _print_alone(port: int, paths: dict[str, str]) -> None:
    client = Client(port)
    print(f"{'alone':32}{'status':>8}{'ms':>10}{'then ms':>10}")
    for name, path in paths.items():
        (status, first), (_, again) = client.ask(path), client.ask(path)
        print(f"{name:32}{status:>8}{first * 1000:>10.1f}{again * 1000:>10.1f}")


def _told(times: Times) -> str:
    p50, p99 = (quantile(times.all, share) * 1000 for share in (0.5, 0.99))
    return f"{len(times.all)} answers, p50 {p50:.1f} ms, p99 {p99:.1f} ms, {dict(times.statuses)}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.worst", description=__doc__)
    parser.add_argument("data", type=Path, help="a data folder that has been ingested into")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each (%(default)s)")
    parser.add_argument("--seconds", type=float, default=10, help="of each turn (%(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="of the server (%(default)s)")
    parser.add_argument("--alone", action="store_true", help="what each dear request takes by itself, first")
    parser.add_argument("--only", action="append", default=[], help="a kind of dear request, by its name")
    return parser.parse_args()


if __name__ == "__main__":
    main()
