"""The files that an ingest is pointed at, in a fixed order."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import UsageError

# Files that tell about a folder rather than being articles of it.
_ABOUT_THE_FOLDER = ("readme", "license", "licence", "notice")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: `path` is below the ingested root, with `/` on every system."""

    collection: str
    path: str
    file: Path
    size: int

    @property
    def location(self) -> str:
        """Where the file lies on this machine, as the store notes it."""
        return _printable(str(self.file))


@dataclass(frozen=True, slots=True)
class Sources:
    """`ignored` counts hidden files and those that tell about their folder; `collections` names all that were meant."""

    files: Sequence[Source]
    ignored: int
    collections: frozenset[str]

    @property
    def size(self) -> int:
        return sum(source.size for source in self.files)


def find_sources(paths: Sequence[Path], collection: str | None) -> Sources:
    """The files at and below these paths.

    Raises `UsageError`, before anything is read, where a path does not exist or two files would be one to the store.
    """
    for path in paths:
        try:
            path.stat()
        except FileNotFoundError as error:
            raise UsageError(f"{path} does not exist: check the path.") from error
        except OSError as error:
            raise UsageError(f"{path} cannot be read ({error.strerror}): check the path.") from error
    found: list[Source] = []
    ignored = 0
    names: set[str] = set()
    for path in paths:
        root = path.resolve()
        name = collection or root.name
        names.add(name)
        files = [root] if root.is_file() else list(_walk(root))
        for file in files:
            if file != root and _is_aside(file, root):
                ignored += 1
                continue
            below = file.name if file == root else file.relative_to(root).as_posix()
            found.append(Source(_printable(name), _printable(below), file, _size(file)))
    return Sources(_each_once(found), ignored, frozenset(map(_printable, names)))


def is_gone(location: str) -> bool:
    """Whether nothing lies there any more; what cannot be looked at (a disk that is away for now) is not gone."""
    try:
        Path(location).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _each_once(found: Sequence[Source]) -> Sequence[Source]:
    unique: dict[tuple[str, str], Source] = {}
    for source in found:
        other = unique.setdefault((source.collection, source.path), source)
        if other.file != source.file:
            raise UsageError(
                f"{other.file} and {source.file} would be one file of the collection {source.collection!r}: "
                "ingest them apart, each with its own --collection."
            )
    return tuple(unique[key] for key in sorted(unique))


def _walk(root: Path) -> Iterator[Path]:
    """The files, and the folders that cannot be listed: who reads them finds out why."""
    locked: list[str] = []
    for folder, folders, files in os.walk(root, onerror=lambda error: locked.append(error.filename)):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(files))
    yield from map(Path, locked)


def _printable(name: str) -> str:
    """The name as text: bytes that are none, as old archives have them in file names, are spelt out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_aside(file: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return hidden or file.name.lower().partition(".")[0] in _ABOUT_THE_FOLDER


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
