"""What a page tells machines of its article: schema.org's `NewsArticle`, Open Graph, a description."""

from urllib.parse import urlsplit

from app.articles.values import Published, StoredArticle
from app.ingest.prose import cut

# Search engines show no more.
_LONGEST_DESCRIPTION = 200


def description(article: StoredArticle) -> str | None:
    return cut(article.summary, _LONGEST_DESCRIPTION) if article.summary else None


def web_address(url: str | None) -> str | None:
    """The address where it is one that a link may lead to."""
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def exact_time(published: Published | None) -> str | None:
    """The instant where it is known, else the day, month or year (ISO 8601)."""
    if published is None:
        return None
    if published.at is None:
        return published.date
    known = "seconds" if published.precision == "second" else "minutes"
    return published.at.isoformat(timespec=known).replace("+00:00", "Z")


def news_article(article: StoredArticle, page: str) -> dict[str, object]:
    """The article in schema.org's words; `page` is the address of its page. Guessed topics are left out."""
    topics = [
        {"@type": "Thing", "name": topic.label} for topic in article.topics if topic.method != "classifier"
    ]
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "alternativeHeadline": article.subtitle,
        "description": article.summary,
        "inLanguage": article.language,
        "datePublished": exact_time(article.published),
        "dateModified": article.modified,
        "author": [{"@type": "Person", "name": author.label} for author in article.authors],
        "publisher": {"@type": "Organization", "name": article.source.label} if article.source else None,
        "sourceOrganization": (
            {"@type": "Organization", "name": article.agency.label} if article.agency else None
        ),
        "about": topics,
        "wordCount": article.word_count,
        "identifier": article.id,
        "url": page,
        "mainEntityOfPage": page,
        "sameAs": web_address(article.url),
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def open_graph(article: StoredArticle, page: str) -> list[tuple[str, str]]:
    told = [
        ("og:type", "article"),
        ("og:site_name", "Microfiche"),
        ("og:title", article.title),
        ("og:description", description(article)),
        ("og:url", page),
        ("article:published_time", exact_time(article.published)),
        ("article:modified_time", article.modified),
        *(("article:tag", topic.label) for topic in article.topics if topic.method != "classifier"),
    ]
    return [(name, value) for name, value in told if value]
