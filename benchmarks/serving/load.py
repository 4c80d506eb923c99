"""Load as vegeta makes it: a list of requests, by so many connections or at a rate, and how each was answered."""

import base64
import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.quantiles import quantile

_TIMEOUT = "30s"
_GOOD = (200, 304)
# What an open loop may have on its way at once; who needs more than this has long been slower than anyone waits.
_MOST_ON_THE_WAY = 500
csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True, slots=True)
class Target:
    """One request: `path` with its query; a `body` is JSON and is sent by POST, `known` the tag of a kept answer."""

    path: str
    body: bytes | None = None
    known: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of the request of that place in the list; `begin` and `seconds` by vegeta's clock."""

    place: int
    code: int
    begin: float
    seconds: float
    body: bytes

    @property
    def good(self) -> bool:
        return self.code in _GOOD


@dataclass(frozen=True, slots=True)
class Figures:
    """`rate` is good answers a second; the times are of all requests, in milliseconds."""

    requests: int
    errors: int
    rate: float
    p50: float
    p99: float
    p999: float


class Vegeta:
    def __init__(self, program: str) -> None:
        self._program = program

    def in_turn(
        self, base: str, targets: Sequence[Target], connections: int, most_seconds: float
    ) -> list[Reply]:
        """The closed loop: each connection sends its next request when the last is answered; bodies are kept."""
        return self._attack(base, targets, _closed(connections, most_seconds))

    def over_and_over(
        self, base: str, targets: Sequence[Target], connections: int, seconds: float
    ) -> list[Reply]:
        """The closed loop on the list from its beginning again and again, for so long; bodies are not kept."""
        return self._attack(base, targets, [*_closed(connections, seconds), "-max-body=0"], again=True)

    def at_rate(self, base: str, targets: Sequence[Target], rate: float, seconds: float) -> list[Reply]:
        """The open loop: requests start by the clock, whether or not the ones before are answered."""
        flags = [f"-rate={round(rate * 60)}/1m", f"-duration={seconds:.3f}s", "-max-body=0"]
        return self._attack(base, targets, [*flags, f"-max-workers={_MOST_ON_THE_WAY}"], again=True)

    def _attack(
        self, base: str, targets: Sequence[Target], flags: Sequence[str], *, again: bool = False
    ) -> list[Reply]:
        if not targets:
            return []
        with TemporaryDirectory() as folder:
            listed, result = Path(folder, "targets.json"), Path(folder, "result.bin")
            listed.write_text("".join(_line(base, target) for target in targets), encoding="utf-8")
            command = [self._program, "attack", "-format=json", f"-targets={listed}", f"-output={result}"]
            # A list that is read lazily ends the attack; one that is not begins anew.
            subprocess.run(  # noqa: S603
                [*command, *flags, f"-timeout={_TIMEOUT}", *([] if again else ["-lazy"])], check=True
            )
            encode = [self._program, "encode", "--to", "csv", str(result)]
            with subprocess.Popen(encode, stdout=subprocess.PIPE, text=True) as encoded:  # noqa: S603
                return _replies(csv.reader(encoded.stdout or ()), len(targets))


def _closed(connections: int, seconds: float) -> list[str]:
    return ["-rate=0", f"-workers={connections}", f"-max-workers={connections}", f"-duration={seconds:.3f}s"]


def _line(base: str, target: Target) -> str:
    # Asked for without compression, so that bytes are those of the answers and nobody is slowed by zipping.
    headers = {"Accept-Encoding": ["identity"]}
    if target.known:
        headers["If-None-Match"] = [target.known]
    request: dict[str, object] = {"method": "GET", "url": base + target.path, "header": headers}
    if target.body is not None:
        headers["Content-Type"] = ["application/json"]
        request |= {"method": "POST", "body": base64.b64encode(target.body).decode()}
    return json.dumps(request) + "\n"


def _replies(rows: Iterable[Sequence[str]], targets: int) -> list[Reply]:
    """The columns that vegeta writes; a row without a method is its note that the list is at its end."""
    return [
        Reply(
            int(row[8]) % targets, int(row[1]), int(row[0]) / 1e9, int(row[2]) / 1e9, base64.b64decode(row[6])
        )
        for row in rows
        if row[9]
    ]


def figures(passes: Iterable[Sequence[Reply]]) -> Figures | None:
    """Of some passes together, each by its own time from first request to last answer; None without any reply."""
    seconds = 0.0
    replies: list[Reply] = []
    for some in filter(None, passes):
        seconds += max(one.begin + one.seconds for one in some) - min(one.begin for one in some)
        replies += some
    if not replies:
        return None
    times = sorted(one.seconds * 1e3 for one in replies)
    good = sum(one.good for one in replies)
    shares = (quantile(times, share) for share in (0.5, 0.99, 0.999))
    return Figures(len(replies), len(replies) - good, good / seconds, *shares)
