"""Facets: what the engine is to count of each, and its counts with the labels that people read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_skeleton

from app.search.answers import Facet, FacetValue
from app.search.engines.seam import LACKING, FacetCounts, FacetRequest
from app.search.filters import Filters
from app.search.requests import DEFAULT_LABELS, FacetName
from app.topics.tree import LabelLocale, TopicTree

DEFAULT_FACET_LIMIT = 20
# Of years and months all that an archive is likely to have, unless fewer are asked for.
_CALENDAR = {"year": 500, "month": 1_200}
LANGUAGE_LABELS: Mapping[str, str] = Locale("en").languages


def facet_request(name: FacetName, filters: Filters, topics: TopicTree, limit: int | None) -> FacetRequest:
    """What to count of a facet.

    Where topics are selected, those right below and all above them are listed too, however rare, so that a menu of the
    tree can be opened from there.
    """
    selected = tuple(dict.fromkeys(filters.selected(name)))
    opened = selected if name == "topic" else ()
    return FacetRequest(
        name,
        limit or _CALENDAR.get(name, DEFAULT_FACET_LIMIT),
        selected,
        listed=(
            *topics.with_broader(opened),
            *(below for topic in opened for below in topics.narrower(topic)),
        ),
        lacking=filters.lacking(name),
    )


@dataclass(frozen=True, slots=True)
class Labels:
    """How the values of facets are written for people who read in `locale`.

    `named` gives the labels of a kind's names by their ids, as `View.labels` does.
    """

    named: Callable[[str, Iterable[str]], Mapping[str, str]]
    topics: TopicTree
    locale: LabelLocale = DEFAULT_LABELS

    def of(self, name: str, values: list[str]) -> Mapping[str, str]:
        """The label of each value that has another than itself."""
        kinds: Mapping[str, Callable[[list[str]], Mapping[str, str]]] = {
            "topic": self._of_topics,
            "language": self._of_languages,
            "month": self._of_months,
            "year": lambda _: {},
        }
        found = kinds.get(name)
        return found(values) if found else self.named(name, values)

    def _of_topics(self, values: list[str]) -> dict[str, str]:
        own = self.named("topic", [value for value in values if self.topics.get(value) is None])
        return {value: own.get(value) or self.topics.label(value, self.locale) for value in values}

    def _of_languages(self, values: list[str]) -> dict[str, str]:
        names = _babel(self.locale).languages
        return {value: names[value] for value in values if value in names}

    def _of_months(self, values: list[str]) -> dict[str, str]:
        locale = _babel(self.locale)
        return {
            value: format_skeleton("yMMMM", date.fromisoformat(f"{value}-01"), locale=locale)
            for value in values
        }


def labelled(
    written: Labels, asked: Iterable[FacetRequest], counted: Mapping[str, FacetCounts]
) -> dict[str, Facet]:
    return {request.name: _facet(request, counted[request.name], written) for request in asked}


def _facet(request: FacetRequest, counted: FacetCounts, written: Labels) -> Facet:
    counts = sorted(counted.counts) if request.name in _CALENDAR else counted.counts
    named = written.of(request.name, [value for value, _ in counts])
    values = [
        FacetValue(
            value,
            named.get(value, value),
            count,
            selected=value in request.selected,
            broader=written.topics.broader(value) if request.name == "topic" else None,
        )
        for value, count in counts
    ]
    listed = sum(1 for value in values if value.count)
    if counted.lacking is not None:
        values.append(FacetValue(LACKING, LACKING, counted.lacking, selected=True))
    return Facet(tuple(values), counted.distinct, more=listed < counted.distinct)


def _babel(locale: LabelLocale) -> Locale:
    return Locale.parse(locale, sep="-")
