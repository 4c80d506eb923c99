"""What a process holds, as the system counts it, once what it kept is gone."""

import subprocess
import sys

import pytest

from app.memory import give_back

_HELD = """
from pathlib import Path
from app.memory import give_back, share_arenas

def held():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Rss:"))

share_arenas()
before = held()
kept = [bytes([1]) * 5_000 for _ in range(20_000)]
# One in a hundred stays, so that no end of a heap is ever free.
kept = kept[::100]
holding = held()
give_back()
print(before, holding, held())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the heaps of glibc, as Linux counts them")
def test_what_is_free_between_what_is_kept_goes_back_to_the_system() -> None:
    said = subprocess.run([sys.executable, "-c", _HELD], check=True, capture_output=True, text=True).stdout
    before, holding, after = map(int, said.split())
    assert holding - before > 80_000
    assert after - before < 20_000


def test_giving_back_nothing_is_no_harm() -> None:
    give_back()
    give_back()
