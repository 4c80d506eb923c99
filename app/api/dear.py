"""Which requests are known to take long: those that ask for much, or for words that are not written out."""

import re

from starlette.datastructures import QueryParams

# Found with `benchmarks/worst.py`: what passes these takes some tens of milliseconds of a core at most, over 10,000
# articles; what does not takes up to a second and a half. What they miss is set aside once it has taken long.
_LONGEST_QUERY, _MOST_HITS, _MOST_FACETS, _MOST_VALUES, _DEEPEST_PAGE = 120, 50, 4, 100, 20
_UNWRITTEN = re.compile(r"\w[*?]\w|[*?]\w|\w\*|~")
_MANY = ("explain", "collapse", "ids")


def is_dear(asked: QueryParams) -> bool:
    """Whether a request with these parameters is to go through the lane of dear ones."""
    q = asked.get("q", "") + asked.get("within", "")
    return (
        len(q) > _LONGEST_QUERY
        or _UNWRITTEN.search(q) is not None
        or _number(asked, "limit") > _MOST_HITS
        or _number(asked, "facet_limit") > _MOST_VALUES
        or _number(asked, "page") > _DEEPEST_PAGE
        or asked.get("facets", "").count(",") >= _MOST_FACETS
        or asked.get("sort") == "random"
        or any(name in asked for name in _MANY)
    )


def _number(asked: QueryParams, name: str) -> int:
    """The parameter as a number; 0 where it is none, which is refused elsewhere."""
    given = asked.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
