"""A web page to a draft: which of its visible lines are the article, and what its markup says."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace

from htmldate import find_date
from lxml import html
from trafilatura import bare_extraction
from trafilatura.settings import Document

from app.ingest.html_fields import page_claims, time_claims, without_site
from app.ingest.page import Page, page_of, parse_page
from app.ingest.prose import squash
from app.ingest.reading import Block, Claim, Draft, RawArticle

_LONG_LINE = 20
"""Letters from which a line that the extraction holds is the article's wherever it stands.

Swept on the 91 gold pages (four-word F1): 5 gives 0.967, 20 gives 0.969, 40 the same with less found.
"""

_SHARED = 0.6
"""Least part of a line that the extraction must hold where it cut the rest; 0.3 to 0.95 differ little."""

_SHARED_LINE = 40
_REACH = 3
"""Lines beyond the first and last long one in which a short one may be a last word; 0 to 20 differ little."""

_ABOVE = 12
"""Lines above the headline that may be a masthead; menus run further up."""

_BELOW_HEADLINE = 0.7
"""Part of the article that must follow a line for it to be the headline; at 0.9 some are lost."""

_FURNITURE = "//header[not(ancestor::article or ancestor::main)] | //nav | //footer | //aside"


def draft(raw: RawArticle) -> Draft | None:
    """The draft of a page: its visible lines are the read text. None where no article is found in it."""
    root = parse_page(raw.text)
    if root is None:
        return None
    page = page_of(root)
    inside = _article_lines(page)
    if not inside:
        return None
    made = _settle_titles(Draft(page.text, (), {}).with_claims(page_claims(root)))
    heading = _heading(page.lines, made, inside)
    if heading is not None:
        inside = [index for index in inside if index > heading]
    header = page.lines[heading : inside[0] + 1] if heading is not None else ()
    made = made.with_claims(time_claims(root, header))
    if not made.claimed("published"):
        made = made.with_claims(_guessed(root))
    return _marked(made, page.lines, inside, heading)


def _article_lines(page: Page) -> list[int]:
    """The indexes of the lines that trafilatura's extraction of the page holds."""
    document = bare_extraction(page.root, include_comments=False, with_metadata=False)
    if not isinstance(document, Document) or document.body is None:
        return []
    pieces = list(_pieces(document.body))
    whole = squash("".join(document.body.itertext()))
    long_pieces = {piece for piece in pieces if len(piece) >= _SHARED_LINE}
    lines = [squash(line.text) for line in page.lines]
    kept = [index for index, line in enumerate(lines) if _is_inside(line, whole, long_pieces)]
    if not kept:
        return []
    exact = frozenset(pieces)
    near = range(max(0, kept[0] - _REACH), min(len(lines), kept[-1] + _REACH + 1))
    return sorted({*kept, *(index for index in near if lines[index] in exact)})


def _is_inside(line: str, whole: str, pieces: set[str]) -> bool:
    if len(line) >= _LONG_LINE and line in whole:
        return True
    if len(line) < _SHARED_LINE:
        return False
    return sum(len(piece) for piece in pieces if piece in line) >= _SHARED * len(line)


def _pieces(body: html.HtmlElement) -> Iterator[str]:
    for element in body.iter("*"):
        parts = [element.text or ""]
        for child in element:
            if child.tag == "lb":
                parts.append(child.tail or "")
            else:
                inner = "".join(child.itertext()) if isinstance(child.tag, str) else ""
                parts[-1] += inner + (child.tail or "")
        yield from (piece for piece in map(squash, parts) if piece)


def _settle_titles(made: Draft) -> Draft:
    sites = [claim.value for claim in made.claimed("source") if isinstance(claim.value, str)]
    titles = tuple(
        replace(claim, value=without_site(claim.value, sites)) if isinstance(claim.value, str) else claim
        for claim in made.claimed("title")
    )
    return replace(made, claims={**made.claims, "title": titles}) if titles else made


def _heading(lines: Sequence[Block], made: Draft, inside: Sequence[int]) -> int | None:
    """The index of the line that prints the headline: the last with nearly all of the article below."""
    letters = sum(len(lines[index].text) for index in inside)
    for claim in made.claimed("title"):
        wanted = squash(str(claim.value))
        for index in reversed(range(len(lines))):
            if wanted and squash(lines[index].text) == wanted:
                below = sum(len(lines[other].text) for other in inside if other > index)
                if below >= _BELOW_HEADLINE * letters:
                    return index
    return None


def _marked(made: Draft, lines: Sequence[Block], inside: list[int], heading: int | None) -> Draft:
    """The draft with the article's lines and those above that may date or sign it; the others go."""
    own = frozenset(inside)
    above = range(max(0, heading - _ABOVE), inside[0]) if heading is not None else range(0)
    blocks = tuple(line if index in own else replace(line, outside=True) for index, line in enumerate(lines))
    distant = {
        index: "outside_article" for index in range(len(lines)) if index not in own and index not in above
    }
    return replace(made, blocks=blocks).without(distant)


def _guessed(root: html.HtmlElement) -> Iterator[tuple[str, Claim]]:
    # What stands around the article shows the day of the visit, and htmldate would find dates in any prose.
    bare = deepcopy(root)
    for element in bare.xpath(_FURNITURE):
        element.drop_tree()
    found = find_date(bare, extensive_search=False, original_date=True, url="")
    if found:
        yield "published_guess", Claim(found, "htmldate")
