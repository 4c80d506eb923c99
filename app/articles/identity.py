"""Which article is which: keys, ids, and the two signs by which an article read twice is known again."""

import base64
import hashlib
from urllib.parse import urlsplit

from courlan import normalize_url

from app.articles.names import slug
from app.articles.values import Article

_ID_LENGTH = 16


def article_key(collection: str, path: str, position: int | None, given_id: str | None) -> str:
    """The collection and the id that the source gave, else the collection and the place below the ingested root."""
    if given_id is not None:
        return f"{collection}#{given_id}"
    return f"{collection}/{path}" if position is None else f"{collection}/{path}:{position}"


def article_id(key: str) -> str:
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode()[:_ID_LENGTH].lower()


def url_key(url: str | None) -> str | None:
    """One text for all the ways to write one address: no scheme, `www.`, tracking, fragment or last slash.

    None where the address names no single article: no address, or a site's front page.
    """
    if not url:
        return None
    try:
        parts = urlsplit(normalize_url(url, strict=False))
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if not parts.netloc or not (path or parts.query):
        return None
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def content_key(article: Article) -> str:
    """The same for articles of the same source, title and body, whatever their case and spacing in the title."""
    source = article.source.id if article.source else ""
    printed = "\0".join((source, slug(article.title), article.body))
    return hashlib.sha256(printed.encode("utf-8", "surrogatepass")).hexdigest()[:32]
