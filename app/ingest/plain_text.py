"""Plain text to paragraphs: a line each, except where lines were broken at a fixed width."""

from collections.abc import Iterator

from app.ingest.json_fields import claims_of
from app.ingest.prose import is_sentence, tidy
from app.ingest.reading import Block, Draft, RawArticle

_WRAP_WIDTHS = range(45, 101)
"""Lengths of lines broken at a fixed width: wires broke at 65 to 80, mail at 72, and words are uneven."""


def draft(raw: RawArticle) -> Draft:
    """The draft of a plain text: the whole file is read, and nothing is known but what its lines say."""
    return Draft(raw.text, tuple(blocks(raw.text)), claims_of(raw.fields, "text"))


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs of the text, blank ones left out."""
    run: list[Block] = []
    place = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        words = tidy(bare) if bare else ""
        if words:
            start = place + line.index(bare)
            run.append(Block(start, start + len(bare), words))
        else:
            yield from _paragraphs(run, text)
            run = []
        place += len(line)
    yield from _paragraphs(run, text)


def _paragraphs(run: list[Block], text: str) -> Iterator[Block]:
    if len(run) > 1 and _is_wrapped(run):
        yield Block(run[0].start, run[-1].end, tidy(text[run[0].start : run[-1].end]))
    else:
        yield from run


def _is_wrapped(run: list[Block]) -> bool:
    broken = run[:-1]
    if any(len(line.text) not in _WRAP_WIDTHS for line in broken) or len(run[-1].text) >= _WRAP_WIDTHS.stop:
        return False
    return sum(not is_sentence(line.text) for line in broken) * 2 > len(broken)
