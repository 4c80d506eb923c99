"""JSON Lines by the line: what is plain UTF-8 throughout need never be in memory as a whole."""

import codecs
from collections.abc import Generator, Iterable, Iterator
from functools import partial
from typing import BinaryIO

from isal import isal_zlib

from app.ingest.encoding import has_controls
from app.ingest.unpack import GZIP, GZIP_WINDOW, known_binary

# Bytes that are read, or unpacked, at a time.
_CHUNK = 1 << 20


class Damaged(Exception):
    """The bytes are no gzip, or not all of it."""


def chunks(file: BinaryIO, *, gzipped: bool) -> Iterator[bytes]:
    """The file's content, unpacked where it is gzipped, in pieces of bounded size. Raises Damaged."""
    if gzipped:
        yield from _unpacked(file)
    else:
        yield from iter(partial(file.read, _CHUNK), b"")


def is_plain(pieces: Iterable[bytes], most: int) -> bool:
    """Whether these are at most so many bytes of UTF-8 text, without doubt; whatever else they are is not said."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = 0
    blank = True
    try:
        for piece in pieces:
            begins_otherwise = size == 0 and known_binary(piece) is not None
            size += len(piece)
            if begins_otherwise or size > most or has_controls(piece):
                return False
            text = decoder.decode(piece)
            blank = blank and not text.strip("\ufeff \t\r\n")
        decoder.decode(b"", final=True)
    except (Damaged, UnicodeDecodeError):
        return False
    return not blank


def lines(pieces: Iterable[bytes], longest: int) -> Iterator[str | None]:
    """The lines of UTF-8 text, without their ends; None for one of more than `longest` bytes."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        for index, part in enumerate(piece.split(b"\n")):
            if index:
                yield _line(held, size, longest)
                held, size = [], 0
            size += len(part)
            if size <= longest:
                held.append(part)
    yield _line(held, size, longest)


def _line(parts: list[bytes], size: int, longest: int) -> str | None:
    return b"".join(parts).decode() if size <= longest else None


def _unpacked(file: BinaryIO) -> Iterator[bytes]:
    """The members of a gzip one after the other; what follows them and is none is padding."""
    packed = file.read(_CHUNK)
    if not packed.startswith(GZIP):
        raise Damaged
    while packed.startswith(GZIP):
        packed = yield from _member(packed, file)
        if len(packed) < len(GZIP):
            packed += file.read(_CHUNK)


def _member(packed: bytes, file: BinaryIO) -> Generator[bytes, None, bytes]:
    """Gives one member unpacked, and returns what was read past its end."""
    member = isal_zlib.decompressobj(GZIP_WINDOW)
    while True:
        try:
            piece = member.decompress(packed, _CHUNK)
        # Its stub declares this class as if it were an instance.
        except isal_zlib.error as error:  # type: ignore[misc]
            raise Damaged from error
        yield piece
        if member.eof:
            return member.unused_data
        packed = member.unconsumed_tail or file.read(_CHUNK)
        if not piece and not packed:
            raise Damaged
