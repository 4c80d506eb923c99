"""What the address of the search page asks for, and the addresses of all that can be asked next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import urlencode

from app.errors import Note, ParameterError
from app.search.requests import FacetName, Match, SearchRequest, SortOrder, Undated

LISTED: tuple[FacetName, ...] = ("topic", "source", "author", "agency", "language")
"""What is filtered by values, of which any may be chosen."""
_CHOICES = {
    "sort": get_args(SortOrder),
    "match": get_args(Match),
    "undated": get_args(Undated),
    "copies": ("all",),
    # Said by the page's script alone, of words that are still being written.
    "typing": ("on",),
}
_SINGLE = ("q", "from", "to", "added_from", "seed", "cursor", *_CHOICES)
# What another walk than this one begins without.
_OF_ONE_WALK = ("cursor", "typing")


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of an address, in its order, without empty ones; `unknown` are names that mean nothing here."""

    given: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, parameters: Iterable[tuple[str, str]]) -> "Asked":
        given = [(name, value) for name, value in parameters if value]
        known = tuple(one for one in given if one[0] in _SINGLE or one[0] in LISTED)
        unknown = dict.fromkeys(name for name, _ in given if name not in _SINGLE and name not in LISTED)
        return cls(known, tuple(unknown))

    def one(self, name: str) -> str | None:
        """Of a parameter that is given more than once, the first; `request` refuses those."""
        return next((value for given, value in self.given if given == name), None)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for given, value in self.given if given == name)

    @property
    def q(self) -> str:
        return self.one("q") or ""

    @property
    def filtered(self) -> bool:
        """Whether anything but the words chooses articles."""
        return any(name in ("from", "to", "undated", "added_from", *LISTED) for name, _ in self.given)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What a form with fields of its own for words and dates has to carry along."""
        return [one for one in self.given if one[0] not in ("q", "from", "to", *_OF_ONE_WALK)]

    def request(self, **more: Any) -> SearchRequest:
        """Raises `ParameterError` for a parameter given twice, or of a value that it does not take."""
        for name in _SINGLE:
            if len(self.all(name)) > 1:
                raise ParameterError(f"`{name}` is given more than once: give it once.", param=name)
        for name, choices in _CHOICES.items():
            if self.one(name) not in (None, *choices):
                told = ", ".join(f"`{choice}`" for choice in choices)
                raise ParameterError(f"`{name}` can be {told}.", param=name)
        chosen: dict[str, Any] = {
            "q": self.q,
            "start": self.one("from"),
            "end": self.one("to"),
            "match": self.one("match") or "auto",
            "collapse": None if self.one("copies") else "copies",
            **{name: self.one(name) for name in ("added_from", "sort", "seed", "cursor", "undated")},
            **{name: self.all(name) for name in LISTED},
        }
        return SearchRequest(**chosen, **more)

    def with_values(self, name: str, values: Sequence[str]) -> str:
        """The address with these as all the values of one parameter, and the first page of what is then asked."""
        kept = [one for one in self.given if one[0] not in (name, *_OF_ONE_WALK)]
        return self._address([*kept, *((name, value) for value in values)])

    def with_one(self, **changed: str | None) -> str:
        """The address with parameters put in the place of its own; None leaves one out. `start` is `from`."""
        named = {{"start": "from", "end": "to"}.get(name, name): value for name, value in changed.items()}
        kept = [one for one in self.given if one[0] not in (*named, *_OF_ONE_WALK)]
        return self._address([*kept, *((name, value) for name, value in named.items() if value)])

    def next_page(self, cursor: str, seed: str | None) -> str:
        """The address of the page behind this one, in the order that this one was drawn in."""
        drawn = {"seed": seed} if seed else {}
        return self.with_one(cursor=cursor, **drawn)

    @property
    def api_query(self) -> str:
        """The same search as the API is asked it, from its first hit."""
        kept = [one for one in self.given if one[0] not in ("copies", *_OF_ONE_WALK)]
        folded = [] if self.one("copies") else [("collapse", "copies")]
        return urlencode([*kept, *folded])

    def notes(self) -> list[Note]:
        told = "This page has no parameter `{}`; it was left aside."
        return [Note("unknown_parameter", told.format(name), name) for name in self.unknown]

    def _address(self, parameters: Sequence[tuple[str, str]]) -> str:
        # Words first, as people read an address.
        ordered = sorted(parameters, key=lambda one: one[0] != "q")
        return f"?{urlencode(ordered)}" if ordered else "?"
