"""The feeds of a search, for the head of its page: readers of feeds find them there by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.api.formats import MEDIA_TYPES, Format
from app.api.search_parameters import SelectionParameters

_NAMES: tuple[tuple[Format, str], ...] = (("atom", "Atom"), ("rss", "RSS"), ("jsonfeed", "JSON Feed"))
# What chooses articles; a place in the result or its order is nothing to follow.
_KEPT = {field.alias or name for name, field in SelectionParameters.model_fields.items()} | {"collapse"}
_UNSAID = frozenset({"strict", "match", "collapse"})


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A `<link rel="alternate">`: its type, its title for people, and its address."""

    type: str
    title: str
    href: str


def feed_links(root: str, parameters: Sequence[tuple[str, str]]) -> list[FeedLink]:
    """The feeds of the search that these parameters of a page ask for, repeated ones included.

    `root` stands before each path. What is empty, of another page or unknown to `/v1/search` is left out.
    """
    kept = [(name, value) for name, value in parameters if value and name in _KEPT]
    about = ", ".join(_said(name, value) for name, value in kept if name not in _UNSAID)
    return [
        FeedLink(
            MEDIA_TYPES[chosen],
            f"Microfiche: {about or 'newest articles'} ({name})",
            f"{root}/v1/search?{urlencode([*kept, ('format', chosen)])}",
        )
        for chosen, name in _NAMES
    ]


def _said(name: str, value: str) -> str:
    return value if name == "q" else f"{name.replace('_', ' ')} {value}"
