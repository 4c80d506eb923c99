"""The cleaner: a draft less everything that is not its article, each piece in the receipt with its reason.

The end is read first, since a copyright line there tells a masthead from a title at the top. When in doubt a
line is kept: a reader skips a stray line more easily than he misses one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.articles.values import Removed
from app.ingest import furniture
from app.ingest.datelines import opening
from app.ingest.header import read_header
from app.ingest.prose import breadth, is_sentence, is_unfinished
from app.ingest.reading import Block, Claim, Draft
from app.ingest.site_lines import site_line
from app.ingest.tail import read_tail

LONGEST_SUBHEAD = 90
"""Letters: the longest subhead of the seeds has 67; longer lines without a stop are cut paragraphs."""

_OPENING_LINES = 2


def clean(draft: Draft) -> Draft:
    """The draft whose blocks are the body alone. Kept and removed text together are all that was read."""
    draft = read_header(read_tail(draft))
    reasons = {index: reason for index, block in enumerate(draft.blocks) if (reason := _reason(block))}
    draft = draft.without(reasons)
    removed = sorted((*draft.removed, *_unread(draft)), key=lambda piece: piece.start)
    return replace(
        draft.with_claims(_opening_claims(draft.blocks)),
        blocks=_with_subheads(draft.blocks),
        removed=tuple(removed),
    )


def _reason(block: Block) -> str | None:
    if block.kind == "caption":
        return "caption"
    if len(block.text) > furniture.LONGEST_CAPTION:
        return None
    if reason := site_line(block.text):
        return reason
    if furniture.is_share_bar(block.text):
        return "share_bar"
    if furniture.is_advertisement(block.text):
        return "advertisement"
    return "caption" if furniture.is_caption(block.text) else None


def _with_subheads(blocks: Sequence[Block]) -> tuple[Block, ...]:
    marked = list(blocks)
    for index in range(1, len(blocks) - 1):
        block = blocks[index]
        if block.kind == "text" and _is_subhead(block, blocks[index + 1]):
            marked[index] = Block(block.start, block.end, block.text, "subhead", block.outside)
    return tuple(marked)


def _is_subhead(block: Block, below: Block) -> bool:
    """Whether the line is short, has no stop, and a paragraph follows; in a list an item does."""
    if (
        len(block.text) > LONGEST_SUBHEAD
        or not is_unfinished(block.text)
        or breadth(block.text) > LONGEST_SUBHEAD
    ):
        return False
    worded = any(map(str.isalpha, block.text)) and len(below.text) > len(block.text)
    return worded and (is_sentence(below.text) or breadth(below.text) > LONGEST_SUBHEAD)


def _opening_claims(blocks: Sequence[Block]) -> Iterator[tuple[str, Claim]]:
    """What the dateline of the first paragraphs says; a deck may stand before the one that has it."""
    for block in blocks[:_OPENING_LINES]:
        told = opening(block.text)
        if told.evidence:
            yield "published", Claim(told.evidence, "dateline")
        if told.agency:
            yield "agency", Claim(told.agency, "dateline")


def _unread(draft: Draft) -> Iterator[Removed]:
    """What no block covers: the markup between them."""
    blocks = (*draft.blocks, *filter(None, (draft.headline, draft.deck)))
    kept = [(block.start, block.end) for block in blocks]
    spans = sorted([*kept, *((piece.start, piece.end) for piece in draft.removed)])
    place = 0
    for start, end in [*spans, (len(draft.text), len(draft.text))]:
        bare = draft.text[place:start].strip()
        if bare:
            begin = draft.text.index(bare, place)
            yield Removed(start=begin, end=begin + len(bare), text=bare, reason="markup")
        place = max(place, end)
