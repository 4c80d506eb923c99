"""A web page as a reader sees it: its visible lines, and what kind of block each stands in."""

from collections.abc import Iterator
from dataclasses import dataclass

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
_PROLOG = regex.compile(r"\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: `text` is its visible lines, one below the other, `lines` their blocks."""

    root: html.HtmlElement
    text: str
    lines: tuple[Block, ...]


def parse_page(source: str) -> html.HtmlElement | None:
    """The page's tree; None where there is none to be made."""
    # libxml2 would rather believe a declaration in the source than the text that it is given: it gets bytes.
    data = without_surrogates(_PROLOG.sub("", source, count=1)).encode()
    try:
        return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def page_of(root: html.HtmlElement) -> Page:
    lines: list[Block] = []
    place = 0
    for words, kind in _lines(root):
        lines.append(Block(place, place + len(words), words, kind))
        place += len(words) + 1
    return Page(root, "\n".join(line.text for line in lines), tuple(lines))


def _lines(root: html.HtmlElement) -> Iterator[tuple[str, ParagraphKind]]:
    pieces: list[str] = []
    kinds: list[ParagraphKind] = ["text"]
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi") or not isinstance(element.tag, str):
            pieces.append(element.tail or "")
            continue
        tag = element.tag.rpartition("}")[2]
        kind = kinds[-1]
        if event == "start" and _is_hidden(element, tag):
            walk.skip_subtree()
        if tag not in _UNBROKEN:
            words = tidy("".join(pieces))
            pieces.clear()
            if words:
                yield words, kind
            _step(kinds, event, _KINDS.get(tag))
        if event == "start":
            pieces.append("" if _is_hidden(element, tag) else element.text or "")
        else:
            pieces.append(element.tail or "")


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
