"""Facets: the engine's counts with the labels that people read."""

import calendar
from collections.abc import Callable, Iterable, Mapping

from babel import Locale
from sqlalchemy import Connection

from app.articles.reads import labels
from app.search.answers import Facet, FacetValue
from app.search.engines.seam import FacetCounts, FacetRequest
from app.search.requests import FacetName
from app.topics.tree import TopicTree

# Values of one facet in an answer; of years and months all that an archive is likely to have.
_LIMIT = 20
_CALENDAR = {"year": 500, "month": 1_200}
LANGUAGE_LABELS: Mapping[str, str] = Locale("en").languages


def facet_request(name: FacetName, selected: Iterable[str]) -> FacetRequest:
    return FacetRequest(name, _CALENDAR.get(name, _LIMIT), tuple(dict.fromkeys(selected)))


def labelled(
    connection: Connection,
    asked: Iterable[FacetRequest],
    counted: Mapping[str, FacetCounts],
    topics: TopicTree,
) -> dict[str, Facet]:
    return {
        request.name: _facet(request, counted[request.name], value_labels(connection, request.name, topics))
        for request in asked
    }


def value_labels(
    connection: Connection, name: str, topics: TopicTree
) -> Callable[[list[str]], dict[str, str]]:
    """How the values of a facet are written for people, by value."""

    def of_names(values: list[str]) -> dict[str, str]:
        return labels(connection, name, values)

    def of_topics(values: list[str]) -> dict[str, str]:
        own = labels(connection, "topic", [value for value in values if topics.get(value) is None])
        return {value: own.get(value) or topics.label(value) for value in values}

    def of_languages(values: list[str]) -> dict[str, str]:
        return {value: LANGUAGE_LABELS.get(value, value) for value in values}

    def of_months(values: list[str]) -> dict[str, str]:
        return {value: f"{calendar.month_name[int(value[5:])]} {value[:4]}" for value in values}

    found = {"topic": of_topics, "language": of_languages, "month": of_months, "year": _as_they_are}
    return found.get(name, of_names)


def _as_they_are(values: list[str]) -> dict[str, str]:
    return {value: value for value in values}


def _facet(
    request: FacetRequest, counted: FacetCounts, to_labels: Callable[[list[str]], dict[str, str]]
) -> Facet:
    counts = sorted(counted.counts) if request.name in _CALENDAR else counted.counts
    named = to_labels([value for value, _ in counts])
    values = tuple(
        FacetValue(value, named.get(value, value), count, selected=value in request.selected)
        for value, count in counts
    )
    listed = sum(1 for value in values if value.count)
    return Facet(values, counted.distinct, more=listed < counted.distinct)
