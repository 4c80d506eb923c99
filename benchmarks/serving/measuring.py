"""One server measured: every kind of question, by one connection and by many, for the first time and again."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import cycle, islice

from benchmarks.processes import Running, ServerFailed, tag_of
from benchmarks.quantiles import quantile
from benchmarks.serving.load import Figures, Reply, Target, Vegeta, figures
from benchmarks.serving.questions import KINDS, Kind, Question, Questions
from benchmarks.serving.servers.server import Answer, Ingested, Place, Server

BARE = "Bare Tantivy, one thread, no HTTP"
CONNECTIONS = (1, 16)
P99_ALLOWED = 50.0
# A sixty-fourth of the range that is searched; each step takes as long as `Plan.step`.
_STEPS = 6
# The highest rate of an open loop is sought up to so many times that of the closed one.
_ABOVE_CLOSED = 1.25
_LEAST_RATE = 2.0
# A server is started anew for each round, in which it sees the requests for the first time; one that has taken as many
# seconds as that has given enough to go by.
_ROUNDS = 3
_ENOUGH = 12.0

Turn = tuple[int, bool]
"""Connections, and whether the requests had been seen before."""

Passes = dict[Kind, list[list[Reply]]]
"""What came of the requests of a kind, each time that they were sent."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds: the most for the requests of one kind, when first seen; for them again; for a step of the open loop."""

    first: float
    again: float
    step: float


@dataclass(frozen=True, slots=True)
class Highest:
    """The highest rate with p99 under 50 ms; `fresh` where no request came twice on the way to it."""

    rate: float
    fresh: bool


@dataclass(slots=True)
class Measured:
    """What is known of one server; `mixed` are all kinds of a turn together, `sent` mean bytes of a body.

    `unchanged` are, by connections, requests of all kinds whose answers the client has.
    """

    name: str
    ingested: Ingested | None = None
    memory: int | None = None
    kinds: dict[Turn, dict[Kind, Figures]] = field(default_factory=dict)
    mixed: dict[Turn, Figures] = field(default_factory=dict)
    sent: dict[Kind, float] = field(default_factory=dict)
    answers: dict[Question, Answer] = field(default_factory=dict)
    highest: dict[bool, Highest] = field(default_factory=dict)
    unchanged: dict[int, Figures] = field(default_factory=dict)
    failure: str = ""


class Measuring:
    def __init__(self, vegeta: Vegeta, questions: Questions, plan: Plan) -> None:
        self._vegeta = vegeta
        self._questions = questions
        self._plan = plan
        self.replies: dict[str, str] = {}
        """Microfiche's bodies by address, for those who are to answer with the same."""

    def measure(self, server: Server, place: Place, result: Measured) -> None:
        """Fill in what comes of it, bit by bit, so that what fails later loses nothing."""
        result.ingested = server.ingest(place)
        for connections in CONNECTIONS:
            self._turns(server, place, connections, result)

    def _turns(self, server: Server, place: Place, connections: int, result: Measured) -> None:
        passes: Passes = {}
        begin = time.monotonic()
        for number in range(1, _ROUNDS + 1):
            with server.running(place) as running:
                warming = _targets(server, self._questions.warming)
                self._vegeta.in_turn(running.base, warming, connections, self._plan.first)
                self._first(server, running, connections, passes, result)
                if number < _ROUNDS and server.remembers and time.monotonic() - begin < _ENOUGH:
                    continue
                self._again(server, running, connections, result)
                self._unchanged(server, running, connections, result)
                result.memory = running.memory
                if connections == CONNECTIONS[-1]:
                    self._open(server, running, result)
                    result.memory = max(running.memory or 0, result.memory or 0) or None
                return

    def _first(
        self, server: Server, running: Running, connections: int, passes: Passes, result: Measured
    ) -> None:
        for kind, questions in _by_kind(self._questions.asked).items():
            targets = _targets(server, questions)
            replies = self._vegeta.in_turn(running.base, targets, connections, self._plan.first)
            passes.setdefault(kind, []).append(replies)
            # With one connection alone are replies in the order of requests.
            if connections == 1:
                self._take_answers(server, questions, replies, result)
                result.sent[kind] = sum(len(one.body) for one in replies) / max(1, len(replies))
                if server.gives_bodies:
                    self.replies |= {
                        targets[one.place].path: one.body.decode() for one in replies if one.good
                    }
        _note(result, (connections, False), passes)

    def _take_answers(
        self, server: Server, questions: Sequence[Question], replies: Sequence[Reply], result: Measured
    ) -> None:
        for one in replies:
            question = questions[one.place]
            answer = server.read(question, one.body) if one.good else None
            if answer is not None:
                result.answers[question] = answer

    def _again(self, server: Server, running: Running, connections: int, result: Measured) -> None:
        passes: Passes = {}
        for kind, questions in _by_kind(self._questions.asked).items():
            targets = _targets(server, questions)
            passes[kind] = [self._vegeta.over_and_over(running.base, targets, connections, self._plan.again)]
        _note(result, (connections, True), passes)
        if not server.remembers:
            _note(result, (connections, False), passes)

    def _unchanged(self, server: Server, running: Running, connections: int, result: Measured) -> None:
        if not server.gives_bodies:
            return
        targets = _targets(server, in_turns(self._questions.asked))
        known = [replace(target, known=tag) for target in targets if (tag := tag_of(running, target.path))]
        replies = self._vegeta.over_and_over(running.base, known, connections, self._plan.again)
        if measured := figures([replies]):
            result.unchanged[connections] = measured

    def _open(self, server: Server, running: Running, result: Measured) -> None:
        """First with questions that were never asked, as far as they reach, then with those that were."""
        for again, questions in ((False, self._questions.fresh), (True, in_turns(self._questions.asked))):
            closed = result.mixed.get((CONNECTIONS[-1], again))
            if closed and questions:
                result.highest[again] = self._highest(running, _targets(server, questions), closed.rate)

    def _highest(self, running: Running, targets: Sequence[Target], closed_rate: float) -> Highest:
        used = 0

        def holds(rate: float) -> bool:
            nonlocal used
            begin = used % len(targets)
            count = max(1, round(rate * self._plan.step))
            used += count
            part = list(islice(cycle(targets), begin, begin + count))
            replies = self._vegeta.at_rate(running.base, part, rate, self._plan.step)
            times = sorted(one.seconds * 1e3 for one in replies)
            return all(one.good for one in replies) and quantile(times, 0.99) < P99_ALLOWED

        rate = highest(holds, closed_rate * _ABOVE_CLOSED)
        return Highest(rate, fresh=used <= len(targets))


