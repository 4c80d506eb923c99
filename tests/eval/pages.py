"""The gold pages: 91 pages of news with their bodies, and what we labelled of them by hand.

Bodies are those of the set. Title, authors and day were labelled by us: the headline as the page prints it, people that
it names as authors (None where we could not tell), and the day that its markup gives for the article, else the printed.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import htmldate
import justext
import trafilatura

from app.articles.values import Article
from app.ingest.read import read
from app.ingest.reading import RawArticle, Rejected
from tests.ingest.making import TODAY

SET = Path(__file__).resolve().parents[3] / "shared" / "data" / "extraction"
_LABELS = Path(__file__).with_name("pages.json")


@dataclass(frozen=True, slots=True)
class Label:
    address: str
    body: str
    title: str
    authors: list[str] | None
    date: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader made of a page; None for what it did not look for."""

    body: str | None
    title: str | None = None
    authors: list[str] | None = None
    date: str | None = None


@cache
def labels() -> dict[str, Label]:
    """The labels by page."""
    bodies = json.loads((SET / "ground-truth.json").read_text("utf-8"))
    ours = json.loads(_LABELS.read_text("utf-8"))
    return {name: Label(bodies[name]["url"], bodies[name]["articleBody"], **ours[name]) for name in ours}


def pages() -> Iterator[tuple[str, str]]:
    """The name and the HTML of each page."""
    for name in labels():
        with gzip.open(SET / "html" / f"{name}.html.gz", "rt", encoding="utf-8", errors="replace") as file:
            yield name, file.read()


def article(name: str, html: str) -> Article | None:
    result = read(RawArticle(f"{name}.html", None, "html", html, {}), TODAY)
    return None if isinstance(result, Rejected) else result.article


def by_microfiche(name: str, html: str) -> Found:
    found = article(name, html)
    if found is None:
        return Found(body="")
    authors = [author.label for author in found.authors]
    return Found(found.body, found.title, authors, found.published.date if found.published else None)


def by_trafilatura(html: str) -> Found:
    """As it comes: its defaults, without comments, with what it finds in the metadata."""
    body = trafilatura.extract(html, include_comments=False) or ""
    data = trafilatura.extract_metadata(html)
    return Found(body, data.title, [name for name in (data.author or "").split("; ") if name], data.date)


def by_justext(html: str) -> Found:
    """With its list of English words, as is its default; other languages fall back on none."""
    paragraphs = justext.justext(html.encode(), justext.get_stoplist("English"))
    return Found("\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))


def by_htmldate(html: str) -> Found:
    return Found(None, date=htmldate.find_date(html, original_date=True))
