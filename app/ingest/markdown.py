"""Markdown to paragraphs: subheads, quotes and text in plain words; images and markup go."""

from collections.abc import Iterator, Sequence

import regex
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.articles.values import ParagraphKind, Removed
from app.ingest.front_matter import FrontMatter, front_matter
from app.ingest.json_fields import claims_of
from app.ingest.prose import tidy
from app.ingest.reading import Block, Claim, Draft, RawArticle

_IMAGE = regex.compile(r"!\[[^\[\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])")
_LINE_END = regex.compile(r"\r\n?|\n")
_TAG = regex.compile(r"<[^<>]*>")
_MOST_NESTED = 20
"""Levels of quotes and lists that are told apart; deeper ones are read as text. Mail quotes five at most."""


def draft(raw: RawArticle) -> Draft:
    """The draft of a Markdown file; front matter is in the receipt, a top heading may be the title."""
    text = raw.text
    head = front_matter(text)
    found = tuple(_blocks(text, head.end))
    claims = claims_of(raw.fields or head.fields, "front_matter")
    kept = tuple(block for block, level in found if block.text)
    made = Draft(text, kept, claims, removed=(*_front(text, head), *_images(text, found)))
    heading = next((block for block, level in found if level == 1 and block.text), None)
    return made.with_claims([("title", Claim(heading.text, "heading"))] if heading else [])


def _front(text: str, head: FrontMatter) -> Iterator[Removed]:
    fenced = text[: head.end].strip("\ufeff \t\r\n")
    if fenced:
        start = text.index(fenced)
        yield Removed(start=start, end=start + len(fenced), text=fenced, reason="front_matter")


def _images(text: str, found: Sequence[tuple[Block, int]]) -> Iterator[Removed]:
    for block, _ in found:
        images = _IMAGE.finditer(text, block.start, block.end)
        spans = [match.span() for match in images] if block.text else [(block.start, block.end)]
        for start, end in spans:
            yield Removed(start=start, end=end, text=text[start:end], reason="image")


def _blocks(text: str, start: int) -> Iterator[tuple[Block, int]]:
    """Each paragraph with its heading level (0 for none); one that held nothing but an image has no words."""
    lines = _line_starts(text, start)
    tokens = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED}).parse(text[start:])
    level, quotes = 0, 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.map and token.type in ("inline", "fence", "code_block", "html_block"):
            kind: ParagraphKind = "subhead" if level else "quote" if quotes else "text"
            begin, end = _span(text, lines, token.map)
            yield Block(begin, end, _words(token), kind), level
            level = 0


def _words(token: Token) -> str:
    if token.type == "html_block":
        return tidy(_TAG.sub(" ", token.content))
    if token.children is None:
        return tidy(token.content)
    return tidy("".join(map(_piece, token.children)))


def _piece(child: Token) -> str:
    if child.type in ("text", "code_inline", "text_special"):
        return child.content
    return "\n" if child.type in ("softbreak", "hardbreak") else ""


def _line_starts(text: str, start: int) -> list[int]:
    return [start, *(match.end() for match in _LINE_END.finditer(text, start)), len(text)]


def _span(text: str, lines: list[int], numbers: list[int]) -> tuple[int, int]:
    begin, end = lines[numbers[0]], lines[min(numbers[1], len(lines) - 1)]
    covered = text[begin:end]
    bare = covered.strip()
    begin += covered.index(bare) if bare else 0
    return begin, begin + len(bare)
