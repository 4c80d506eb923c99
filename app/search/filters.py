"""A request's filters as clauses by dimension, and what they say of themselves in the answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.articles.names import slug
from app.errors import Note
from app.search.daterange import DateRange, added_filter, date_filter, date_range
from app.search.engines.seam import FACETS, LACKING, AnyOf, Clause, Engine, EngineRequest, Every, Word
from app.search.query import tree
from app.search.requests import FacetName, Selection
from app.topics.tree import TopicTree

_NAMED = ("topic", "source", "author", "agency", "language")
_PARAMETERS = {"date": ("from", "to", "undated"), "added": ("added_from",)}
"""The parameters of a dimension that has not its own name, or not only it."""


@dataclass(frozen=True, slots=True)
class Filters:
    """`ids` holds, by facet name, the indexed values that each asked value stands for (several for some topics)."""

    dates: DateRange | None
    clauses: Mapping[str, Clause]
    ids: Mapping[str, Mapping[str, tuple[str, ...]]]
    echo: Mapping[str, object]

    def selected(self, name: FacetName) -> tuple[str, ...]:
        """The values of a facet that the filters select, as the facet lists them."""
        if name in ("year", "month"):
            start, end = self.echo.get("from"), self.echo.get("to")
            length = len("2021") if name == "year" else len("2021-04")
            return (start,) if isinstance(start, str) and start == end and len(start) == length else ()
        return tuple(value for values in self.ids.get(name, {}).values() for value in values)

    def without(self, dimension: str) -> "Filters":
        return replace(self, clauses={name: one for name, one in self.clauses.items() if name != dimension})

    def written(self, dimension: str) -> tuple[str, str]:
        """The first parameter of a dimension's filter, and all of them as they may be written in an address."""
        names = [name for name in _PARAMETERS.get(dimension, (dimension,)) if name in self.echo]
        written = [
            f"{name}={value}"
            for name, asked in ((name, self.echo[name]) for name in names)
            for value in (asked if isinstance(asked, list) else [asked])
        ]
        return names[0], "&".join(written)

    def lacking(self, name: FacetName) -> bool:
        """Whether articles that have no value of the facet are asked for."""
        return LACKING in self.ids.get(name, {})

    def notes(self, engine: Engine) -> Iterator[Note]:
        """A note for each asked value that no article of the corpus has, and for dates that have no effect."""
        if self.dates is not None and self.echo.get("undated") == "only":
            message = "`undated=only` finds articles of unknown date alone: `from` and `to` have no effect."
            yield Note("dates_without_effect", message, "undated")
        for name, asked in self.ids.items():
            for value, ids in asked.items():
                if value != LACKING and not any(_exists(engine, FACETS[name], i) for i in ids):
                    yield Note(f"unknown_{name}", f"No article has the {name} {value!r}.", name)


def unknown_topics(node: tree.Node, engine: Engine, topics: TopicTree) -> Iterator[Note]:
    """A note for each `topic:` of a query that no article of the corpus has."""
    for leaf in tree.leaves(node):
        if not isinstance(leaf, tree.Term) or leaf.field != "topic":
            continue
        if not any(_exists(engine, "topic", i) for i in topics.resolve(leaf.text)):
            start, end = (leaf.span.start, leaf.span.end) if leaf.span else (None, None)
            yield Note("unknown_topic", f"No article has the topic {leaf.text!r}.", "q", start, end)


def read_filters(request: Selection, topics: TopicTree) -> Filters:
    """Raises `ParameterError` for a date that is none or a range that runs backwards."""
    asked: dict[str, tuple[str, ...]] = {name: getattr(request, name) for name in _NAMED}
    ids = {
        name: {value: ids_of(name, value, topics) for value in values}
        for name, values in asked.items()
        if values
    }
    clauses: dict[str, Clause] = {name: _any_of(name, values) for name, values in ids.items()}
    dates = date_range(request.start, request.end) if request.start or request.end else None
    by_date = date_filter(dates, request.undated)
    if by_date != Every():
        clauses["date"] = by_date
    if request.added_from:
        clauses["added"] = added_filter(request.added_from)
    dated = {
        "from": request.start,
        "to": request.end,
        "undated": request.undated,
        "added_from": request.added_from,
    }
    echo = {name: list(values) for name, values in asked.items() if values} | {
        name: value for name, value in dated.items() if value
    }
    return Filters(dates, clauses, ids, echo)


def ids_of(name: str, value: str, topics: TopicTree) -> tuple[str, ...]:
    """The indexed values that a value of a filter stands for; none for what finds articles that lack one."""
    if value == LACKING:
        return ()
    if name == "topic":
        return topics.resolve(value)
    return (value.lower(),) if name == "language" else (slug(value),)


def _any_of(name: str, asked: Mapping[str, tuple[str, ...]]) -> Clause:
    parts: list[Clause] = [Word(FACETS[name], i) for ids in asked.values() for i in ids]
    if LACKING in asked:
        parts.append(Word("lacks", name))
    return AnyOf(tuple(parts))


def _exists(engine: Engine, field: str, value: str) -> bool:
    return engine.search(EngineRequest(Word(field, value), limit=0)).total > 0
