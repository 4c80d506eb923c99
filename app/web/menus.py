"""Facets as menus, each choice an address; and what is chosen, as chips that can be taken off."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.search.answers import Facet, FacetValue
from app.search.engines.seam import LACKING
from app.search.filters import ids_of
from app.search.requests import FacetName
from app.topics.tree import TopicTree
from app.web.asked import LISTED, Asked

_TITLES: Mapping[str, str] = {
    "topic": "Topic",
    "source": "Source",
    "author": "Author",
    "agency": "Agency",
    "language": "Language",
}
# Of a menu that is no tree: values seen at once, and values in all.
_SHOWN, _LISTED = 8, 25
FACET_VALUES = 60
"""Values that are asked for of each facet: enough for all tops of the tree of topics and what is open below them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value. `level` is its depth in the tree that is shown, 0 at the top."""

    value: str
    label: str
    count: int
    selected: bool
    address: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Menu:
    """`choices` are seen at once, `further` when they are asked for; `unseen` counts values that are in neither."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    further: tuple[Choice, ...]
    unseen: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds; `address` is that of the same search without it."""

    name: str
    label: str
    address: str


def menus(asked: Asked, facets: Mapping[str, Facet], topics: TopicTree) -> Iterator[Menu]:
    """A menu for each facet that has more to choose than one value that all have."""
    for name in LISTED:
        facet = facets[name]
        if not facet.values or (len(facet.values) == 1 and not facet.values[0].selected):
            continue
        is_tree = name == "topic"
        values = _tree(asked, facet.values, topics) if is_tree else ((value, 0) for value in facet.values)
        listed = [
            _choice(asked, name, value, topics, level)
            for i, (value, level) in enumerate(values)
            if is_tree or i < _LISTED or value.selected
        ]
        seen, further = _parted(listed)
        # Of a tree, what is not seen is below what is.
        unseen = 0 if is_tree else facet.distinct - sum(1 for one in listed if one.count)
        yield Menu(name, _TITLES[name], seen, further, unseen)


def _parted(listed: Sequence[Choice]) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """What is seen at once and what is not: what is chosen or open is always seen, or it could not be taken off."""
    tops = [i for i, one in enumerate(listed) if one.level == 0]
    opened = {i for i in tops if i + 1 < len(listed) and listed[i + 1].level}
    at_once = opened.union(tops[:_SHOWN])
    seen = tuple(one for i, one in enumerate(listed) if i in at_once or one.level or one.selected)
    return seen, tuple(one for one in listed if one not in seen)


def chips(asked: Asked, facets: Mapping[str, Facet], topics: TopicTree) -> Iterator[Chip]:
    for name in LISTED:
        values = facets[name].values if name in facets else ()
        labels = {value.value: value.label for value in values}
        for given in dict.fromkeys(asked.all(name)):
            ids = ids_of(name, given, topics)
            label = next((labels[i] for i in ids if i in labels), given)
            said = "not known" if given == LACKING else label
            others = [value for value in asked.all(name) if value != given]
            yield Chip(_TITLES[name], said, asked.with_values(name, others))
    yield from _chips_of_dates(asked)


def _chips_of_dates(asked: Asked) -> Iterator[Chip]:
    start, end = asked.one("from"), asked.one("to")
    if start or end:
        label = start if start == end else " – ".join((start or "the beginning", end or "today"))
        yield Chip("Published", label or "", asked.with_one(start=None, end=None))
    if undated := asked.one("undated"):
        said = {"only": "undated only", "include": "undated too", "exclude": "dated only"}
        yield Chip("Dates", said.get(undated, undated), asked.with_one(undated=None))
    if added := asked.one("added_from"):
        yield Chip("Added since", added, asked.with_one(added_from=None))
    if asked.one("copies"):
        yield Chip("Copies", "each by itself", asked.with_one(copies=None))


def _tree(asked: Asked, values: Iterable[FacetValue], topics: TopicTree) -> Iterator[tuple[FacetValue, int]]:
    """The tops, and below what is chosen what is right below it, in the order of a tree that is opened there; with the
    level of each.
    """
    # A name may stand for several topics, of which the corpus has one.
    given = asked.all("topic")
    by_id = {value.value: value for value in values if value.count or value.value in given}
    opened = set(topics.with_broader(i for i, value in by_id.items() if value.selected))
    below: dict[str | None, list[FacetValue]] = {}
    for value in by_id.values():
        below.setdefault(value.broader if value.broader in by_id else None, []).append(value)

    def walk(broader: str | None, level: int) -> Iterator[tuple[FacetValue, int]]:
        for value in below.get(broader, ()):
            if level or value.broader is None or value.value in opened:
                yield value, level
                if value.value in opened:
                    yield from walk(value.value, level + 1)

    return walk(None, 0)


def _choice(asked: Asked, name: FacetName, value: FacetValue, topics: TopicTree, level: int = 0) -> Choice:
    label = "not known" if value.value == LACKING else value.label
    return Choice(
        value.value, label, value.count, value.selected, _toggled(asked, name, value, topics), level
    )


def _toggled(asked: Asked, name: FacetName, value: FacetValue, topics: TopicTree) -> str:
    """The address with a value chosen that was not, or no longer chosen.

    Of a tree, a topic takes the place of those above and below it: beside a broader one it would narrow nothing.
    """
    related = {value.value}
    if name == "topic" and not value.selected:
        related.update(topics.with_broader([value.value]))

    def stays(given: str) -> bool:
        ids = ids_of(name, given, topics) or (given,)
        below = name == "topic" and value.value in topics.with_broader(ids)
        return not below and not related.intersection(ids)

    kept = [given for given in asked.all(name) if stays(given)]
    return asked.with_values(name, kept if value.selected else [*kept, value.value])
