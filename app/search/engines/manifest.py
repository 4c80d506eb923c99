"""What an index generation consisted of when it was published: the size and the checksum of every file.

A published generation never changes, so whatever differs later is damage. Engines notice by themselves what they
cannot read; a flipped bit that they can read would only make their answers wrong.
"""

import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import IndexUnreadable
from app.search.engines.refusal import refusal_named

_NAME = "MANIFEST"
_BYTES_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Seal:
    """A file as it was written; `modified` is in nanoseconds."""

    size: int
    modified: int
    checksum: int


def content(folder: Path) -> Iterator[Path]:
    """The files that make up a generation: neither its manifest nor the locks of those who open it."""
    for file in folder.iterdir():
        if file.is_file() and file.name != _NAME and not file.name.lower().endswith("lock"):
            yield file


def write_manifest(folder: Path, base: Path | None) -> None:
    """Seal what is in `folder`; a file that it shares with `base` keeps the seal that it has there.

    So the checksum of a file is taken once, as it is written: damage that comes later is never sealed.
    """
    known = _read(base) if base else None
    seals: dict[str, tuple[int, int, int]] = {}
    for file in content(folder):
        status, seal = file.stat(), (known or {}).get(file.name)
        if seal is None or (seal.size, seal.modified) != (status.st_size, status.st_mtime_ns):
            seal = _Seal(status.st_size, status.st_mtime_ns, _checksum(file))
        seals[file.name] = (seal.size, seal.modified, seal.checksum)
    with (folder / _NAME).open("w", encoding="utf-8") as manifest:
        json.dump(seals, manifest)
        manifest.flush()
        os.fsync(manifest.fileno())


def require_files(folder: Path) -> None:
    """Raise IndexUnreadable where a file of the manifest is missing or has another size.

    A folder without a manifest was published by an engine alone, and is taken as it is.
    """
    for name, seal in (_read(folder) or {}).items():
        if _size(folder / name) != seal.size:
            raise _damage(folder / name)


class Inspection:
    """Reads the files of generations against their manifests, each file once and again when it was touched."""

    def __init__(self) -> None:
        self._passed: set[tuple[int, int, int]] = set()

    def require_sound(self, folder: Path) -> None:
        """Raise IndexUnreadable where a file is not what was published."""
        require_files(folder)
        passed: set[tuple[int, int, int]] = set()
        for name, seal in (_read(folder) or {}).items():
            with refusal_named(folder, OSError):
                status = (folder / name).stat()
                face = (status.st_ino, status.st_mtime_ns, status.st_size)
                if face not in self._passed and _checksum(folder / name) != seal.checksum:
                    raise _damage(folder / name)
            passed.add(face)
        self._passed = passed


def _read(folder: Path) -> Mapping[str, _Seal] | None:
    file = folder / _NAME
    if not file.exists():
        return None
    try:
        with refusal_named(folder, OSError):
            fields = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): _Seal(*map(int, seal)) for name, seal in fields.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise _damage(file) from error


def _size(file: Path) -> int | None:
    try:
        return file.stat().st_size
    except OSError:
        return None


def _checksum(file: Path) -> int:
    checksum = 0
    with file.open("rb") as opened:
        while block := opened.read(_BYTES_AT_ONCE):
            checksum = zlib.crc32(block, checksum)
    return checksum


def _damage(file: Path) -> IndexUnreadable:
    return IndexUnreadable(f"{file} is not what was published: run `microfiche reindex`.")
