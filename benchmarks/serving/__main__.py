"""Microfiche beside floors and peers, on one machine in one run: `python -m benchmarks.serving [--help]`."""

import argparse
import json
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.processes import ServerFailed
from benchmarks.serving.articles import make_corpus, plain_lines, read_articles
from benchmarks.serving.load import Vegeta
from benchmarks.serving.measuring import BARE, Measured, Measuring, Plan, measure_bare
from benchmarks.serving.peers import datasette
from benchmarks.serving.picture import picture
from benchmarks.serving.questions import Questions, draw
from benchmarks.serving.servers.datasette import Datasette
from benchmarks.serving.servers.floors import Floor
from benchmarks.serving.servers.microfiche import PROGRAM, Microfiche, fill
from benchmarks.serving.servers.opensearch import NodeByCommand, NodeByUrl, OpenSearch
from benchmarks.serving.servers.server import Place, Server
from benchmarks.serving.servers.tutorial import Tutorial
from benchmarks.serving.table import tables
from benchmarks.watching import timed

_ROOT = Path(__file__).resolve().parents[2]
_README = _ROOT / "benchmarks" / "README.md"
_PICTURE = _ROOT / "benchmarks" / "results" / "serving.svg"
_BEGIN, _END = "<!-- serving: begin -->", "<!-- serving: end -->"
# What a server or a tool that misbehaves can come to, answers of another shape among it.
_FAILURES = (
    ServerFailed,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    HTTPException,
    subprocess.SubprocessError,
)
_SERVERS = ("microfiche", "floors", "tantivy", "datasette", "opensearch", "tutorial")


def main() -> None:
    options = _options()
    program = options.vegeta or shutil.which("vegeta")
    if not program:
        sys.exit(
            "vegeta is not here. With Go: go install github.com/tsenart/vegeta/v12@v12.13.0, or name it by --vegeta"
        )
    # Ends in order, so that nothing that was started stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        folder = stack.enter_context(
            TemporaryDirectory(prefix="microfiche-benchmark-", ignore_cleanup_errors=True)
        )
        run = _Run(options, Path(folder), stack, Vegeta(program))
        run.all()
    report = f"{_heading(options, run)}\n\n{tables(run.measured)}"
    print(f"\n{report}")
    if options.write:
        _write(report, picture(run.measured))


class _Run:
    def __init__(self, options: argparse.Namespace, folder: Path, stack: ExitStack, vegeta: Vegeta) -> None:
        self._options = options
        self._stack = stack
        compiled = folder / "compiled"
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {
            **kept,
            "MICROFICHE_DATA": str(folder / "data"),
            "MICROFICHE_LOG_FORMAT": "quiet",
            "PYTHONPYCACHEPREFIX": str(compiled),
            "PYTHONPATH": str(_ROOT),
        }
        self._place = Place(folder / "articles.jsonl", folder, environment)
        self._vegeta = vegeta
        self.measured: list[Measured] = []
        self.articles = 0
        self.requests = 0

    def all(self) -> None:
        """Each server after the other; one that fails is said to have, and the next has its turn."""
        corpus = self._options.articles or self._made()
        _say("Microfiche: ingest and export")
        # All modules compiled, as any run but the first finds them.
        timed([PROGRAM, "stats"], self._place.environment)
        ingested = fill(corpus, self._place)
        questions = self._questions()
        plan = Plan(self._options.first_seconds, self._options.again_seconds, self._options.step_seconds)
        measuring = Measuring(self._vegeta, questions, plan)
        replies = self._place.folder / "replies.json"
        for workers in (1, 2):
            self._one("microfiche", Microfiche(workers, ingested), measuring)
        replies.write_text(json.dumps(measuring.replies), encoding="utf-8")
        self._one("floors", Floor("fastapi", replies), measuring)
        self._one("floors", Floor("raw", replies), measuring)
        self._try("tantivy", BARE, partial(measure_bare, questions, self._place))
        self._try("datasette", "Datasette, FTS5", partial(self._datasette, measuring))
        self._try("opensearch", "OpenSearch", partial(self._opensearch, measuring))
        self._one("tutorial", Tutorial(), measuring)

    def _one(self, group: str, server: Server, measuring: Measuring) -> None:
        self._try(group, server.name, partial(measuring.measure, server, self._place))

    def _try(self, group: str, name: str, measure: Callable[[Measured], None]) -> None:
        if group not in self._options.servers:
            return
        _say(name)
        result = Measured(name)
        self.measured.append(result)
        try:
            measure(result)
        except _FAILURES as error:
            result.failure = f"{error}" or type(error).__name__
            _say(f"  failed: {result.failure}")

    def _datasette(self, measuring: Measuring, result: Measured) -> None:
        measuring.measure(Datasette(datasette(self._options.peers)), self._place, result)

    def _opensearch(self, measuring: Measuring, result: Measured) -> None:
        if self._options.opensearch:
            node: NodeByUrl | NodeByCommand = NodeByUrl(self._options.opensearch)
        elif self._options.opensearch_start:
            node = NodeByCommand(self._options.opensearch_start)
        else:
            raise ServerFailed("Neither --opensearch nor --opensearch-start says where it is.")
        with ExitStack() as until:
            measuring.measure(OpenSearch(node, until), self._place, result)

    def _made(self) -> Path:
        file = self._place.folder / "made.jsonl.gz"
        make_corpus(file, self._options.made, self._options.seed)
        return file

    def _questions(self) -> Questions:
        articles = list(read_articles(self._place.articles))
        self.articles = len(articles)
        given = list(plain_lines(self._options.queries)) if self._options.queries else []
        questions = draw(articles, self._options.requests, self._options.fresh, self._options.seed, given)
        self.requests = len(questions.asked)
        return questions


