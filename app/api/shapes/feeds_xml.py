"""RSS 2.0 and Atom (RFC 4287)."""

from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any

import regex
from lxml import etree

from app.api.shapes.feeds import GENERATOR, Entry, Feed, rfc3339

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# All but the characters of XML 1.0: it has no way to write the others.
_FORBIDDEN = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
# Atom requires an author of every entry.
_NO_AUTHOR = "Unknown"


def rss(told: Feed) -> bytes:
    root = etree.Element("rss", nsmap={"atom": _ATOM, "dc": _DC, "content": _CONTENT}, version="2.0")
    channel = etree.SubElement(root, "channel")
    _add(channel, "title", told.title)
    _add(channel, "link", told.home)
    _add(channel, "description", escape(told.description, quote=False))
    _add(channel, _atom("link"), rel="self", type="application/rss+xml", href=told.address)
    if told.following:
        _add(channel, _atom("link"), rel="next", type="application/rss+xml", href=told.following)
    _add(channel, "lastBuildDate", _rfc822(told.updated))
    _add(channel, "generator", GENERATOR)
    for entry in told.entries:
        _add_item(channel, entry)
    return _written(root)


def atom(told: Feed) -> bytes:
    root = etree.Element(_atom("feed"), nsmap={None: _ATOM, "dc": _DC})
    _add(root, _atom("id"), told.id)
    _add(root, _atom("title"), told.title)
    _add(root, _atom("subtitle"), told.description)
    _add(root, _atom("updated"), rfc3339(told.updated))
    _add(root, _atom("link"), rel="self", type="application/atom+xml", href=told.address)
    _add(root, _atom("link"), rel="alternate", type="text/html", href=told.home)
    if told.following:
        _add(root, _atom("link"), rel="next", type="application/atom+xml", href=told.following)
    _add(root, _atom("generator"), GENERATOR)
    for entry in told.entries:
        _add_entry(root, entry)
    return _written(root)


def _add_item(channel: Any, entry: Entry) -> None:
    item = etree.SubElement(channel, "item")
    _add(item, "title", entry.title)
    _add(item, "link", entry.link)
    if entry.summary:
        # Readers take it for HTML.
        _add(item, "description", escape(entry.summary, quote=False))
    if entry.body:
        _add(item, f"{{{_CONTENT}}}encoded", _paragraphs(entry.body))
    for author in entry.authors:
        _add(item, _dc("creator"), author.label)
    for topic in entry.topics:
        _add(item, "category", topic.label, domain=topic.id.partition(":")[0])
    _add(item, "guid", entry.id, isPermaLink="false")
    if entry.published:
        _add(item, "pubDate", _rfc822(entry.published))
    _add_facts(item, entry)


def _add_entry(root: Any, entry: Entry) -> None:
    added = etree.SubElement(root, _atom("entry"), {_LANGUAGE: entry.language} if entry.language else {})
    _add(added, _atom("id"), entry.id)
    _add(added, _atom("title"), entry.title)
    _add(added, _atom("updated"), rfc3339(entry.changed))
    if entry.published:
        _add(added, _atom("published"), rfc3339(entry.published))
    for name in [author.label for author in entry.authors] or [_NO_AUTHOR]:
        _add(etree.SubElement(added, _atom("author")), _atom("name"), name)
    _add(added, _atom("link"), rel="alternate", href=entry.link)
    for topic in entry.topics:
        _add(added, _atom("category"), term=topic.id, label=topic.label)
    if entry.summary:
        _add(added, _atom("summary"), entry.summary)
    if entry.body:
        _add(added, _atom("content"), _paragraphs(entry.body), type="html")
    _add_facts(added, entry)


def _add_facts(parent: Any, entry: Entry) -> None:
    """What Dublin Core tells: its date may be a mere year, month or day, as printed."""
    if entry.printed:
        _add(parent, _dc("date"), entry.printed)
    if entry.source:
        _add(parent, _dc("publisher"), entry.source.label)
    if entry.language:
        _add(parent, _dc("language"), entry.language)


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> None:
    child = etree.SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()})
    if text is not None:
        child.text = _clean(text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _paragraphs(body: str) -> str:
    return "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in body.split("\n\n"))


def _written(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment)


def _atom(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _dc(name: str) -> str:
    return f"{{{_DC}}}{name}"
