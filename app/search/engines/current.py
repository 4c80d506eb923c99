"""The file `CURRENT`: which index generation is published, and as which revision."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from app.errors import IndexUnreadable, StoreError
from app.search.engines.refusal import refusal_named


@dataclass(frozen=True, slots=True)
class Current:
    """`generation` names the engine's folder beside `CURRENT`, `terms_version` the analysis of its terms."""

    generation: str
    revision: int
    terms_version: str

    @property
    def kind(self) -> str:
        """The engine's name: generations are called `tantivy-000012`."""
        return self.generation.rpartition("-")[0]


def read_current(path: Path) -> Current | None:
    """What is published; None before the first time.

    A file that is no such thing raises IndexUnreadable, one that the system does not let us read StoreError.
    """
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Current(str(fields["generation"]), int(fields["revision"]), str(fields["terms_version"]))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}): check its permissions.") from error
    except (ValueError, TypeError, KeyError) as error:
        raise IndexUnreadable(f"{path} cannot be read: run `microfiche reindex`. ({error!r})") from error


def write_current(path: Path, current: Current) -> None:
    """Replace the file in one step: a reader, or a power cut, finds the old content or the new.

    Raises StoreError where the system refuses to write.
    """
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with refusal_named(path.parent, OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8") as file:
            json.dump(asdict(current), file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _sync_folder(path.parent)


def published_revision(path: Path, generation: str) -> int | None:
    """The revision that `generation` is published as; None while it is not the published one."""
    current = read_current(path)
    return current.revision if current and current.generation == generation else None


def _sync_folder(folder: Path) -> None:
    # A rename is on the disk only when the folder that holds the name is.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
