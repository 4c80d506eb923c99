"""What the OpenAPI document shows of answers, made anew: `python -m tests.api.showing` writes `app/api/shown.json`.

Each answer is the one to what the docs page fills in at first, asked of the sample articles; lists and texts are cut.
"""

import asyncio
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.testclient import TestClient

from app.api import problems
from app.api.documentation import SHOWN
from app.errors import IndexUnreadable
from app.keys import create_key
from app.main import create_app
from app.settings import Settings
from tests.archives import CORPUS, archive_at, ingest

_MOST_VALUES, _LONGEST_TEXT = 2, 240
_RATE = 5
_BASE = "http://127.0.0.1:8000"
_UNKNOWN_ARTICLE, _UNKNOWN_PARAMETER, _NO_DATE = (
    "/v1/articles/none",
    "/v1/corpus?colour=red",
    "/v1/search?from=someday",
)


def answers(client: TestClient) -> dict[str, Any]:
    """By operation, its answer to its first examples."""
    schema = client.get("/openapi.json").json()
    return {
        operation["operationId"]: _cut(_asked(client, path, operation))
        for path, operations in schema["paths"].items()
        for operation in operations.values()
    }


def errors(client: TestClient) -> dict[str, Any]:
    """By status, what such answers are, each under its name."""
    return {
        "404": {"no such article": client.get(_UNKNOWN_ARTICLE).json()},
        "422": {
            "an unknown parameter": client.get(_UNKNOWN_PARAMETER).json(),
            "a date that is none": client.get(_NO_DATE).json(),
        },
        "503": {"not now": _unreadable()},
        **_at_the_door(),
    }


def _asked(client: TestClient, path: str, operation: Mapping[str, Any]) -> Any:
    first = {
        parameter["name"]: next(iter(parameter["examples"].values()))["value"]
        for parameter in operation.get("parameters", ())
        if parameter.get("examples")
    }
    asked = {name: value for name, value in first.items() if f"{{{name}}}" not in path}
    return client.get(path.format(**first), params=asked).json()


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cut(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_cut(one) for one in value[:_MOST_VALUES]]
    if isinstance(value, str):
        told = value.replace("http://testserver", _BASE)
        return told if len(told) <= _LONGEST_TEXT else f"{told[:_LONGEST_TEXT]} …"
    return value


def _unreadable() -> Any:
    answer = asyncio.run(problems._on_microfiche_error(Request({"type": "http"}), IndexUnreadable("damaged")))  # noqa: SLF001 - the one that maps them
    return json.loads(bytes(answer.body))


def _at_the_door() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "keys.json"
        given = {"X-API-Key": create_key(keys, "reader", f"{_RATE}/minute")}
        with TestClient(create_app(Settings(data=Path(folder) / "data", api_keys_file=keys))) as client:
            *_, slowed = [client.get("/v1/corpus", headers=given) for _ in range(_RATE + 1)]
            return {"401": {"no key": client.get("/v1/corpus").json()}, "429": {"too many": slowed.json()}}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with archive_at(Path(folder)) as archive:
            ingest(archive, CORPUS)
        with TestClient(create_app(Settings(data=Path(folder)))) as client:
            shown = {"answers": answers(client), "errors": errors(client)}
    SHOWN.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