def _heading(options: argparse.Namespace, run: _Run) -> str:
    what = "given" if options.articles else f"made from seed {options.seed}"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({_processor()}), {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}; {run.articles:,} articles ({what}), {run.requests:,} requests:\n"
        f"`{_command()}`"
    )


def _command() -> str:
    """As it was typed, files by their names alone."""
    words = ["python", "-m", "benchmarks.serving", *sys.argv[1:]]
    return shlex.join(
        " ".join(Path(part).name if part.startswith("/") else part for part in word.split(" "))
        for word in words
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def _write(report: str, drawn: str) -> None:
    before, _, rest = _README.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    shown = f"![Requests a second](results/{_PICTURE.name})"
    _README.write_text(f"{before}{_BEGIN}\n{report}\n\n{shown}\n{_END}{after}", encoding="utf-8")
    _PICTURE.parent.mkdir(exist_ok=True)
    _PICTURE.write_text(drawn, encoding="utf-8")


def _say(words: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {words}", file=sys.stderr, flush=True)


def _options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    option = parser.add_argument
    option(
        "--articles", type=Path, help="a file of articles, JSON Lines, gzipped or not (made up if not given)"
    )
    option("--made", type=int, default=5_000, help="articles to make up (%(default)s)")
    option("--queries", type=Path, help="a file of queries, a line each: one more kind of request")
    option("--requests", type=int, default=1_000, help="requests of all kinds together (%(default)s)")
    option("--fresh", type=int, default=12_000, help="further requests for the open loop (%(default)s)")
    option("--seed", type=int, default=1, help="draws articles and requests (%(default)s)")
    option("--vegeta", help="the load tool, if it is not on the path")
    option(
        "--peers",
        type=Path,
        default=_ROOT / "build" / "peers",
        help="where Datasette is installed (build/peers)",
    )
    option("--opensearch", metavar="URL", help="a running node")
    option(
        "--opensearch-start",
        metavar="COMMAND",
        help="starts one; {port}, {transport} and {data} are filled in",
    )
    option("--servers", nargs="+", choices=_SERVERS, default=_SERVERS, help="only these")
    option("--first-seconds", type=float, default=6.0, help="at most, for requests of a kind (%(default)s)")
    option("--again-seconds", type=float, default=2.0, help="for the same again (%(default)s)")
    option("--step-seconds", type=float, default=3.0, help="for a step of the open loop (%(default)s)")
    option("--write", action="store_true", help="put table and picture into benchmarks/")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
