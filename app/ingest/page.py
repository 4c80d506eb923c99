"""A web page as a reader sees it: its visible lines, and what kind of block each stands in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex
from lxml import etree, html

from app.articles.values import ParagraphKind
from app.ingest.prose import squash, tidy, without_surrogates
from app.ingest.reading import Block

_HIDDEN = frozenset(
    "head script style noscript template svg math iframe object embed canvas audio video select datalist "
    "textarea button map title".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
_UNBROKEN = _HIDDEN | _INLINE
_KINDS: dict[str, ParagraphKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "subhead"),
    "blockquote": "quote",
    "figcaption": "caption",
}
_INVISIBLE = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.IGNORECASE)
_PROLOG = regex.compile(r"\s*+<\?xml[^>]*+>")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_CONTROL_BYTES = bytes(set(range(0x20)) - set(b"\t\n\r"))
_REFERENCES = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)"
    r"|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?![0-9a-fA-F]));?"
)
"""Characters that libxml2 lets through, and references to them, that lxml then refuses to move in a tree."""

_UNSEEN = "\x7f"
_MOST_ATTRIBUTES = 1_000
# Every page is searched for this: `re` takes 4 ms for a megabyte, where `regex` takes a second and more.
_ATTRIBUTE = r"""[\s/]++[^\s=>/<"']++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s><"']*+))?+"""
_OVERLOADED = re.compile(rf"""(<[a-zA-Z][^\s/>"'<]*+)(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES},}}+""")
"""A tag with more attributes than any page has: libxml2 compares each with all others, for hours."""

_LINKED = 0.75
"""Least part of a line's letters in links for it to be nothing else: a label or a mark may stand beside them."""


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: `text` is its visible lines, one below the other, `lines` their blocks.

    `letters` has what of each line is compared, as `squash` makes it; `links` the address behind each line that is
    nothing but a link, by the line's index.
    """

    root: html.HtmlElement
    text: str
    lines: tuple[Block, ...]
    letters: tuple[str, ...]
    links: Mapping[int, str]


def parse_page(source: str) -> html.HtmlElement | None:
    """The page's tree; None where there is none to be made."""
    prolog = _PROLOG.match(source)
    page = _OVERLOADED.sub(r"\1 ", source[prolog.end() :] if prolog else source)
    page = without_surrogates(_REFERENCES.sub(_UNSEEN, page))
    # libxml2 would rather believe a declaration in the source than the text that it is given: it gets bytes.
    data = _without_controls(page.encode())
    try:
        return html.document_fromstring(data, parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _without_controls(data: bytes) -> bytes:
    # Nearly every page has none, and to search it for them takes ten times as long as to see that.
    if len(data.translate(None, _CONTROL_BYTES)) == len(data) and b"\xef\xbf" not in data:
        return data
    return _CONTROLS.sub(lambda match: b" " if match.group() in b"\v\f" else _UNSEEN.encode(), data)


def _parser() -> html.HTMLParser:
    """Comments go at once: templates set them into the middle of sentences, where trafilatura ends its paragraph."""
    return html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def page_of(root: html.HtmlElement) -> Page:
    lines: list[Block] = []
    links: dict[int, str] = {}
    place = 0
    for words, kind, link in _lines(root):
        if link:
            links[len(lines)] = link
        lines.append(Block(place, place + len(words), words, kind))
        place += len(words) + 1
    text = "\n".join([line.text for line in lines])
    return Page(root, text, tuple(lines), tuple([squash(line.text) for line in lines]), links)


def _lines(root: html.HtmlElement) -> Iterator[tuple[str, ParagraphKind, str]]:
    """The words of each line, its kind, and the address behind it where it is a link."""
    pieces: list[str] = []
    kinds: list[ParagraphKind] = ["text"]
    # The links that are open, and how much of the line stood in one; its address is that of the last.
    open_links: list[str] = []
    linked, address = 0, ""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = _tag(element.tag)
        starts = event == "start"
        hidden = starts and (tag.hidden or _is_unseen(element))
        if hidden:
            walk.skip_subtree()
        if tag.breaks:
            words = tidy("".join(pieces)) if pieces else ""
            pieces.clear()
            if words:
                yield words, kinds[-1], address if linked >= _LINKED * len(words) else ""
            linked, address = 0, ""
            if starts:
                kinds.append(tag.kind or kinds[-1])
            else:
                kinds.pop()
        elif tag.name == "a" and starts:
            open_links.append(element.get("href") or "")
        elif tag.name == "a":
            open_links.pop()
        piece = ("" if hidden else element.text) if starts else element.tail
        if piece:
            pieces.append(piece)
            if open_links and open_links[-1]:
                linked, address = linked + len(piece.strip()), open_links[-1]


@dataclass(frozen=True, slots=True)
class _Tag:
    """What a tag means for the lines: whether it ends the one before it, and the kind of those inside."""

    name: str
    breaks: bool
    hidden: bool
    kind: ParagraphKind | None


@lru_cache(maxsize=1_024)
def _tag(name: object) -> _Tag:
    bare = name.rpartition("}")[2] if isinstance(name, str) else ""
    return _Tag(bare, bare not in _UNBROKEN, bare in _HIDDEN, _KINDS.get(bare))


def _is_unseen(element: html.HtmlElement) -> bool:
    """Whether its attributes hide the element."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and _INVISIBLE.search(style))
