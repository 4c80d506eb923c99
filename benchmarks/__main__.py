"""The ingest beside the bare floor, in turns: `python -m benchmarks [FILE] [--rounds N]`. Writes nothing that stays."""

import argparse
import os
import statistics
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.serving.articles import make_corpus
from benchmarks.watching import Run, peak_bytes, timed

_MICROFICHE = Path(sys.executable).with_name("microfiche")

# Articles that are made up where none are given.
_MADE = 5_000
_HEADINGS = ("floor", "ingest", "again", "ratio", "peak MB", "store MB", "index MB")


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of each; sizes are in bytes."""

    floor: Run
    ingest: Run
    again: Run
    peak: int
    store: int
    index: int

    @property
    def ratio(self) -> float:
        return self.ingest.seconds / self.floor.seconds


def main() -> None:
    options = _options()
    if options.file and not options.file.is_file():
        sys.exit(
            f"{options.file} is not here: name a gzipped JSON Lines file, or none to have articles made up."
        )
    rounds = []
    with TemporaryDirectory() as compiled:
        environment = _environment(compiled)
        file = options.file or _made(Path(compiled))
        for number in range(1, options.rounds + 1):
            rounds.append(one_round(file, environment))
            _print_row(number, rounds[-1])
    print(f"median ratio to the floor: {statistics.median(each.ratio for each in rounds):.2f}")
    speedup = statistics.median(each.ingest.seconds / each.again.seconds for each in rounds)
    print(f"median of first run to unchanged second run: {speedup:.1f}")
    print(f"most memory of all processes: {max(each.peak for each in rounds) / 1e6:.0f} MB")


def one_round(file: Path, environment: Mapping[str, str]) -> Round:
    """Floor, ingest, the same ingest again, and once more into another folder, watched; each from a new process."""
    with TemporaryDirectory() as floor, TemporaryDirectory() as data:
        environment = {**environment, "MICROFICHE_DATA": data}
        ingest = [str(_MICROFICHE), "ingest", str(file), "--quiet"]
        return Round(
            floor=timed([sys.executable, "-m", "benchmarks.floor", str(file), floor], environment),
            ingest=timed(ingest, environment),
            again=timed(ingest, environment),
            peak=peak_bytes(ingest, {**environment, "MICROFICHE_DATA": f"{data}/watched"}),
            store=_size(Path(data).glob("store.db*")),
            index=_size(Path(data, "index").rglob("*")),
        )


def _size(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.is_file())


def _environment(compiled: str) -> dict[str, str]:
    """This one, with all modules compiled as any run but the first finds them, in a folder of their own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPYCACHEPREFIX": compiled, "MICROFICHE_DATA": compiled}
    timed([str(_MICROFICHE), "stats"], environment)
    return environment


def _made(folder: Path) -> Path:
    file = folder / "made.jsonl.gz"
    make_corpus(file, _MADE, seed=1)
    return file


def _print_row(number: int, one: Round) -> None:
    megabytes = (one.peak, one.store, one.index)
    cells = (
        *(f"{run.seconds:.1f} ({run.cpu_seconds:.1f})" for run in (one.floor, one.ingest, one.again)),
        f"{one.ratio:.2f}",
        *(f"{size / 1e6:.0f}" for size in megabytes),
    )
    if number == 1:
        print("Seconds; in brackets those of all cores together.")
        print("".join(f"{heading:>14}" for heading in ("", *_HEADINGS)))
    print("".join(f"{cell:>14}" for cell in (f"round {number}", *cells)), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="gzipped JSON Lines (made up if not given)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each (%(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
