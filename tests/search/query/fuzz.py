"""Throw queries at the parser and at the service, and say what came of it.

    python -m tests.search.query.fuzz [--inputs 100000] [--seed 1] [FILE ...]

Files hold one query a line, as text or as JSON with the key `query`; each is asked too, and garbled for the rest.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import QueryError
from app.search.query.parse import MAX_LENGTH, Parsed, parse
from app.search.query.text import write
from tests.search.query.noise import Noise

SEED = 1
# A note on signs is told of the canonical text too: a word keeps its signs.
_STAY = {"signs_ignored", "more_notes"}

# Readings that took more milliseconds are timed again, and the shortest counts.
_SUSPECT = 10


@dataclass(slots=True)
class Findings:
    """Of all inputs: refusals and notes by code, the slowest reading in milliseconds of CPU, and what went wrong."""

    inputs: int = 0
    noted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_text: str = ""
    broken: list[str] = field(default_factory=list)


def fuzz(texts: Iterable[str]) -> Findings:
    found = Findings()
    for text in texts:
        found.inputs += 1
        took, parsed = _timed(text, found)
        if took > _SUSPECT:
            # Whatever else the machine does is in a single reading, too.
            took = min(took, *(_timed(text, Findings())[0] for _ in range(3)))
        if took > found.slowest:
            found.slowest, found.slowest_text = took, text
        if parsed is not None:
            _look_at(parsed, text, found)
    return found


def _timed(text: str, found: Findings) -> tuple[float, Parsed | None]:
    begin = time.process_time()
    parsed = None
    try:
        parsed = parse(text)
    except QueryError as error:
        found.refused[error.code] += 1
    return (time.process_time() - begin) * 1000, parsed


def _look_at(parsed: Parsed, text: str, found: Findings) -> None:
    found.noted += bool(parsed.notes)
    found.notes.update({note.code for note in parsed.notes})
    if not all(note.start is not None and note.end is not None for note in parsed.notes):
        found.broken.append(f"a note without a place: {text!r}")
    if not _reads_back(parsed):
        found.broken.append(f"not read back: {text!r} as {parsed.understood!r}")


def _reads_back(parsed: Parsed) -> bool:
    """Whether the canonical text, and the one of every operator spelt out, are read as the tree they were made of."""
    spelt = write(parsed.tree, match="any")
    for canonical, match in ((parsed.understood, "all"), (spelt, "all"), (spelt, "any")):
        if len(canonical) <= MAX_LENGTH:
            again = parse(canonical, match="all" if match == "all" else "any")
            if again.tree != parsed.tree or {note.code for note in again.notes} - _STAY:
                return False
    return True


def queries(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["query"] if line.startswith("{") else line


def _report(found: Findings) -> Iterator[str]:
    yield f"inputs tried      {found.inputs:,}"
    yield f"read with a note  {found.noted:,}"
    yield f"refused           {found.refused.total():,}"
    yield from (f"  {code:16}{count:,}" for code, count in found.refused.most_common())
    yield f"slowest reading   {found.slowest:.1f} ms, of {len(found.slowest_text):,} characters"
    yield f"  {found.slowest_text[:70]!r}"
    yield f"went wrong        {len(found.broken)}"
    yield from (f"  {broken[:200]}" for broken in found.broken[:20])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--inputs", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=SEED)
    given = options.parse_args()
    real = list(queries(given.files)) or [
        "moon landing",
        '"berlin wall" OR mauer -film',
        "title:fire date:2019",
    ]
    found = fuzz([*real, *Noise(given.seed, real).texts(given.inputs)])
    sys.stdout.write("\n".join(_report(found)) + "\n")
    return bool(found.broken)


if __name__ == "__main__":
    sys.exit(main())
