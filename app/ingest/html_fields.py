"""What a web page says of its article in its markup: JSON-LD, meta tags, elements with a meaning."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import regex
from lxml import html

from app.ingest.json_fields import claims_of, is_article
from app.ingest.prose import squash, tidy
from app.ingest.reading import Block, Claim

META_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dcterms.title", "dc.title", "headline", "parsely-title"),
    "subtitle": ("og:description", "description", "twitter:description", "dcterms.description"),
    "url": ("og:url",),
    "source": ("og:site_name", "dcterms.publisher", "dc.publisher", "publisher", "application-name"),
    "authors": (
        "author",
        "article:author",
        "dcterms.creator",
        "dc.creator",
        "byl",
        "parsely-author",
        "sailthru.author",
    ),
    "published": (
        "article:published_time",
        "og:published_time",
        "datepublished",
        "date",
        "dcterms.date",
        "dc.date",
        "dcterms.issued",
        "dc.date.issued",
        "dcterms.created",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "parsely-pub-date",
        "sailthru.date",
    ),
    "modified": (
        "article:modified_time",
        "og:updated_time",
        "dcterms.modified",
        "datemodified",
        "last-modified",
        "lastmod",
    ),
    "language": ("content-language", "dcterms.language", "dc.language", "og:locale"),
    "topics": ("news_keywords", "article:tag", "keywords", "parsely-tags", "sailthru.tags"),
    "sections": ("article:section", "parsely-section", "section"),
}
"""The names of the meta tags that are understood, by the field that they fill, the most trusted first."""

_SITE_MARK = regex.compile(r"\s+[|–—\-·•»:]\s+|_|\s*\|\s*")
_LOGO_CLASSES = ("site-title", "site-name", "sitename", "logo", "brand", "masthead-title", "newspaper-name")
_LONGEST_SOURCE = 60
_MOST_AUTHOR_LINKS = 3
_MOST_HEADINGS = 10
_MOST_MARKS = 10
_NUMBER = regex.compile(r"\d")
_DATE_FORMATS = ("datetime", "content")


def page_claims(root: html.HtmlElement) -> Iterator[tuple[str, Claim]]:
    """What the page says of each field, the most trusted first; nothing is judged yet."""
    for address in root.xpath("//link[@rel='canonical']/@href"):
        yield "url", Claim(str(address), "link:canonical")
    told = [*_json_ld(root), *_meta(root), *_elements(root)]
    yield from told
    # To look at every element takes as long as all the rest.
    if not any(name == "source" for name, _ in told):
        yield from _source(root)


def time_claims(root: html.HtmlElement, header: Sequence[Block]) -> Iterator[tuple[str, Claim]]:
    """The first `<time>` between the headline and the body: those further off date other stories."""
    printed = " ".join(line.text for line in header)
    for element in root.iter("time"):
        words = tidy(element.text_content())
        if words and words in printed and "modif" not in _class(element) and "updat" not in _class(element):
            yield "published", Claim(element.get("datetime") or words, "time")
            return


def without_site(title: str, names: Sequence[str]) -> str:
    """The title less the name of the site at its end: `They are on the moon | The Harbour Courier`."""
    sites = {squash(name) for name in names}
    for mark in reversed(_site_marks(title)):
        if squash(title[mark.end() :]) in sites and mark.start() > 0:
            return title[: mark.start()].rstrip()
    return title


def opens_title(headline: str, title: str) -> bool:
    """Whether the title is the headline, with or without the name of a section or site after a mark."""
    wanted = squash(headline)
    ends = (mark.start() for mark in _site_marks(title))
    return squash(title) == wanted or any(squash(title[:end]) == wanted for end in ends)


def _site_marks(title: str) -> list[regex.Match[str]]:
    """Where a site's or a section's name may begin; titles of keywords have hundreds, and none is looked at there."""
    marks = list(islice(_SITE_MARK.finditer(title), _MOST_MARKS + 1))
    return marks if len(marks) <= _MOST_MARKS else []


def _json_ld(root: html.HtmlElement) -> Iterator[tuple[str, Claim]]:
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        for node in _nodes(script.text or ""):
            for name, claims in claims_of(node, "json_ld").items():
                yield from ((name, claim) for claim in claims)
            return


def json_ld_value(source: str) -> object:
    """What a script of JSON-LD holds, as browsers' readers forgive it; None where that is no JSON."""
    try:
        return json.loads(source.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(source: str) -> Iterator[Mapping[str, object]]:
    value = json_ld_value(source)
    listed = value if isinstance(value, list) else [value]
    nodes = [node for node in listed if isinstance(node, dict)]
    for node in nodes:
        graph = node.get("@graph")
        held = [part for part in graph if isinstance(part, dict)] if isinstance(graph, list) else []
        if is_article(node) or any(map(is_article, held)):
            yield node


def _meta(root: html.HtmlElement) -> Iterator[tuple[str, Claim]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), []).append(content)
    for field, names in META_NAMES.items():
        for name in names:
            values = found.get(name, [])
            yield from ((field, Claim(value, f"meta:{name}")) for value in values)


def _elements(root: html.HtmlElement) -> Iterator[tuple[str, Claim]]:
    for element in root.xpath("//*[@itemprop='datePublished' or (self::time and @pubdate)]"):
        value = next(filter(None, map(element.get, _DATE_FORMATS)), None) or tidy(element.text_content())
        yield "published", Claim(value, "itemprop:datePublished" if element.get("itemprop") else "time")
    for element in islice(root.iter("h1"), _MOST_HEADINGS):
        yield "title", Claim(tidy(element.text_content()), "h1")
    for element in root.xpath("//head/title")[:1]:
        yield "title", Claim(tidy(element.text_content()), "html:title")
    for element in root.xpath("//*[@rel='author' or @itemprop='author']")[:_MOST_AUTHOR_LINKS]:
        names = tidy(element.text_content())
        if not _NUMBER.search(names):
            yield "authors", Claim(names, "rel:author")
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language:
        yield "language", Claim(language, "html:lang")


def _source(root: html.HtmlElement) -> Iterator[tuple[str, Claim]]:
    headings = {squash(element.text_content()) for element in root.iter("h1")}
    for element in root.xpath("//*[@class or @id]"):
        name = (
            tidy(element.text_content())
            if any(part in _LOGO_CLASSES for part in _class(element).split())
            else ""
        )
        if 1 < len(name) <= _LONGEST_SOURCE and "@" not in name and squash(name) not in headings:
            yield "source", Claim(name, "masthead")
            break
    for title in map(tidy, root.xpath("//head/title/text()")):
        for mark in _site_marks(title):
            if squash(title[: mark.start()]) in headings and len(title) - mark.end() <= _LONGEST_SOURCE:
                yield "source", Claim(title[mark.end() :], "html:title")
                return


def _class(element: html.HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()
