"""From a file's bytes to its text: decompressed within bounds, known to be text, and decoded."""

import json
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

import regex

from app.ingest.encoding import decode
from app.ingest.reading import LINE_SUFFIXES, Rejected

UnpackedKind = Literal["text", "markdown", "html", "json", "json_lines"]

KINDS: dict[str, UnpackedKind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    **dict.fromkeys(LINE_SUFFIXES, "json_lines"),
}
"""File name suffix to what the file holds; each may be followed by `.gz`."""

_NO_ARTICLES = frozenset(
    ".bib .c .cfg .conf .cpp .css .csv .h .ics .ini .java .js .lock .log .php .po .py .rb .rs .sh .sql .svg "
    ".tex .toml .ts .tsv .vtt .xsd .xsl .yaml .yml".split()
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (image, sound or video)"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "gzip under a name without .gz"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a zstandard archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
GZIP = b"\x1f\x8b"
GZIP_WINDOW = zlib.MAX_WBITS | 16
_PAGE = regex.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p)\b",
    regex.I | regex.S,
)
_PEEK = 2_000


@dataclass(frozen=True, slots=True)
class Unpacked:
    path: str
    kind: UnpackedKind
    text: str
    encoding: str


class _Refusal(Exception):
    """Carries the reason up to `unpack`, and no further."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def unpack(data: bytes, path: str, max_size: int) -> Unpacked | Rejected:
    """The text of a file, or why there is none: empty, too_large, corrupt_gzip, binary, unsupported.

    `max_size` is in bytes, and holds for the file as it lies there and for what it decompresses to.
    """
    try:
        return _unpack(data, path, max_size)
    except _Refusal as refusal:
        return Rejected(path, None, "unpack", refusal.reason, refusal.detail)


def known_binary(data: bytes) -> str | None:
    """What the first bytes give away, `a PDF` for one; None where they could be text."""
    return next((name for magic, name in _MAGIC if data.startswith(magic)), None)


def _unpack(data: bytes, path: str, max_size: int) -> Unpacked:
    if len(data) > max_size:
        raise _too_large(path, len(data), max_size)
    name = PurePosixPath(path.lower())
    if name.suffix == ".gz" and data:
        data = _gunzip(data, path, max_size)
        name = name.with_suffix("")
    if not data.strip(b"\0 \t\r\n"):
        raise _Refusal("empty", f"{path} is empty; nothing was read.")
    _refuse_binary(data, path)
    kind = KINDS.get(name.suffix)
    if kind is None and name.suffix in _NO_ARTICLES:
        raise _Refusal("unsupported", f"{path} is {name.suffix}, which holds no articles; leave it out.")
    decoded = decode(data, markup=kind in ("html", None))
    if decoded is None:
        raise _Refusal("binary", f"{path} is binary, not text; leave it out.")
    text = decoded.text.removeprefix("\ufeff")
    if not text.strip():
        raise _Refusal("empty", f"{path} holds only blanks; nothing was read.")
    return Unpacked(path, kind or _kind_of(text, path), text, decoded.encoding)


def _gunzip(data: bytes, path: str, max_size: int) -> bytes:
    if not data.startswith(GZIP):
        raise _Refusal(
            "corrupt_gzip", f"{path} is named .gz and is not gzip; rename it or compress it again."
        )
    parts, size = [], 0
    while data.startswith(GZIP):
        member = zlib.decompressobj(GZIP_WINDOW)
        try:
            part = member.decompress(data, max_size - size + 1)
        except zlib.error:
            raise _Refusal("corrupt_gzip", f"{path} is damaged gzip; fetch or compress it again.") from None
        size += len(part)
        parts.append(part)
        if size > max_size:
            raise _too_large(path, None, max_size)
        if not member.eof:
            raise _Refusal("corrupt_gzip", f"{path} is gzip cut short; fetch or compress it again.")
        data = member.unused_data
    return b"".join(parts)


def _refuse_binary(data: bytes, path: str) -> None:
    found = known_binary(data)
    if found:
        raise _Refusal("binary", f"{path} is {found}, not text; leave it out or convert it.")


def _kind_of(text: str, path: str) -> UnpackedKind:
    if _PAGE.match(text[:_PEEK]):
        return "html"
    if text.lstrip()[:1] in ("{", "["):
        return _json_kind(text)
    if any(not letter.isprintable() and not letter.isspace() for letter in text[:_PEEK]):
        raise _Refusal(
            "unsupported", f"{path} is no text, HTML, Markdown or JSON; leave it out or convert it."
        )
    return "text"


def _json_kind(text: str) -> UnpackedKind:
    try:
        json.loads(text)
    except RecursionError:
        return "json"
    except ValueError:
        first = text.lstrip().partition("\n")[0]
        try:
            json.loads(first)
        except (ValueError, RecursionError):
            return "text"
        return "json_lines"
    return "json"


def _too_large(path: str, size: int | None, max_size: int) -> _Refusal:
    held = f"has {size:,} bytes" if size is not None else f"decompresses to more than {max_size:,} bytes"
    return _Refusal("too_large", f"{path} {held}; the limit is {max_size:,}. Split it, or raise the limit.")
