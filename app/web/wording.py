"""What is known of an article, said in the words of readers."""

from datetime import date

from babel.dates import format_date, format_skeleton

from app.articles.values import Published

_LOCALE = "en_GB"
_YEAR, _MONTH = len("2021"), len("2021-04")
# By the first part of an origin, which may go on behind a colon with the name of a field or an element.
_PLACES = {
    "json": "the source’s field “{name}”",
    "front_matter": "the file’s front matter, “{name}”",
    "json_ld": "the page’s data for search engines, “{name}”",
    "meta": "the page’s markup, “{name}”",
    "itemprop": "the page’s markup, “{name}”",
    "time": "the time element of the page",
    "rel": "a link to the author",
    "html": "the page’s markup, “{name}”",
    "url": "the address",
    "folder": "the name of its folder",
    "breadcrumb": "the trail of sections above the article",
    "masthead": "the masthead of the page",
    "text_line": "a line of the text",
    "first_line": "the first line of the text",
    "first_paragraph": "the first paragraph",
    "heading": "the heading",
    "dateline": "the dateline",
    "credit_line": "a credit line at the end",
    "htmldate": "a guess by the page’s markup",
}


def day(published: Published) -> str:
    """The date as it is known: `20 July 1969`, `July 1969`, `1969`."""
    known = published.date
    if len(known) == _YEAR:
        return known
    if len(known) == _MONTH:
        return format_skeleton("yMMMM", date.fromisoformat(f"{known}-01"), locale=_LOCALE)
    return format_date(date.fromisoformat(known), "d MMMM y", locale=_LOCALE)


def grouped(number: int) -> str:
    return f"{number:,}"


def spoken_origin(origin: str) -> str:
    """Where a fact was read; an origin that has no words yet, as it is."""
    place, _, name = origin.partition(":")
    said = _PLACES.get(place)
    return said.format(name=name or place) if said else origin.replace("_", " ")
