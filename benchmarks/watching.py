"""A command run: how long it took, or the most memory that it and all that it started held at once."""

import resource
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# A look at three processes of 200 MB takes 25 ms of a core: twenty a second made an ingest a fifth slower, which is why
# time and memory are measured in runs of their own.
_SECONDS_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """`cpu_seconds` are those of all processes together: on a machine that others use they say more than `seconds`."""

    seconds: float
    cpu_seconds: float


def timed(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command to its end. Raises `CalledProcessError` where it fails."""
    begin, used_before = time.perf_counter(), _used()
    subprocess.run(list(command), env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    return Run(time.perf_counter() - begin, _used() - used_before)


def peak_bytes(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """The most memory that a command held: of all its processes, pages that several share counted once (PSS)."""
    return watched(command, environment, _SECONDS_BETWEEN_LOOKS)[1]


def watched(command: Sequence[str], environment: Mapping[str, str], pause: float) -> tuple[Run, int]:
    """A run and its `peak_bytes`, looked at after each pause: with seconds between looks, the time is hardly longer."""
    begin, used_before, peak = time.perf_counter(), _used(), 0
    with subprocess.Popen(list(command), env=environment, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        while process.poll() is None:
            peak = max(peak, held_bytes(process.pid))
            time.sleep(pause)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Run(time.perf_counter() - begin, _used() - used_before), peak


def held_bytes(pid: int, kind: str = "Pss") -> int:
    """The memory of a process and all that descend from it: `Pss`, or `Rss`, which counts shared pages for each."""
    return sum(_held(one, kind) for one in _family(pid))


def open_files(pid: int) -> int:
    """How many files, sockets and pipes a process and all that descend from it hold open."""
    return sum(sum(1 for _ in _entries(Path(f"/proc/{one}/fd"))) for one in _family(pid))


def _used() -> float:
    """Seconds of a core that all ended children have used, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> Iterator[int]:
    """The process and all that descend from it."""
    yield pid
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _text(listed).split():
            yield from _family(int(child))


def _held(pid: int, kind: str) -> int:
    lines = _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{kind}:"))


def _entries(folder: Path) -> Iterator[Path]:
    """What a folder of a process holds; nothing once the process is gone."""
    with suppress(OSError):
        yield from folder.iterdir()


def _text(file: Path) -> str:
    """What a file of a process says; nothing once the process is gone."""
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return ""
