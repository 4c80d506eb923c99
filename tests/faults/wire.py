"""A made corpus in a folder, and what becomes of it: the same for the same seed, day after day."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

_WORDS = "tide moon harbour council treaty storm market bridge election harvest museum railway".split()
# Half of the articles are never touched again, from these numbers on.
_CHANGING = 200


def write_wire(folder: Path, day: int, articles: int = 400) -> None:
    """Write the folder as it is on a day: JSON Lines and files, with copies, changes and removals from day to day."""
    for part in range(4):
        lines = [line(number, day) for number in range(part, articles, 4) if is_there(number, day)]
        file = folder / f"part-{part}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    for number in range(12):
        file = folder / "letters" / f"{number}.txt"
        file.parent.mkdir(exist_ok=True)
        file.unlink(missing_ok=True)
        if (number + day) % 5:
            file.write_text(f"A letter of reader {number}\n\n{prose(number, day // 3)}\n", encoding="utf-8")


def is_there(number: int, day: int) -> bool:
    return number >= _CHANGING or random.Random(f"{number} {day}").random() < 0.8


def line(number: int, day: int) -> dict[str, object]:
    version = day if number < _CHANGING and number % 3 == 0 else 0
    told = number - 1 if number % 10 == 9 else number
    one: dict[str, object] = {
        "id": f"{number}",
        "title": f"Report {told} of the {_WORDS[told % len(_WORDS)]}",
        "body": prose(told, version if told == number else 0),
        "source": "Courier",
        "published": f"2021-{told % 12 + 1:02}-{told % 28 + 1:02}",
    }
    return {name: value for name, value in one.items() if name != "published" or told % 6}


def prose(number: int, version: int) -> str:
    drawn = random.Random(f"{number} of {version}")
    return " ".join(["Tide", *drawn.choices(_WORDS, k=120), f"n{number}", f"v{version}", "end."])


def steady_ids(articles: int = 400) -> Iterator[str]:
    """The given ids of those that are there on every day, unchanged, and are nobody's copy."""
    return (f"{n}" for n in range(_CHANGING, articles) if n % 10 != 9)
