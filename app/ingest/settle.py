"""From a cleaned draft to the article: each field is the first claim that holds, with its origin."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

import regex

from app.articles.values import Article, Named
from app.ingest.language import SAMPLE, language
from app.ingest.names import credit, source_of
from app.ingest.prose import is_cut, squash, tidy
from app.ingest.published import published, refused, told, told_day
from app.ingest.reading import Claim, Draft, RawArticle
from app.ingest.topics import Topics, topics, topics_of_place, topics_of_words
from app.ingest.trails import trails
from app.topics.classifier import LEAD
from app.topics.tree import topic_tree

LONGEST_URL = 2_000
LONGEST_ID = 500

_IN_URL = regex.compile(r"[^\s\p{C}<>\"]+")
_TAG = regex.compile(r"</?[a-zA-Z][^<>]*>")

Found = tuple[str, object, str]
"""A field's name, its value, and where that was read."""


def settle(raw: RawArticle, draft: Draft, today: date) -> Article:
    """The article of a cleaned draft that has a body."""
    found = list(_settled(raw, draft, today))
    origin = {name: where for name, _, where in found}
    if note := refused(draft.claimed("published"), today):
        origin["published_refused"] = note
    if raw.encoding != "utf-8":
        origin["encoding"] = raw.encoding
    # Paragraphs made one by one, and validated again by the article, take twice the time.
    paragraphs = [{"kind": block.kind, "text": block.text} for block in draft.blocks]
    values = {name: value for name, value, _ in found if name != "body"}
    return Article.model_validate({**values, "paragraphs": paragraphs, "origin": origin})


def _settled(raw: RawArticle, draft: Draft, today: date) -> Iterator[Found]:
    title, title_origin = _title(draft)
    url = _url(draft)
    address = url[0] if url else None
    source = source_of(draft.claimed("source"), _addresses(draft, url))
    subtitle = _subtitle(draft, title)
    yield "title", title, title_origin
    yield "body", None, _body_origin(raw, draft)
    yield from _found("given_id", _given_id(draft))
    yield from _found("subtitle", subtitle)
    yield from _found("summary", (subtitle[0], "subtitle") if subtitle else _first_paragraph(draft))
    yield from _found("url", url)
    yield from _found("source", source)
    yield from _credits(draft, source[0] if source else None)
    spoken = language(draft.claimed("language"), _lead(title, draft, SAMPLE))
    yield from _found("language", spoken)
    yield from _found("topics", _topics(raw, draft, title, address, spoken[0] if spoken else None))
    when = published(draft.claimed("published"), address, draft.claimed("published_guess"), today)
    yield from _found("published", (when, when.method) if when else None)
    yield from _found("modified", told(draft.claimed("modified"), today))
    crawled = told_day(draft.claimed("crawled"), today)
    # A day above the title that is the article's own day cannot be told from one: no visit is claimed.
    yield from _found("crawled", None if crawled and when and crawled == (when.date, "masthead") else crawled)


def _found(name: str, found: tuple[object, str] | None) -> Iterator[Found]:
    if found:
        yield name, *found


def _texts(claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    """What the claims say as text, tidied and without markup; those that say nothing are left out."""
    for claim in claims:
        value = claim.value if isinstance(claim.value, str) else ""
        text = tidy(_TAG.sub("", value) if "<" in value else value)
        if text:
            yield text, claim.origin


def _title(draft: Draft) -> tuple[str, str]:
    return next(_texts(draft.claimed("title")), None) or (draft.blocks[0].text, "first_line")


def _subtitle(draft: Draft, title: str) -> tuple[str, str] | None:
    """The deck as the source gives it: none that a site cut off or that repeats title or body."""
    for text, origin in _texts(draft.claimed("subtitle")):
        bare = squash(text)
        body = squash("".join(block.text for block in draft.blocks[:2]))
        if bare and bare != squash(title) and not is_cut(text) and not body.startswith(bare):
            return text, origin
    return None


def _first_paragraph(draft: Draft) -> tuple[str, str] | None:
    text = next((block.text for block in draft.blocks if block.kind == "text"), None)
    return (text, "first_paragraph") if text else None


def _body_origin(raw: RawArticle, draft: Draft) -> str:
    return next((claim.origin for claim in draft.claimed("body")), raw.kind)


def _given_id(draft: Draft) -> tuple[str, str] | None:
    for claim in draft.claimed("id"):
        if isinstance(claim.value, str | int) and not isinstance(claim.value, bool):
            text = tidy(str(claim.value))
            if text and len(text) <= LONGEST_ID:
                return text, claim.origin
    return None


def _url(draft: Draft) -> tuple[str, str] | None:
    """The first address on the web; what is no address of a page (`javascript:`, a mere path) is none."""
    for claim in draft.claimed("url"):
        address = claim.value.strip() if isinstance(claim.value, str) else ""
        if len(address) <= LONGEST_URL and _IN_URL.fullmatch(address) and _is_web_address(address):
            return address, claim.origin
    return None


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _addresses(draft: Draft, url: tuple[str, str] | None) -> list[Claim]:
    return [*([Claim(*url)] if url else []), *draft.claimed("source_url")]


def _credits(draft: Draft, source: Named | None) -> Iterator[Found]:
    found = credit(draft.claimed("authors"), draft.claimed("agency"), source)
    if found.authors_origin:
        yield "authors", found.authors, found.authors_origin
    if found.agency_origin:
        yield "agency", found.agency, found.agency_origin


def _topics(
    raw: RawArticle, draft: Draft, title: str, address: str | None, spoken: str | None
) -> Topics | None:
    tree = topic_tree()
    return (
        topics(draft.claimed("topics"), draft.claimed("sections"), tree)
        or topics_of_place(trails(raw, draft, address), tree)
        or topics_of_words(spoken, title, _lead("", draft, LEAD), tree)
    )


def _lead(title: str, draft: Draft, length: int) -> str:
    """The title and as many blocks as it takes to be as long."""
    text = title
    for block in draft.blocks:
        if len(text) > length:
            break
        text += "\n" + block.text
    return text
