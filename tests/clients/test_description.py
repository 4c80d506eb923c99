"""What can be seen of the clients without Node."""

import json
import re

import pytest

from tests.clients.description import CLIENTS, DESCRIPTION, described

_STALE = "docs/clients is not what /openapi.json says: run make clients"


def test_the_clients_are_of_the_api_as_it_is() -> None:
    assert DESCRIPTION.read_text("utf-8") == described(), _STALE


def test_every_operation_and_shape_stands_in_the_generated_types() -> None:
    types = (CLIENTS / "typescript" / "src" / "schema.ts").read_text("utf-8")
    description = json.loads(DESCRIPTION.read_text("utf-8"))
    operations = (operation for path in description["paths"].values() for operation in path.values())
    names = [*description["components"]["schemas"], *(one["operationId"] for one in operations)]
    assert [name for name in names if not re.search(rf"^ +{name}: \{{$", types, re.MULTILINE)] == [], _STALE


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((CLIENTS / "package-lock.json").read_text("utf-8"))
    outside = {name: one for name, one in lock["packages"].items() if "integrity" in one}
    assert outside
    assert [name for name, one in outside.items() if "resolved" in one] == []


@pytest.mark.parametrize("kind", ["OF_ALGOLIA_ALONE", "IMPOSSIBLE"])
def test_every_parameter_that_is_left_out_or_refused_stands_in_the_readme(kind: str) -> None:
    source = (CLIENTS / "instantsearch" / "src" / "parameters.ts").read_text("utf-8")
    readme = (CLIENTS / "README.md").read_text("utf-8")
    names = re.findall(r'"(\w+)"', source.split(f"const {kind} = new Set([")[1].split("]);")[0])
    assert names
    assert [name for name in names if f"`{name}`" not in readme] == []
