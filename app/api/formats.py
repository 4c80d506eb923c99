"""The shapes that one answer can take, and which of them a client asks for."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

Format = Literal["json", "ndjson", "csv", "rss", "atom", "jsonfeed"]
MEDIA_TYPES: Mapping[Format, str] = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "jsonfeed": "application/feed+json",
}
STREAMED: tuple[Format, ...] = ("ndjson", "csv")
FEEDS: tuple[Format, ...] = ("rss", "atom", "jsonfeed")


# Clients send the same few headers all the time.
@lru_cache(maxsize=256)
def accepted(header: str | None) -> Format:
    """The format that an `Accept` header likes best; JSON where it likes none of ours.

    Of formats that are liked as well, the one named most closely (`text/csv, */*` is CSV), then the first of ours.
    """
    ranges = _ranges(header or "")
    liking = {name: _liking(media, ranges) for name, media in MEDIA_TYPES.items()}
    best = max(liking, key=lambda name: liking[name])
    return best if liking[best][0] else "json"


def _liking(media: str, ranges: Mapping[str, float]) -> tuple[float, int]:
    """How much a media type is liked, and how closely it is named."""
    kind = media.partition("/")[0]
    for closeness, name in ((2, media), (1, f"{kind}/*"), (0, "*/*")):
        if name in ranges:
            return ranges[name], closeness
    return 0.0, 0


def _ranges(header: str) -> dict[str, float]:
    """The media ranges of the header, each with its quality; what is malformed counts as not liked."""
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p.partition("=")[2] for p in parameters if p.startswith("q=")), "1")
        try:
            found[media] = min(max(float(quality), 0.0), 1.0)
        except ValueError:
            found[media] = 0.0
    return found
