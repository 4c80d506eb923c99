"""What answers without room for it in their body say in headers."""

from urllib.parse import quote

from pydantic_core import to_json

from app.api.conditional import NEVER_THE_SAME
from app.api.shapes.problems import note_shape
from app.articles.names import slug
from app.errors import Note
from app.search.answers import SearchAnswer

EXPOSED = (
    "Link",
    "Server-Timing",
    "X-Total-Count",
    "X-Corpus-Revision",
    "X-Notes",
    "X-Seed",
    "Content-Disposition",
    "ETag",
    "X-Request-Id",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
)
"""Headers that scripts of other sites may read."""
# Servers and proxies refuse a header beyond some 8 KB.
_NOTES_BYTES = 4_000
_FILE_NAME_LENGTH = 60


def drawn(answer: SearchAnswer, given: str | None) -> dict[str, str]:
    """An order that was drawn for this answer alone is another one next time."""
    return NEVER_THE_SAME if answer.seed and not given else {}


def result_headers(answer: SearchAnswer, *unsaid: Note, next_url: str | None = None) -> dict[str, str]:
    """`unsaid` are further notes."""
    headers = {
        "X-Total-Count": str(answer.total),
        "X-Corpus-Revision": str(answer.revision),
        "Vary": "Accept",
    }
    if notes := (*answer.notes, *unsaid):
        headers["X-Notes"] = _notes(notes)
    if answer.seed:
        headers["X-Seed"] = quote(answer.seed)
    if next_url:
        headers["Link"] = next_link(next_url)
    return headers


def next_link(next_url: str) -> str:
    return f'<{next_url}>; rel="next"'


def file_header(answer: SearchAnswer, suffix: str) -> dict[str, str]:
    """A name to save the answer by: what was asked and of which revision."""
    asked = slug(answer.q)[:_FILE_NAME_LENGTH].strip("-")
    name = "-".join(part for part in ("microfiche", asked, f"r{answer.revision}") if part) + f".{suffix}"
    plain = name.encode("ascii", "ignore").decode().replace("--", "-")
    told = f'attachment; filename="{plain}"'
    return {"Content-Disposition": told if name.isascii() else f"{told}; filename*=UTF-8''{quote(name)}"}


def _notes(notes: tuple[Note, ...]) -> str:
    """A JSON list in ASCII, as many notes as there is room for; the last one says where some are missing."""
    shown = [_ascii(note) for note in notes]
    while len(",".join(shown)) > _NOTES_BYTES:
        shown.pop()
    if len(shown) < len(notes):
        message = f"{len(notes) - len(shown)} more: `format=json` has them all."
        shown.append(_ascii(Note("more_notes", message)))
    return f"[{','.join(shown)}]"


def _ascii(note: Note) -> str:
    return to_json(note_shape(note), ensure_ascii=True).decode()
