"""What is sent to do harm is read or refused within bounds of time and memory, and never ends the reading of others."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random

import pytest

from app.ingest.preparation import clippings
from app.ingest.read import read
from app.ingest.reading import Reading, Rejected
from app.ingest.split import parse
from tests.ingest.hostile import CPU_SECONDS, HOSTILE, LIMITS, LONGEST, SEED
from tests.ingest.making import TODAY
from tests.ingest.traps import TRAPS

ROOT = Path(__file__).resolve().parents[2]
FUZZED = 2_000
"""Mutated files that are read, of the corpus's each in turn: some ten seconds."""
FUZZED_EACH_TIME = 400

_MOST_CHANGES = 6
_LONGEST_PIECE = 400
_MOST_REPEATS = 50
_FUZZED_SIZE = 20_000
_SPLICED = (
    b"<",
    b">",
    b"&",
    b"\0",
    b"\xff",
    b"---\n",
    b"{",
    b"]",
    b"&#x",
    b"\xe2\x80",
    b"```",
    b"[](",
    b'"',
    b"\r",
)

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="the system sets no limits for a process")


@cache
def outcomes(*, longest: bool) -> dict[str, str]:
    """What became of the hostile sources; they are read in one run, each by a process with limits."""
    names = [name for name in HOSTILE if (name in LONGEST) == longest]
    command = [sys.executable, "-m", "tests.ingest.hostile", *names]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(line) for line in found.stdout.splitlines())


@needs_limits
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] if name in LONGEST else []) for name in HOSTILE],
)
def test_a_hostile_source_is_read_or_refused_within_its_limits(name: str) -> None:
    found = outcomes(longest=name in LONGEST)[name]
    assert found == HOSTILE[name].outcome, f"within {CPU_SECONDS} s of processor time"


def test_every_kind_of_file_meets_every_trap() -> None:
    met = {name.partition(": trap of ")[2] for name in HOSTILE}
    assert set(TRAPS) <= met


@pytest.mark.parametrize("fuzzed", [FUZZED_EACH_TIME, pytest.param(FUZZED, marks=pytest.mark.slow)])
def test_mutated_files_of_the_corpus_are_read_or_refused(fuzzed: int) -> None:
    draw = Random(SEED)
    files = sorted(path for path in (ROOT / "corpus").rglob("*") if path.is_file())
    sources = [(path.name, path.read_bytes()[:_FUZZED_SIZE]) for path in files]
    tried = 0
    results: list[Reading | Rejected] = []
    while tried < fuzzed:
        path, data = sources[tried % len(sources)]
        results += everything(path, mutated(data, draw))
        tried += 1
    assert tried == fuzzed
    assert {type(result) for result in results} == {Reading, Rejected}


def everything(path: str, data: bytes) -> list[Reading | Rejected]:
    """What becomes of the articles of a file."""
    raws = (one if isinstance(one, Rejected) else parse(one) for one in clippings(data, path, LIMITS))
    return [raw if isinstance(raw, Rejected) else read(raw, TODAY) for raw in raws]


def mutated(data: bytes, draw: Random) -> bytes:
    for _ in range(draw.randint(1, _MOST_CHANGES)):
        data = draw.choice((_cut, _repeated, _spliced, _flipped, _moved))(data, draw)
    return data


def _piece(data: bytes, draw: Random) -> tuple[int, int]:
    start = draw.randint(0, len(data))
    return start, min(len(data), start + draw.randint(1, _LONGEST_PIECE))


def _cut(data: bytes, draw: Random) -> bytes:
    start, end = _piece(data, draw)
    return data[:start] + data[end:]


def _repeated(data: bytes, draw: Random) -> bytes:
    start, end = _piece(data, draw)
    return data[:start] + data[start:end] * draw.randint(2, _MOST_REPEATS) + data[end:]


def _spliced(data: bytes, draw: Random) -> bytes:
    start, _ = _piece(data, draw)
    return data[:start] + draw.choice(_SPLICED) * draw.randint(1, _MOST_REPEATS) + data[start:]


def _flipped(data: bytes, draw: Random) -> bytes:
    if not data:
        return data
    changed = bytearray(data)
    for _ in range(draw.randint(1, _MOST_REPEATS)):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _moved(data: bytes, draw: Random) -> bytes:
    (start, end), (place, _) = _piece(data, draw), _piece(data, draw)
    return data[:place] + data[start:end] + data[place:]
