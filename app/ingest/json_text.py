"""JSON text to values that keep their place: elements of arrays and members of objects, with their spans."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import regex

_BLANK = regex.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)


class NotJson(ValueError):
    """The text is no JSON that can be read; `str(error)` says what is wrong and at which line and column."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A parsed value and the code points that it covers. `name` is its key in an object, None in an array."""

    value: object
    start: int
    end: int
    name: str | None = None


def value_at(text: str, start: int = 0) -> Placed:
    """The value that begins at `start`, blanks skipped.

    Raises NotJson, for numbers of thousands of digits and for too many levels of nesting as well.
    """
    begin = _skip(text, start)
    try:
        value, end = _DECODER.raw_decode(text, begin)
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise NotJson("it is nested too deeply") from None
    except ValueError:
        raise NotJson("it holds a number of too many digits") from None
    return Placed(value, begin, end)


def whole(text: str) -> Placed:
    """The one value that the text holds. Raises NotJson when more follows."""
    placed = value_at(text)
    rest = _skip(text, placed.end)
    if rest < len(text):
        line = text.count("\n", 0, rest) + 1
        raise NotJson(f"more follows after the first value, at line {line}")
    return placed


def elements(text: str, start: int) -> Iterator[Placed]:
    """The elements of the array at `start`, which has been parsed before and is sound."""
    place = _skip(text, start + 1)
    while text[place] != "]":
        placed = value_at(text, place)
        yield placed
        place = _after_comma(text, placed.end)


def members(text: str, start: int) -> Iterator[Placed]:
    """The members of the object at `start`, which has been parsed before and is sound."""
    place = _skip(text, start + 1)
    while text[place] != "}":
        key = value_at(text, place)
        placed = value_at(text, _skip(text, key.end) + 1)
        yield Placed(placed.value, placed.start, placed.end, str(key.value))
        place = _after_comma(text, placed.end)


def _after_comma(text: str, start: int) -> int:
    place = _skip(text, start)
    return _skip(text, place + 1) if text[place] == "," else place


def _skip(text: str, start: int) -> int:
    match = _BLANK.match(text, start)
    return match.end() if match else start
