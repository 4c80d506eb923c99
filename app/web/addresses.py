"""Where the pages of articles are."""

from app.articles.names import slug

# Addresses are read, and cut by those who pass them on.
_LONGEST_SLUG = 60


def article_path(article_id: str, title: str) -> str:
    """`/articles/` with the words of the title and the id, or the id alone where the title has no words."""
    words = slug(title)
    if len(words) > _LONGEST_SLUG:
        words = words[: _LONGEST_SLUG + 1].rpartition("-")[0] or words[:_LONGEST_SLUG]
    return f"/articles/{words}-{article_id}" if words else f"/articles/{article_id}"


def id_in(ref: str) -> str:
    """The id at the end of what stands behind `/articles/`."""
    return ref.rpartition("-")[2]


def words_in(ref: str) -> str:
    """What the address says of the article: something to search for where there is none."""
    return ref.rpartition("-")[0].replace("-", " ")
