"""What the OpenAPI document has to say beyond what FastAPI reads out of handlers and models."""

from typing import Any

_ETAG = {
    "description": "Stands for this answer to this request as long as the corpus does not change.",
    "schema": {"type": "string"},
}
_RETRY_AFTER = {
    "description": "Seconds after which to ask again.",
    "required": True,
    "schema": {"type": "integer", "minimum": 0},
}
_NOT_MODIFIED = {
    "description": "The answer is still the one whose `ETag` was given in `If-None-Match`.",
    "headers": {"ETag": _ETAG | {"required": True}},
}
_TAGGED = "/v1/"
_WAITING = ("429", "503")
# Where `fields` chooses: the answer, the property that holds what is chosen, the shapes whose properties there are to
# choose from, and what is always there.
_CHOOSING = (
    ("SearchShape", "hits", ("ExplainedHitShape", "ArticleShape"), ("id",)),
    ("ArticlesShape", "articles", ("AskedArticle",), ("id", "asked_by")),
)


def declare(schema: dict[str, Any]) -> None:
    """Complete an OpenAPI document, in place."""
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                _declare_parameter(parameter)
            _declare_headers(operation["responses"], tagged=path.startswith(_TAGGED))
    _declare_chosen(schema["components"]["schemas"])


def _declare_parameter(parameter: dict[str, Any]) -> None:
    """An address holds no null, and an empty value is no value."""
    told: dict[str, Any] = parameter["schema"]
    kinds = [kind for kind in told.pop("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        told.update(kinds[0] | told)
    elif kinds:
        told["anyOf"] = kinds
    if parameter["in"] == "query" and told.get("type") != "array":
        parameter["allowEmptyValue"] = True


def _declare_headers(responses: dict[str, Any], *, tagged: bool) -> None:
    if tagged:
        responses["200"].setdefault("headers", {})["ETag"] = _ETAG
        responses["304"] = _NOT_MODIFIED
    for status in _WAITING:
        if status in responses:
            responses[status].setdefault("headers", {})["Retry-After"] = _RETRY_AFTER


def _declare_chosen(shapes: dict[str, Any]) -> None:
    """Where `fields` is given, a hit or an article has what was asked for and nothing else."""
    for answer, held, sources, always in _CHOOSING:
        chosen = f"Chosen{held.capitalize()}"
        shapes[chosen] = {
            "type": "object",
            "title": chosen,
            "description": f"With `fields`: what that names, and {' and '.join(f'`{name}`' for name in always)}.",
            "properties": {k: told for source in sources for k, told in shapes[source]["properties"].items()},
            "required": list(always),
        }
        told = shapes[answer]["properties"][held]
        whole = told["items"].get("anyOf", [told["items"]])
        told["items"] = {"anyOf": [*whole, {"$ref": f"#/components/schemas/{chosen}"}]}
