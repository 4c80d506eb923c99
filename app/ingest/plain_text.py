"""Plain text to paragraphs: a line each, except where lines were broken at a fixed width."""

from collections.abc import Sequence

from app.ingest.json_fields import claims_of
from app.ingest.prose import is_sentence, tidy
from app.ingest.reading import Block, Draft, RawArticle

_WRAP_WIDTHS = range(45, 101)
"""Lengths of lines broken at a fixed width: wires broke at 65 to 80, mail at 72, and words are uneven."""


def draft(raw: RawArticle) -> Draft:
    """The draft of a plain text: the whole file is read, and nothing is known but what its lines say."""
    return Draft(raw.text, blocks(raw.text), claims_of(raw.fields, "text"))


def blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs of the text, blank ones left out."""
    found: list[Block] = []
    run = 0
    place = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        words = tidy(bare) if bare else ""
        if words:
            start = place + line.index(bare)
            found.append(Block(start, start + len(bare), words))
        else:
            _join_wrapped(found, run, text)
            run = len(found)
        place += len(line)
    _join_wrapped(found, run, text)
    return tuple(found)


def _join_wrapped(found: list[Block], run: int, text: str) -> None:
    """Make one block of those from `run` on, where they are the lines of one paragraph."""
    lines = found[run:] if len(found) - run > 1 else ()
    if lines and _is_wrapped(lines):
        start, end = lines[0].start, lines[-1].end
        found[run:] = [Block(start, end, tidy(text[start:end]))]


def _is_wrapped(run: Sequence[Block]) -> bool:
    broken = run[:-1]
    if any(len(line.text) not in _WRAP_WIDTHS for line in broken) or len(run[-1].text) >= _WRAP_WIDTHS.stop:
        return False
    return sum(not is_sentence(line.text) for line in broken) * 2 > len(broken)
