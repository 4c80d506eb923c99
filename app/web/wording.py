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
    "link": "the page’s markup, “{name}”",
    "html": "the page’s markup, “{name}”",
    "h1": "the heading of the page",
    "url": "the address",
    "folder": "the name of its folder",
    "breadcrumb": "the trail of sections above the article",
    "masthead": "the masthead of the page",
    "text": "the file’s field “{name}”",
    "text_line": "a line of the text",
    "first_line": "the first line of the text",
    "first_sentence": "the first sentence of the text",
    "first_paragraph": "the first paragraph",
    "heading": "the heading",
    "deck": "the line between title and text",
    "subtitle": "the subtitle",
    "byline": "the byline",
    "agency_line": "the line that names the agency",
    "dateline": "the dateline",
    "credit_line": "a credit line at the end",
    "printed_in": "the line that says where it was printed",
    "detected": "the words of the text",
    "classifier": "a guess by the words of the text",
    "htmldate": "a guess by the page’s markup",
}
# What a text was made of, where no field held it.
_WHOLE = {
    "text": "the lines of the file",
    "markdown": "the lines of the file",
    "html": "the lines that the page shows",
}
_HOST = ":host"


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
    if origin.endswith(_HOST):
        return f"the host in {spoken_origin(origin.removesuffix(_HOST))}"
    place, _, name = origin.partition(":")
    said = _PLACES.get(place) if name else _WHOLE.get(place, _PLACES.get(place))
    return said.format(name=name or place) if said else origin.replace("_", " ")
