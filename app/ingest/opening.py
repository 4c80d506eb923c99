"""A source opened: its bytes by their hash, its articles one after the other. The only module here that reads files."""

import errno
import hashlib
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader

from app.ingest.lines import Damaged, chunks, is_plain, lines
from app.ingest.preparation import Limits, bounded, clippings, too_large
from app.ingest.reading import LINE_SUFFIXES, Rejected
from app.ingest.sources import Source
from app.ingest.split import Clipping

# UTF-8 has at most so many bytes for a code point.
_BYTES_PER_LETTER = 4


@dataclass(slots=True)
class Opened:
    """A file that can be read. `hash` is SHA-256 of its bytes in hex, `bytes_read` how far its articles were read.

    `changed` says, once all articles were read, that the file was written to meanwhile, so that `hash` is not theirs.
    """

    source: Source
    limits: Limits
    hash: str
    data: bytes | None
    bytes_read: int = 0
    changed: bool = False

    def clippings(self) -> Iterator[Clipping | Rejected]:
        """The articles in order; a line that cannot be one is a refusal among them."""
        if self.data is not None:
            yield from clippings(self.data, self.source.path, self.limits)
            return
        try:
            with self.source.file.open("rb") as file:
                plain = is_plain(self._chunks(file), self.limits.file_size)
                file.seek(0)
                yield from self._lines(file) if plain else self._whole(file.read())
        except OSError as error:
            self.changed = True
            yield _unreadable(self.source, error)

    def _whole(self, data: bytes) -> Iterator[Clipping | Rejected]:
        if hashlib.sha256(data).hexdigest() == self.hash:
            yield from clippings(data, self.source.path, self.limits)
        else:
            yield self._changed()

    def _lines(self, file: BufferedReader) -> Iterator[Clipping | Rejected]:
        longest = _BYTES_PER_LETTER * self.limits.article_size
        read = lines(self._followed(file), longest)
        path = self.source.path
        try:
            for number, line in enumerate(read, 1):
                text = (
                    None if line is None else (line.removeprefix("\ufeff") if number == 1 else line).strip()
                )
                if text is None:
                    yield too_large(path, number, f"more than {self.limits.article_size:,}")
                elif text:
                    yield bounded(Clipping(path, number, "json", text), self.limits)
        except (Damaged, UnicodeDecodeError):
            # It was neither when it was looked at.
            yield self._changed()
            return
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() != self.hash:
            yield self._changed()

    def _followed(self, file: BufferedReader) -> Iterator[bytes]:
        for piece in self._chunks(file):
            self.bytes_read = file.tell()
            yield piece

    def _chunks(self, file: BufferedReader) -> Iterable[bytes]:
        return chunks(file, gzipped=self.source.path.lower().endswith(".gz"))

    def _changed(self) -> Rejected:
        self.changed = True
        path = self.source.path
        detail = f"{path} was written to while it was read: run the same command again."
        return Rejected(path, None, "file", "changed", detail)


def open_source(source: Source, limits: Limits) -> Opened | Rejected:
    """The file with its hash, or why it cannot be read: too_large, unreadable."""
    if source.size > limits.file_size:
        detail = f"{source.path} holds {source.size:,} bytes: raise MICROFICHE_MAX_FILE_SIZE to read it."
        return Rejected(source.path, None, "file", "too_large", detail)
    try:
        # Reading a pipe would wait for a writer, reading a device may never end.
        if not source.file.is_dir() and not stat.S_ISREG(source.file.stat().st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        if source.path.lower().removesuffix(".gz").endswith(LINE_SUFFIXES):
            with source.file.open("rb") as file:
                return Opened(source, limits, hashlib.file_digest(file, "sha256").hexdigest(), None)
        data = source.file.read_bytes()
    except OSError as error:
        return _unreadable(source, error)
    return Opened(source, limits, hashlib.sha256(data).hexdigest(), data)


def _unreadable(source: Source, error: OSError) -> Rejected:
    detail = f"{source.path} cannot be read ({error.strerror}): check its permissions."
    return Rejected(source.path, None, "file", "unreadable", detail)
