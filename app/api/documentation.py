"""The OpenAPI document as a tutorial: a reading order, examples that find something among the sample articles, and
answers and errors as they really come.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.declared import declare
from app.api.doors import OPEN_PATHS
from app.settings import Settings

# Named values by parameter; the docs page offers them in a list, the first one filled in.
_NOT_ASKED: dict[str, object] = {"not asked": ""}
EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "q": {
        "words": "moon landing",
        "a phrase": '"world cup"',
        "one or the other, without a third": "(penicillin OR vaccine) -covid",
        "in the title": "title:berlin",
        "a beginning": "astronaut*",
        "a spelling nearly right": "tsunamy~1",
        "words near each other": '"berlin wall"~3',
        "a month": "date:1989-11",
        "Chinese": "奥运会",
        "everything": "*",
    },
    "topic": _NOT_ASKED
    | {
        "by label": ["sport"],
        "by id": ["medtop:13000000"],
        "one or the other": ["sport", "health"],
    },
    "source": _NOT_ASKED | {"as written": ["The Harbour Courier"], "none known": ["none"]},
    "author": _NOT_ASKED | {"as written": ["Ottoline Brackwater"], "none known": ["none"]},
    "agency": _NOT_ASKED | {"one": ["tass"], "none known": ["none"]},
    "language": _NOT_ASKED | {"French": ["fr"], "Arabic": ["ar"]},
    "from": _NOT_ASKED | {"a year": "1969", "a month": "1969-07", "a day": "1969-07-20"},
    "to": _NOT_ASKED | {"a year": "1990", "a day": "1969-07-21"},
    "added_from": _NOT_ASKED | {"of the last years": "2020", "since an instant": "2020-02-29T12:00:00Z"},
    "interval": {"as it fits": "", "by year": "year", "by month": "month"},
    "strict": _NOT_ASKED | {"refuse what would be read kindly": True},
    "match": _NOT_ASKED | {"any of the words": "any"},
    "undated": _NOT_ASKED | {"without a date": "only"},
    "sort": _NOT_ASKED | {"the oldest first": "oldest", "by lot": "random"},
    "seed": _NOT_ASKED,
    "limit": _NOT_ASKED | {"three": 3},
    "page": _NOT_ASKED | {"the first": 1},
    "labels": _NOT_ASKED | {"in German": "de"},
    "highlight": _NOT_ASKED | {"as HTML": "html", "none": "none"},
    "collapse": _NOT_ASKED | {"each text once": "copies"},
    "format": _NOT_ASKED | {"for a spreadsheet": "csv", "to subscribe to": "atom"},
    "facet_limit": _NOT_ASKED | {"five of each": 5},
    "cursor": _NOT_ASKED,
    "since": {"from the beginning": 0},
    "after": _NOT_ASKED,
    "facets": {"topics and years": ["topic", "year"], "names": ["source", "author", "agency", "language"]},
    "fields": _NOT_ASKED | {"titles and whole texts": ["title", "body"], "ids alone": ["id"]},
    "explain": _NOT_ASKED | {"each word of `q` in each field": True},
    "ids": {"two articles on one day": ["bhrovb7xnok4gkun", "grr6oyonidv6wkie"]},
    "id": {"an article about the first steps on the moon": "bhrovb7xnok4gkun"},
}

# Where a parameter means something else than in a search.
EXAMPLES_OF: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "suggest": {
        "q": {
            "a beginning": "ber",
            "words and a beginning": "walk on th",
            "a name": "ott",
            "accents left out": "dunas",
        },
        "kinds": _NOT_ASKED | {"titles alone": ["title"]},
    },
    "facet": {
        "name": {"people": "author"},
        "q": {"a beginning": "e"} | _NOT_ASKED,
        "within": {"words": "moon"},
    },
    "topics": {"q": _NOT_ASKED | {"a beginning": "sp"}, "within": _NOT_ASKED | {"words": "moon"}},
    "sources": {"q": _NOT_ASKED | {"a beginning": "cour"}, "within": _NOT_ASKED | {"words": "moon"}},
}
"""By operation and parameter."""

TAGS: tuple[tuple[str, str], ...] = (
    ("Search", "Begin here: words and filters in, hits out. With the `id` of a hit, go on to its article."),
    (
        "Articles",
        "Read what was found, whole. The topics and names of an article are filters, too: they come next.",
    ),
    (
        "Facets",
        "What there is to choose from, and when it was written, each with what a search for it would find.",
    ),
    ("Suggest", "For a box that helps while one types; what it suggests goes back into a search."),
    ("Corpus", "The archive as a whole, and what changed since the last visit, for whoever keeps a copy."),
    ("Health", "For whoever keeps the server running."),
)
"""The groups of operations in reading order, each leading on to the next."""

SHOWN = Path(__file__).parent / "shown.json"
"""Answers of the sample articles by operation, and errors by status; `tests/api/showing.py` writes it."""
_PROBLEM_TYPE = "application/problem+json"
_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
# The one error that is shown of those operations alone which know dates.
_DATED = "a date that is none"
_ERRORS = 400
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}


def document(app: FastAPI) -> None:
    """Make the app describe itself so; the document is built once, when it is first asked for."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                routes=app.routes,
                tags=[{"name": name, "description": description} for name, description in TAGS],
            )
            for operation in _operations(schema):
                # Behind the parameters, which the routes add.
                operation["responses"] = operation.pop("responses")
                _add_examples(operation)
                _tell_errors(operation)
            _tell_doors(schema, app.state.settings)
            _show_answers(schema)
            declare(schema)
            for unused in ("HTTPValidationError", "ValidationError"):
                schema["components"]["schemas"].pop(unused, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _operations(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in schema["paths"].values():
        yield from path.values()


def _add_examples(operation: dict[str, Any]) -> None:
    own = EXAMPLES_OF.get(operation["operationId"], {})
    for parameter in operation.get("parameters", ()):
        named = own.get(parameter["name"], EXAMPLES.get(parameter["name"]))
        if named:
            parameter["examples"] = {name: {"value": value} for name, value in named.items()}
            # The docs page would fill in an empty default rather than the first example.
            parameter["schema"].pop("default", None)


def _tell_doors(schema: dict[str, Any], settings: Settings) -> None:
    """What keys and limits change for the operations that `doors` stands before."""
    behind = [
        operation
        for path, operations in schema["paths"].items()
        if not path.startswith(OPEN_PATHS)
        for operation in operations.values()
    ]
    for status, description in _doors(settings):
        for operation in behind:
            operation["responses"][status] = {
                "description": description,
                "content": {_PROBLEM_TYPE: _PROBLEM},
            }
    if settings.api_keys_file:
        schema["components"]["securitySchemes"] = _SCHEMES
        for operation in behind:
            operation["security"] = [{name: []} for name in _SCHEMES]


def _doors(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.api_keys_file:
        yield "401", "No key, or none of the archive's."
    if settings.api_keys_file or settings.rate_limit:
        yield "429", "Too many requests; `Retry-After` says when to go on."


def _tell_errors(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if int(status) >= _ERRORS:
            response["content"] = {_PROBLEM_TYPE: _PROBLEM}
            if status == "422":
                response["description"] = "A parameter is unknown, malformed or past a limit."


def _show_answers(schema: dict[str, Any]) -> None:
    """What each operation answers to its first examples, and what its errors look like."""
    shown = json.loads(SHOWN.read_text(encoding="utf-8"))
    for operation in _operations(schema):
        dated = any(parameter["name"] == "from" for parameter in operation.get("parameters", ()))
        if operation["operationId"] in shown["answers"]:
            answer = operation["responses"]["200"]["content"]["application/json"]
            answer["example"] = shown["answers"][operation["operationId"]]
        for status, response in operation["responses"].items():
            named = shown["errors"].get(status, {})
            examples = {name: {"value": value} for name, value in named.items() if dated or name != _DATED}
            if examples:
                response["content"] = {_PROBLEM_TYPE: _PROBLEM | {"examples": examples}}
