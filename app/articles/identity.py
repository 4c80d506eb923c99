"""Which article is which: keys, ids, and the two signs by which an article read twice is known again."""

import base64
import hashlib
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import regex

from app.articles.names import slug
from app.articles.values import Article

_ID_LENGTH = 16
# Parameters that say where a reader came from, and never which article is read. `ref` and `source` are not among them:
# some sites number their articles so.
_TRACKING = regex.compile(
    r"(?i)utm_|mtm_|pk_|hsa_|at_(?:medium|campaign|custom)|(?:fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid"
    r"|igshid|igsh|mc_cid|mc_eid|_ga|_gl|vero_id|oly_enc_id|oly_anon_id|s_cid|cmpid|ns_mchannel|ns_source"
    r"|ns_campaign|smid|smtyp|clicksource|pgtype)$"
)


def article_key(collection: str, path: str, position: int | None, given_id: str | None) -> str:
    """The collection and the id that the source gave, else the collection and the place below the ingested root.

    No two places and ids have one key: what separates the parts is spelt out where a part holds it.
    """
    owner = collection.replace("%", "%25").replace("/", "%2F").replace("#", "%23")
    if given_id is not None:
        return f"{owner}#{given_id}"
    if position is None:
        return f"{owner}/{path}"
    return f"{owner}/{path.replace('%', '%25').replace(':', '%3A')}:{position}"


def article_id(key: str) -> str:
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode()[:_ID_LENGTH].lower()


def url_key(url: str | None) -> str | None:
    """One text for all the ways to write one address: no scheme, `www.`, tracking, fragment or last slash.

    None where the address names no single article: no address, or a site's front page.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return None
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(pair[0])]
    path = quote(unquote(parts.path), safe="/~@!$&'()*+,;=:").rstrip("/")
    # Some sites name their articles behind this mark and nowhere else.
    page = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    if not host or not (path or asked or page):
        return None
    return f"{host}{port}{path}{'?' if asked else ''}{urlencode(sorted(asked))}{page}"


def content_key(article: Article) -> str:
    """The same for articles of the same source, title and body, whatever their case and spacing in the title."""
    source = article.source.id if article.source else ""
    printed = "\0".join((source, slug(article.title), article.body))
    return hashlib.sha256(printed.encode("utf-8", "surrogatepass")).hexdigest()[:32]
