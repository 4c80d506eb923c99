"""The receipt laid over its source: the whole text as it was read, in stretches that were kept or taken out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.articles.values import Original, Removed

_REASONS: Mapping[str, str] = {
    "advertisement": "advertisement",
    "agency_line": "the agency’s line, now a fact of its own",
    "breadcrumb": "trail of sections",
    "byline": "the byline, now a fact of its own",
    "caption": "caption of a picture",
    "comments": "comments",
    "cookies": "notice about cookies",
    "copyright": "copyright line",
    "date_line": "a line that tells a day",
    "follow": "invitation to follow",
    "front_matter": "front matter, read as facts",
    "hijri_date": "the day in the Hijri calendar",
    "image": "picture",
    "markup": "markup",
    "masthead": "masthead of the site",
    "newsletter": "newsletter",
    "outside_article": "the page around the article",
    "player": "player",
    "previous_next": "links to other pages",
    "printed_in": "where it was printed, now a fact of its own",
    "reading_time": "reading time",
    "repeated_title": "the title, repeated",
    "rule": "a rule",
    "share_bar": "buttons to share it",
    "tags": "tags",
    "teaser": "teaser of another story",
    "views": "count of readers",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of the read text; `reason` says why it was taken out, None where it was kept.

    `opens` is for the first of several that were taken out for one reason, with nothing but blanks between them.
    """

    text: str
    reason: str | None = None
    opens: bool = False


def spoken_reason(reason: str) -> str:
    """Why a piece was taken out; a reason that has no words yet, as it is."""
    return _REASONS.get(reason, reason.replace("_", " "))


def stretches(original: Original) -> tuple[Stretch, ...]:
    """The text in stretches that add up to it. Of pieces that overlap the first one counts."""
    found: list[Stretch] = []
    place, last = 0, None
    for piece in sorted(original.removed, key=_place):
        start = max(place, piece.start)
        if piece.end <= start:
            continue
        if kept := original.text[place:start]:
            found.append(Stretch(kept))
            last = last if kept.isspace() else None
        reason = spoken_reason(piece.reason)
        found.append(Stretch(original.text[start : piece.end], reason, opens=reason != last))
        place, last = piece.end, reason
    if rest := original.text[place:]:
        found.append(Stretch(rest))
    return tuple(found)


def tally(pieces: tuple[Removed, ...]) -> tuple[tuple[str, int], ...]:
    """How many pieces were taken out for each reason, the most frequent first."""
    return tuple(Counter(spoken_reason(piece.reason) for piece in pieces).most_common())


def _place(piece: Removed) -> tuple[int, int]:
    return piece.start, -piece.end
