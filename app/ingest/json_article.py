"""A JSON article to a draft: its keys say the fields, its body is the read text."""

import regex

from app.ingest import plain_text
from app.ingest.json_fields import claims_of
from app.ingest.page import page_of, parse_page
from app.ingest.prose import without_surrogates
from app.ingest.reading import Draft, RawArticle

_MARKUP = regex.compile(r"<(?:p|br|div|h[1-6]|ul|ol|blockquote|figure)(?:\s[^<>]*)?/?>", regex.IGNORECASE)


def draft(raw: RawArticle) -> Draft | None:
    """The draft of a JSON object: the given body is the read text, or its visible lines where it is HTML.

    None where no key holds a body: text, or a list of paragraphs.
    """
    claims = claims_of(raw.fields, "json")
    for claim in claims.get("body", ()):
        text = _text(claim.value)
        if text and text.strip():
            break
    else:
        return None
    if "<" in text and _MARKUP.search(text):
        root = parse_page(text)
        if root is None:
            return None
        page = page_of(root)
        return Draft(page.text, page.lines, claims)
    return Draft(text, plain_text.blocks(text), claims)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return without_surrogates("\n\n".join(value))
    return None