def highest(holds: Callable[[float], bool], top: float, steps: int = _STEPS) -> float:
    """The highest rate that holds, found by halving what lies between one that does and one that does not."""
    low, high = 0.0, top
    for _ in range(steps):
        middle = (low + high) / 2
        if middle < _LEAST_RATE:
            break
        if holds(middle):
            low = middle
        else:
            high = middle
    return low


def measure_bare(questions: Questions, place: Place, result: Measured) -> None:
    """Tantivy by itself, in a process of its own."""
    folder, asked = place.folder / "bare", place.folder / "questions.json"
    folder.mkdir()
    asked.write_text(json.dumps([asdict(question) for question in questions.asked]), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.serving.bare", str(place.articles), str(asked), str(folder)]
    run = subprocess.run(command, capture_output=True, check=False, env=dict(place.environment))  # noqa: S603
    if run.returncode:
        raise ServerFailed(run.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    given = json.loads(run.stdout)
    result.ingested = Ingested(given["ingest"], given["index"], given["index"])
    result.memory = given["memory"]
    passes: Passes = {}
    clock = 0.0
    for question, one in zip(questions.asked, given["answers"], strict=True):
        values = one["answer"]
        result.answers[question] = replace(Answer(**values), ids=tuple(values["ids"]))
        passes.setdefault(question.kind, [[]])[0].append(Reply(0, 200, clock, one["seconds"], b""))
        clock += one["seconds"]
    _note(result, (1, False), passes)


def _note(result: Measured, turn: Turn, passes: Passes) -> None:
    result.kinds[turn] = {kind: measured for kind, some in passes.items() if (measured := figures(some))}
    mixed = figures(some for several in passes.values() for some in several)
    if mixed:
        result.mixed[turn] = mixed


def _targets(server: Server, questions: Sequence[Question]) -> list[Target]:
    return [server.target(question) for question in questions]


def _by_kind(questions: Sequence[Question]) -> dict[Kind, list[Question]]:
    kinds = {kind: [one for one in questions if one.kind == kind] for kind in KINDS}
    return {kind: some for kind, some in kinds.items() if some}


def in_turns(questions: Sequence[Question]) -> list[Question]:
    """One of each kind in turn."""
    kinds = list(_by_kind(questions).values())
    longest = max(map(len, kinds), default=0)
    return [some[place] for place in range(longest) for some in kinds if place < len(some)]
