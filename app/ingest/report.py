"""What an ingest did: counts that add up, and each refusal with its reason."""

from collections import Counter
from dataclasses import dataclass, field

from app.ingest.reading import Rejected


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an ingest stands; bytes are those of files as they lie on the disk."""

    files_done: int
    files: int
    bytes_done: int
    bytes: int
    articles: int


@dataclass(slots=True)
class Report:
    """`read` is the sum of added, changed, unchanged and rejected; `removed` counts articles that are gone.

    `ignored` counts files that describe the folder (README, LICENSE) and hidden ones. `revision` is the corpus's
    afterwards, `seconds` the time it took; `stopped` says that it was asked to end before it was through.
    """

    files: int = 0
    ignored: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rejections: list[Rejected] = field(default_factory=list)
    revision: int = 0
    seconds: float = 0.0
    stopped: bool = False

    @property
    def read(self) -> int:
        return self.added + self.changed + self.unchanged + len(self.rejections)

    @property
    def rejected(self) -> dict[str, int]:
        """Refusals by reason, the most frequent first."""
        return dict(Counter(rejected.reason for rejected in self.rejections).most_common())
