"""The steps by which a source says where an article stands: its breadcrumb, its address, its folder."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml import html

from app.ingest.html_fields import json_ld_value
from app.ingest.prose import tidy
from app.ingest.reading import Claim, Draft, RawArticle

_MOST_STEPS = 12
_LONGEST_STEP = 60
_CRUMBS = (
    "//*[contains(@class, 'readcrumb') or contains(@id, 'readcrumb') or contains(@aria-label, 'readcrumb')]"
)
_STEPS = ".//a | .//li[not(.//a)] | .//span[not(.//a) and not(ancestor::a) and not(ancestor::li)]"


def trails(raw: RawArticle, draft: Draft, address: str | None) -> Iterator[tuple[Claim, ...]]:
    """Each trail from the widest step to the narrowest, the most trusted trail first."""
    yield draft.claimed("trail")
    if address:
        yield tuple(Claim(step, "url") for step in _steps(_path(address)))
    yield tuple(Claim(step, "folder") for step in _steps(raw.path))


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def _steps(path: str) -> tuple[str, ...]:
    """The folders of a path: what it ends with names the article itself."""
    return tuple(
        part.replace("_", "-") for part in PurePosixPath(path).parts[:-1] if 1 < len(part) <= _LONGEST_STEP
    )[:_MOST_STEPS]


def page_trail(root: html.HtmlElement) -> Sequence[Claim]:
    """The steps of the first trail in a page's markup: schema.org's, else an element that is called a breadcrumb."""
    scripts = root.xpath("//script[contains(@type, 'ld+json')]/text()")
    listed = next(filter(None, (list(_listed(str(source))) for source in scripts)), None)
    if listed:
        return listed
    return next(filter(None, (list(_printed(element)) for element in root.xpath(_CRUMBS))), [])


def _printed(element: html.HtmlElement) -> Iterator[Claim]:
    for step in element.xpath(_STEPS)[:_MOST_STEPS]:
        name = tidy(step.text_content())
        if 1 < len(name) <= _LONGEST_STEP:
            yield Claim(name, "breadcrumb")


def _listed(source: str) -> Iterator[Claim]:
    """The names of schema.org's `BreadcrumbList`, wherever in the source it stands."""
    if "BreadcrumbList" not in source:
        return
    waiting = [json_ld_value(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict) and node.get("@type") == "BreadcrumbList":
            yield from _names(node.get("itemListElement"))
            return
        elif isinstance(node, dict):
            waiting += reversed(node.values())


def _names(elements: object) -> Iterator[Claim]:
    for element in elements[:_MOST_STEPS] if isinstance(elements, list) else ():
        inner = element.get("item") if isinstance(element, dict) else None
        for holder in (element, inner):
            name = holder.get("name") if isinstance(holder, dict) else None
            if isinstance(name, str) and 1 < len(name) <= _LONGEST_STEP:
                yield Claim(tidy(name), "breadcrumb")
                break
