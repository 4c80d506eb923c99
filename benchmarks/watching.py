"""A command run: how long it took, or the most memory that it and all that it started held at once."""

import resource
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
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
    peak = 0
    with subprocess.Popen(list(command), env=environment, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        while process.poll() is None:
            peak = max(peak, held_bytes(process.pid))
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return peak


def held_bytes(pid: int) -> int:
    """The memory of a process and all that descend from it, pages that several share counted once (PSS)."""
    return sum(map(_held, _family(pid)))


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


def _held(pid: int) -> int:
    lines = _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _text(file: Path) -> str:
    """What a file of a process says; nothing once the process is gone."""
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return ""
