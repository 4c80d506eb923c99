"""A web page to a draft: which of its visible lines are the article, and what its markup says."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import replace
from html import unescape

import regex
from htmldate import find_date
from lxml import html

from app.ingest import plain_text
from app.ingest.html_fields import opens_title, page_claims, time_claims, without_site
from app.ingest.page import Page, page_of, parse_page
from app.ingest.page_article import article_lines, teaser_lines
from app.ingest.prose import squash, without_surrogates
from app.ingest.reading import Block, Claim, Draft, RawArticle
from app.ingest.trails import page_trail

_ABOVE = 12
"""Lines above the headline that may be a masthead; menus run further up."""

_BELOW_HEADLINE = 0.7
"""Part of the article that must follow a line for it to be the headline; at 0.9 some are lost."""

_LEAST_BODY = 500
"""Letters from which a given body is taken for one; shorter ones are often the deck."""

_HIDDEN = 0.5
"""Least part of a given body that a page prints where its lines are the article."""

_HEADINGS = ("h1", "html:title")
_LEAST_HEADLINE = 12
"""Letters: shorter headings are as often a site's or a section's name, which titles may open with."""

_CUT_TITLE = 50
"""Letters from which the beginning of a headline may be a title cut short."""

_TAG = regex.compile(r"<[^<>]*>")
_FURNITURE = "//header[not(ancestor::article or ancestor::main)] | //nav | //footer | //aside"


def draft(raw: RawArticle) -> Draft | None:
    """The draft of a page: its visible lines are the read text. None where no article is found in it.

    Where the page prints less than half of the body that its JSON-LD gives, that body is the read text: scripts were to
    print it, or a wall hides it.
    """
    root = parse_page(raw.text)
    if root is None:
        return None
    page = page_of(root)
    made = _settle_titles(Draft(page.text, (), {}).with_claims(page_claims(root)))
    if not made.claimed("topics") and not made.claimed("sections") and "readcrumb" in raw.text:
        made = made.with_claims(("trail", step) for step in page_trail(root))
    given_body = next((_bare(claim.value) for claim in made.claimed("body")), "")
    inside = article_lines(page, given_body)
    printed = sum(len(page.lines[index].text) for index in inside)
    if len(given_body) >= _LEAST_BODY and printed < _HIDDEN * len(given_body):
        return replace(made, text=given_body, blocks=plain_text.blocks(given_body))
    made = replace(
        made, claims={**made.claims, "body": (), "subtitle": _printed(made.claimed("subtitle"), page)}
    )
    return _of_lines(page, made, inside) if inside else None


def _printed(decks: Iterable[Claim], page: Page) -> tuple[Claim, ...]:
    """The decks without descriptions that no reader sees: those are written for search engines, often of the site."""
    letters = "".join(page.letters)
    return tuple(
        claim
        for claim in decks
        if "description" not in claim.origin
        or (isinstance(claim.value, str) and squash(claim.value) in letters)
    )


def _of_lines(page: Page, made: Draft, inside: list[int]) -> Draft:
    heading = _heading(page, made, inside)
    if heading is not None:
        inside = [index for index in inside if index > heading]
    header = page.lines[heading : inside[0] + 1] if heading is not None else ()
    made = made.with_claims(time_claims(page.root, header))
    if not made.claimed("published"):
        made = made.with_claims(guessed_date(page.root))
    address = next((str(claim.value) for claim in made.claimed("url")), "")
    return _marked(made, page.lines, inside, heading, teaser_lines(page, inside, address))


def _bare(text: object) -> str:
    """A given body without the markup that some sites leave in it."""
    return without_surrogates(_TAG.sub(" ", unescape(text))) if isinstance(text, str) else ""


def _settle_titles(made: Draft) -> Draft:
    """Titles without the site's name; first the headline that the page prints, where its markup says it too."""
    sites = [claim.value for claim in made.claimed("source") if isinstance(claim.value, str)]
    titles = [
        replace(claim, value=without_site(claim.value, sites)) if isinstance(claim.value, str) else claim
        for claim in made.claimed("title")
    ]
    ordered = tuple(sorted(titles, key=lambda claim: not _is_confirmed(claim, titles)))
    return replace(made, claims={**made.claims, "title": ordered}) if titles else made


def _is_confirmed(printed: Claim, titles: Sequence[Claim]) -> bool:
    """Whether a printed heading is the headline: a given title is the same, or goes on with a section's name."""
    if printed.origin != "h1" or len(squash(str(printed.value))) < _LEAST_HEADLINE:
        return False
    headline = str(printed.value)
    others = (str(claim.value) for claim in titles if claim.origin not in _HEADINGS)
    return any(opens_title(headline, title) or _is_cut_of(title, headline) for title in others)


def _is_cut_of(title: str, headline: str) -> bool:
    """Whether a title is the beginning of a headline: search engines want no more than 110 letters."""
    return len(title) >= _CUT_TITLE and squash(headline).startswith(squash(title))


def _heading(page: Page, made: Draft, inside: Sequence[int]) -> int | None:
    """The index of the line that prints the headline: the last with nearly all of the article below."""
    # How much of the article stands at each line or below it.
    rest = [0] * (len(page.lines) + 1)
    own = frozenset(inside)
    for index in reversed(range(len(page.lines))):
        rest[index] = rest[index + 1] + (len(page.lines[index].text) if index in own else 0)
    for claim in made.claimed("title"):
        wanted = squash(str(claim.value))
        for index in reversed(range(len(page.lines))):
            enough = rest[index + 1] >= _BELOW_HEADLINE * rest[0]
            if wanted and page.letters[index] == wanted and enough:
                return index
    return None


def _marked(
    made: Draft, lines: Sequence[Block], inside: list[int], heading: int | None, teasers: AbstractSet[int]
) -> Draft:
    """The draft with the article's lines and those above that may date or sign it; the others go."""
    own = frozenset(inside)
    above = range(max(0, heading - _ABOVE), inside[0]) if heading is not None else range(0)
    blocks = tuple(
        line if index in own else Block(line.start, line.end, line.text, line.kind, outside=True)
        for index, line in enumerate(lines)
    )
    distant = {
        index: "outside_article" for index in range(len(lines)) if index not in own and index not in above
    }
    return replace(made, blocks=blocks).without({**distant, **dict.fromkeys(teasers, "teaser")})


def guessed_date(root: html.HtmlElement) -> Iterator[tuple[str, Claim]]:
    """The day that htmldate finds in the page's markup and its visible dates; it may be another's."""
    # What stands around the article shows the day of the visit, and htmldate would find dates in any prose.
    bare = deepcopy(root)
    for element in bare.xpath(_FURNITURE):
        element.drop_tree()
    found = find_date(bare, extensive_search=False, original_date=True, url="")
    if found:
        yield "published_guess", Claim(found, "htmldate")
