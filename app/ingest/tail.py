"""The end of a scraped text: what a site hangs below its articles, taken off from the last line upwards."""

from collections.abc import Sequence

import regex

from app.ingest import furniture
from app.ingest.agencies import credited_agency
from app.ingest.dates import find_date
from app.ingest.months import WEEKDAYS
from app.ingest.reading import Block, Claim, Draft
from app.ingest.site_lines import site_line

MOST_TEASERS = 15
"""Lines that may follow a heading such as `Check Also`: five stories, a headline and a teaser each."""

LONGEST_TEASER = 400
"""Letters from which a line below such a heading is a paragraph, unless `…` cuts it short."""

LONGEST_PRINTED_IN = 120
"""Letters from which a line that tells paper and day is a sentence of the article."""

MOST_OF_TEXT = 0.5
"""Part of the text that a tail may be: a longer one is more likely an article that quotes the heading."""

_PRINTED_IN = regex.compile(
    r"(?i:\(?(?:originally |first )?(?:published|appeared) in )(?P<source>(?i:the )?\p{Lu}[^,\d]{1,60}?),?(?i: on)?\s+"
)
_AROUND_DATE = 12
_WEEKDAY_AT_END = regex.compile(rf",?(?: on)? (?:{'|'.join(WEEKDAYS)})$", regex.IGNORECASE)
_RULE = regex.compile(r"[\s\-–—_=*~•·.…#|/\\+]+")
_CREDITED_LINES = 3


def read_tail(draft: Draft) -> Draft:
    """The draft less the lines below its article, with what the last lines say of source, day and agency."""
    reasons: dict[int, str] = {}
    end = len(draft.blocks)
    size = sum([len(block.text) for block in draft.blocks])
    while end > 1:
        reason = _last_reason(draft.blocks[end - 1])
        start = end - 1
        if reason is None:
            start, reason = _teasers(draft.blocks, end, size), "teaser"
            if start == end:
                break
        reasons.update(dict.fromkeys(range(start, end), reason))
        size -= sum([len(block.text) for block in draft.blocks[start:end]])
        end = start
    claims = [claim for index in sorted(reasons) for claim in _printed_in(draft.blocks[index].text)]
    credits_ = map(credited_agency, (block.text for block in draft.blocks[:end][-_CREDITED_LINES:]))
    claims += [("agency", Claim(agency, "credit_line")) for agency in credits_ if agency]
    return draft.with_claims(claims).without(reasons)


def _last_reason(block: Block) -> str | None:
    text = block.text
    if furniture.is_previous_next(text):
        return "previous_next"
    if furniture.is_share_bar(text):
        return "share_bar"
    if furniture.is_copyright(text):
        return "copyright"
    if _printed_in(text):
        return "printed_in"
    if furniture.is_advertisement(text):
        return "advertisement"
    return "rule" if _RULE.fullmatch(text) else site_line(text)


def _teasers(blocks: Sequence[Block], end: int, size: int) -> int:
    """Where the teasers begin that stand before `end`, there itself if none do. `size` is of all text before it."""
    below = 0
    for index in range(end - 1, max(0, end - MOST_TEASERS - 2), -1):
        text = blocks[index].text
        if furniture.is_teaser_heading(text):
            return index
        below += len(text)
        unfinished = text.endswith(("…", "..."))
        if (len(text) > LONGEST_TEASER and not unfinished) or below > size * MOST_OF_TEXT:
            break
    return end


def _printed_in(text: str) -> list[tuple[str, Claim]]:
    """`Published in Dawn, April 8th, 2021` tells both; a sentence that goes on tells nothing."""
    printed = find_date(text) if len(text) <= LONGEST_PRINTED_IN else None
    match = _PRINTED_IN.fullmatch(text[: printed.start]) if printed else None
    if printed is None or match is None or len(text) - printed.end > _AROUND_DATE:
        return []
    return [
        ("source", Claim(_WEEKDAY_AT_END.sub("", match["source"]), "printed_in")),
        ("published", Claim(text[printed.start :].rstrip(".)"), "text_line")),
    ]
