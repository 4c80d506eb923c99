"""A web page as a reader sees it: its visible lines, and what kind of block each stands in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import regex
from lxml import etree, html

from app.articles.values import ParagraphKind
from app.ingest.prose import tidy, without_surrogates
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
_NO_XML = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)"
    r"|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?![0-9a-fA-F]));?"
)
"""Characters, and references to them, that libxml2 lets through, and that lxml then refuses to move in a tree."""

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

    `links` has the address behind each line that is nothing but a link, by the line's index.
    """

    root: html.HtmlElement
    text: str
    lines: tuple[Block, ...]
    links: Mapping[int, str] = field(default_factory=dict)


def parse_page(source: str) -> html.HtmlElement | None:
    """The page's tree; None where there is none to be made."""
    # libxml2 would rather believe a declaration in the source than the text that it is given: it gets bytes.
    prolog = _PROLOG.match(source)
    page = _OVERLOADED.sub(r"\1 ", source[prolog.end() :] if prolog else source)
    data = without_surrogates(_NO_XML.sub(_as_xml, page)).encode()
    try:
        return html.document_fromstring(data, parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _as_xml(match: re.Match[str]) -> str:
    return " " if match.group() in "\v\f" else _UNSEEN


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
    return Page(root, "\n".join(line.text for line in lines), tuple(lines), links)


def _lines(root: html.HtmlElement) -> Iterator[tuple[str, ParagraphKind, str]]:
    """The words of each line, its kind, and the address behind it where it is a link."""
    pieces: list[str] = []
    kinds: list[ParagraphKind] = ["text"]
    # The links that are open, and how much of the line stood in one; its address is that of the last.
    open_links: list[str] = []
    linked, address = 0, ""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        kind = kinds[-1]
        hidden = event == "start" and _is_hidden(element, tag)
        if hidden:
            walk.skip_subtree()
        if tag not in _UNBROKEN:
            words = tidy("".join(pieces))
            pieces.clear()
            if words:
                yield words, kind, address if linked >= _LINKED * len(words) else ""
            linked, address = 0, ""
            _step(kinds, event, _KINDS.get(tag))
        if tag == "a" and event == "start":
            open_links.append(element.get("href") or "")
        elif tag == "a":
            open_links.pop()
        piece = (("" if hidden else element.text) if event == "start" else element.tail) or ""
        pieces.append(piece)
        if open_links and open_links[-1] and piece:
            linked, address = linked + len(piece.strip()), open_links[-1]


def _step(kinds: list[ParagraphKind], event: str, kind: ParagraphKind | None) -> None:
    if event == "start":
        kinds.append(kind or kinds[-1])
    else:
        kinds.pop()


def _is_hidden(element: html.HtmlElement, tag: str) -> bool:
    if tag in _HIDDEN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and _INVISIBLE.search(style))
