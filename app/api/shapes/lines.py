"""Hits as lines of text: a JSON object each, or a row of a table."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel
from pydantic_core import to_json

# What a field becomes in a table; one that is not here is one column of its own name.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "source": ("source", "source_id"),
    "agency": ("agency", "agency_id"),
    "authors": ("authors", "author_ids"),
    "topics": ("topics", "topic_ids"),
    "published": (
        "published",
        "published_precision",
        "published_at",
        "published_method",
        "published_confidence",
        "published_evidence",
    ),
    "links": ("link", "original_link"),
    "collapsed": ("collapsed", "collapsed_ids"),
}
_BETWEEN = "; "
# JSON lets these stand, and some readers of lines (Python's `splitlines` is one) end a line at each.
_LINE_ENDS = ("\x85", "\u2028", "\u2029")
# What a spreadsheet takes for the beginning of a formula, by the full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def json_lines(hits: Iterable[Mapping[str, object]]) -> bytes:
    return b"".join(_one_line(to_json(hit)) + b"\n" for hit in hits)


def _one_line(printed: bytes) -> bytes:
    for character in _LINE_ENDS:
        printed = printed.replace(character.encode(), f"\\u{ord(character):04x}".encode())
    return printed


def header_row(fields: Sequence[str]) -> bytes:
    return _rows([[column for name in fields for column in _COLUMNS.get(name, (name,))]])


def rows(hits: Iterable[Mapping[str, object]], fields: Sequence[str]) -> bytes:
    """One row a hit (RFC 4180, UTF-8 without a byte order mark), its columns those of `header_row`."""
    return _rows([[cell for name in fields for cell in _cells(name, hit[name])] for hit in hits])


def _rows(table: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(table)
    return written.getvalue().encode()


def _cells(name: str, value: object) -> list[str]:
    columns = _COLUMNS.get(name)
    if columns is None:
        return [_safe(_joined(name, value))]
    parts = _parts(name, value) if value is not None else [None] * len(columns)
    return [_safe(_text(part)) for part in parts]


def _parts(name: str, value: object) -> Sequence[object]:
    """The values of a field that has several columns."""
    plain = _plain(value)
    if isinstance(plain, list):
        return [_BETWEEN.join(one[part] for one in plain) for part in ("label", "id")]
    if not isinstance(plain, dict):
        raise TypeError(name)
    match name:
        case "published":
            return [plain[part] for part in ("date", "precision", "at", "method", "confidence", "evidence")]
        case "collapsed":
            return [plain["count"], _BETWEEN.join(plain["ids"])]
        case "links":
            return [plain["self"], plain["original"]]
        case _:
            return [plain["label"], plain["id"]]


def _joined(name: str, value: object) -> str:
    """The text of a field that has one column."""
    plain = _plain(value)
    match name, plain:
        case "copies", list():
            return _BETWEEN.join(copy["id"] for copy in plain)
        case "snippets", list():
            return " … ".join(_snippet_text(snippet) for snippet in plain)
    return _text(plain)


def _snippet_text(snippet: Mapping[str, object]) -> str:
    parts = snippet.get("parts")
    return "".join(part["text"] for part in parts) if isinstance(parts, list) else str(snippet["html"])


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _text(value: object) -> str:
    if value is None:
        return ""
    return to_json(value).decode() if isinstance(value, dict | list) else str(value)


def _safe(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would carry out, which then shows it as text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
