"""Sources for the tests of the reading: one call from a text or an object to what became of it."""

import json
from datetime import date
from typing import Any

from app.ingest.read import read
from app.ingest.reading import Draft, RawArticle, Reading, Rejected
from app.ingest.split import Clipping, parse, split
from app.ingest.unpack import unpack

TODAY = date(2026, 1, 1)
MOST_BYTES = 10_000_000

PARAGRAPH = (
    "The harbour was closed for the third day running, and nobody at the town hall would say when the boats could "
    "go out again."
)
SECOND = (
    "Fishermen who had waited since the morning went home in the afternoon, most of them without a word to anyone "
    "about the storm."
)


def text_source(*lines: str) -> RawArticle:
    return RawArticle("a.txt", None, "text", "\n\n".join(lines), {})


def reading(raw: RawArticle | Rejected) -> Reading:
    assert isinstance(raw, RawArticle), raw
    result = read(raw, TODAY)
    assert isinstance(result, Reading), result
    return result


def read_text(*lines: str) -> Reading:
    """A plain text of these lines, blank lines between them."""
    return reading(text_source(*lines))


def read_json(**fields: Any) -> Reading:
    """A JSON article with these fields, and a title and a body where they give none."""
    return reading(json_source({"title": "Harbour closed", "body": PARAGRAPH, **fields}))


def json_source(fields: dict[str, Any]) -> RawArticle:
    return RawArticle("a.json", None, "json", json.dumps(fields), json.loads(json.dumps(fields)))


def read_markdown(text: str) -> Reading:
    return reading(parse(Clipping("a.md", None, "markdown", text)))


def read_html(text: str) -> Reading:
    return reading(RawArticle("a.html", None, "html", text, {}))


def page(*body: str, head: str = "", around: str = "") -> str:
    """A page with these paragraphs, the first line its `<h1>`."""
    title, *paragraphs = body
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head>{head}</head><body>{around}<article><h1>{title}</h1>{inner}</article></body></html>"


def read_file(data: bytes, path: str) -> list[Reading | Rejected]:
    """What becomes of the articles of a file."""
    unpacked = unpack(data, path, MOST_BYTES)
    if isinstance(unpacked, Rejected):
        return [unpacked]
    raws = (parse(one) if isinstance(one, Clipping) else one for one in split(unpacked))
    return [read(raw, TODAY) if isinstance(raw, RawArticle) else raw for raw in raws]


def reasons(result: Reading) -> dict[str, str]:
    """What was taken out, by reason; of several pieces with one reason the last."""
    return {piece.reason: piece.text for piece in result.removed}


def covered(draft: Draft) -> list[tuple[int, int]]:
    """What a cleaned draft covers of its text: what it keeps, its headline and deck, and what was taken out."""
    kept = (*draft.blocks, *filter(None, (draft.headline, draft.deck)))
    return sorted(
        [*((block.start, block.end) for block in kept), *((cut.start, cut.end) for cut in draft.removed)]
    )


def not_blank(text: str) -> str:
    return "".join(text.split())
