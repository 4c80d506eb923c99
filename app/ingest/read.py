"""The reading of one article: source in, article and receipt out, one pure stage after the other."""

from collections.abc import Callable, Mapping
from datetime import date

from app.ingest import html_article, json_article, markdown, plain_text
from app.ingest.clean import clean
from app.ingest.reading import Draft, Kind, RawArticle, Reading, Rejected, place
from app.ingest.settle import settle

PIPELINE_VERSION = "2"
"""Raised whenever the same source reads differently than before, so that what was read is read anew."""

_DRAFTS: Mapping[Kind, Callable[[RawArticle], Draft | None]] = {
    "text": plain_text.draft,
    "markdown": markdown.draft,
    "html": html_article.draft,
    "json": json_article.draft,
}


def read(raw: RawArticle, today: date) -> Reading | Rejected:
    """Read one article, or say why not: no_body, too_deep. `today` bounds the dates that are believed."""
    try:
        draft = _DRAFTS[raw.kind](raw)
        cleaned = clean(draft) if draft else None
        if not cleaned or not cleaned.blocks:
            return _refused(raw, "no_body", "has no article text; give it a body, or leave it out.")
        return Reading(settle(raw, cleaned, today), cleaned.text, cleaned.removed)
    except RecursionError:
        return _refused(raw, "too_deep", "is nested too deeply to be read; flatten or remove it.")


def _refused(raw: RawArticle, reason: str, what: str) -> Rejected:
    return Rejected(raw.path, raw.position, "read", reason, f"{place(raw.path, raw.position)} {what}")
