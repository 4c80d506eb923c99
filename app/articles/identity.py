"""Which article is which: keys, ids, and the two signs by which an article read twice is known again."""

import base64
import hashlib
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import regex

from app.articles.names import slug
from app.articles.values import Article

_ID_LENGTH = 16
# The empty one before the first slash, and one that names an article.
_LEAST_SEGMENTS = 2
# Parameters that say where a reader came from, and never which article is read. `ref` and `source` are not among them:
# some sites number their articles so.
_TRACKING = regex.compile(
    r"(?i)utm_|mtm_|pk_|hsa_|wt\.|spot_im_|at_(?:medium|campaign|custom)|(?:fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid"
    r"|igshid|igsh|mc_cid|mc_eid|_ga|_gl|vero_id|oly_enc_id|oly_anon_id|s_cid|cmpid|ns_mchannel|ns_source"
    r"|ns_campaign|smid|smtyp|clicksource|pgtype|amp_js_v|amp_gsa|usqp"
    # What sites add to the links of their own front pages, letters and feeds: the rest of what 10,000 addresses held.
    r"|hp|hpt|hpw|hpid|intcmp|rref|mref|mtrref|iref|srnd|gwh|gwt|emc|nlid|smprod|ncid|taid|reflink|emailtoken"
    r"|referringsource|contentcollection|contentplacement|ns_linkname|feedtype|feedname|guccounter"
    r"|__twitter_impression)$"
)
# Parameters that say how an article is shown: for a printer, on one page, or as AMP. Those of the second kind only with
# these values: elsewhere `view` or `type` tell articles apart.
_VIEW = regex.compile(r"(?i)(?:amp|print|printable|print_?(?:view|page|version)|printer_?friendly)$")
_VIEW_BY_VALUE = regex.compile(
    r"(?i)(?:format|view|mode|output|outputtype|type|layout|style|action|pagewanted)"
    r"=(?:amp|print|printable|print-?(?:view|version)|printer-?friendly|all|click)$"
)
_PRINT_SEGMENT = regex.compile(
    r"(?i)(?:print|printable|print-?(?:view|version)|printer-?friendly)(?:\.html?)?$"
)
_AMP_ENDING = regex.compile(r"(?i)\.amp(?=(?:\.html?)?$)|(?<=.)\.print(?=\.html?$)")
# Google's own copies of AMP pages name the page's address in theirs.
_AMP_CACHE = regex.compile(
    r"https?://(?:(?:www\.)?google(?:\.[a-z]{2,3}){1,2}/amp|[a-z0-9-]+\.cdn\.ampproject\.org/[cv])/(?:s/)?(?=.+\..+/)",
    regex.IGNORECASE,
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

    Print views and AMP pages have the key of the article that they show, where their address says that they are such.
    None where the address names no single article: no address, or a site's front page.
    """
    if not url:
        return None
    try:
        parts = urlsplit(_AMP_CACHE.sub("https://", url.strip(), count=1))
        host = _site(parts.hostname or "")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return None
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if _tells_apart(*pair)]
    path = quote(unquote(_shown(parts.path)), safe="/~@!$&'()*+,;=:").rstrip("/")
    # Some sites name their articles behind this mark and nowhere else.
    page = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    if not host or not (path or asked or page):
        return None
    return f"{host}{port}{path}{'?' if asked else ''}{urlencode(sorted(asked))}{page}"


def _site(host: str) -> str:
    bare = host.removeprefix("www.")
    name = bare.removeprefix("amp.")
    return name if "." in name else bare


def _tells_apart(name: str, value: str) -> bool:
    return not (_TRACKING.match(name) or _VIEW.match(name) or _VIEW_BY_VALUE.match(f"{name}={value}"))


def _shown(path: str) -> str:
    """The path of the article that a print view or an AMP page shows; a path of nothing else stays."""
    segments = [_AMP_ENDING.sub("", segment) for segment in path.rstrip("/").split("/")]
    bare = [segment for segment in segments if segment.lower() != "amp"]
    if len(bare) > _LEAST_SEGMENTS and _PRINT_SEGMENT.match(bare[-1]):
        bare = bare[:-1]
    elif len(bare) > _LEAST_SEGMENTS and bare[1].lower() == "print":
        bare = [bare[0], *bare[2:]]
    return "/".join(bare if any(bare) else segments)


def content_key(article: Article) -> str:
    """The same for articles of the same source, title and body, whatever their case and spacing in the title."""
    source = article.source.id if article.source else ""
    printed = "\0".join((source, slug(article.title), article.body))
    return hashlib.sha256(printed.encode("utf-8", "surrogatepass")).hexdigest()[:32]
