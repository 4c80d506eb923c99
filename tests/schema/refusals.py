"""Where Schemathesis takes for a fault what is none. All checks stay on for all operations; this says what passes.

A request that fits the OpenAPI document may be refused with a 422 whose `code` is named here: it broke a rule that no
schema can state. And a request meant to break the document may be answered where what came out of it, as it went over
the wire, fits: an empty list leaves nothing behind in an address, and a list of one is that one.
"""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs
import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

BEYOND_A_SCHEMA = {
    "bad_cursor": "a cursor is one that an answer gave",
    "bad_date": "30 February is no date, and `from` is not later than `to`",
    "page_and_collapse": "`collapse` goes on by `cursor`, not by `page`",
    "page_and_cursor": "`page` and `cursor` exclude each other",
    "page_too_deep": "`page` times `limit` is bounded",
    "revision_ahead": "`since` is a revision that the corpus has reached",
    "syntax": "`strict=true` asks for the refusal of what would else be read kindly",
    "too_deep": "brackets nest up to a bound",
    "too_many_buckets": "the days between the first article and the last are the corpus's",
    "too_many_expansions": "what a beginning stands for hangs on the corpus",
    "too_many_words": "a query has up to 200 words",
}
_WRITTEN = {
    "integer": re.compile(r"[+-]?\d+", re.ASCII),
    "boolean": re.compile(r"true|false|1|0|on|off|yes|no|t|f|y|n", re.ASCII | re.IGNORECASE),
}
_TRUE = ("true", "1", "on", "yes", "t", "y")


@schemathesis.hook
def filter_failure(_context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Whether a failure is one."""
    if isinstance(failure, RejectedPositiveData) and response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
        return json.loads(response.content)["code"] not in BEYOND_A_SCHEMA
    if isinstance(failure, AcceptedNegativeData):
        declared = {one["name"]: one for one in case.operation.definition.raw.get("parameters", ())}
        return not fits(response.request.url, case.path_parameters or {}, declared)
    return True


def fits(address: str, path: Mapping[str, Any], declared: Mapping[str, Any]) -> bool:
    """Whether a request as it was sent keeps to the declared parameters. Empty is absent."""
    asked = parse_qs(urlsplit(address).query)
    if not asked.keys() <= declared.keys():
        return False
    for name, parameter in declared.items():
        told = asked.get(name, []) if parameter["in"] == "query" else [str(path.get(name, ""))]
        if not told and parameter.get("required"):
            return False
        if told and not _is_valid(told, parameter["schema"]):
            return False
    return True


def _is_valid(told: list[str], schema: dict[str, Any]) -> bool:
    kind = schema.get("type")
    if kind == "array":
        return bool(jsonschema_rs.is_valid(schema, told))
    if len(told) > 1 or (kind in _WRITTEN and not _WRITTEN[kind].fullmatch(told[0])):
        return False
    return bool(jsonschema_rs.is_valid(schema, _read(told[0], kind)))


def _read(text: str, kind: str | None) -> str | int | bool:
    match kind:
        case "integer":
            return int(text)
        case "boolean":
            return text.lower() in _TRUE
        case _:
            return text
