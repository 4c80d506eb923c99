"""The OpenAPI document tells the truth, and its examples find something among the sample articles."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.documentation import EXAMPLES, EXAMPLES_OF
from app.api.formats import MEDIA_TYPES

OF_OTHERS = {"id", "ids", "since", "after", "interval", "explain"}
"""Parameters that searches have not, or only with words."""
SEARCH_EXAMPLES = [
    (name, label) for name, examples in EXAMPLES.items() if name not in OF_OTHERS for label in examples
]


@pytest.fixture(scope="module")
def schema(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            yield path, operation


def test_every_operation_and_parameter_is_described(schema: dict[str, Any]) -> None:
    for path, operation in operations(schema):
        assert operation["summary"], path
        assert operation["description"], path
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])


@pytest.mark.parametrize(("name", "label"), SEARCH_EXAMPLES)
def test_every_example_finds_something(client: TestClient, name: str, label: str) -> None:
    value: Any = EXAMPLES[name][label]
    answer = client.get("/v1/search", params={name: value}).json()
    assert answer["total"] > 0
    assert answer["query"]["notes"] == []


@pytest.mark.parametrize(
    ("operation", "name", "label"),
    [
        (operation, name, label)
        for operation, parameters in EXAMPLES_OF.items()
        for name, examples in parameters.items()
        for label in examples
    ],
)
def test_every_example_of_a_list_finds_something(
    client: TestClient, schema: dict[str, Any], operation: str, name: str, label: str
) -> None:
    path = next(path for path, found in operations(schema) if found["operationId"] == operation)
    first = {name: next(iter(examples.values())) for name, examples in EXAMPLES_OF[operation].items()}
    asked: dict[str, Any] = first | {name: EXAMPLES_OF[operation][name][label]}
    answer = client.get(path.format(**asked), params={k: v for k, v in asked.items() if k != "name"}).json()
    assert answer.get("suggestions", answer.get("values"))


def test_the_example_of_an_article_is_there(client: TestClient) -> None:
    for article_id in EXAMPLES["id"].values():
        assert client.get(f"/v1/articles/{article_id}").status_code == 200


def test_every_example_of_an_interval_makes_a_timeline(client: TestClient) -> None:
    for interval in EXAMPLES["interval"].values():
        answer = client.get("/v1/timeline", params={"interval": str(interval)}).json()
        assert sum(bucket["count"] for bucket in answer["buckets"]) > 0


def test_the_example_of_several_articles_finds_all_of_them(client: TestClient) -> None:
    for ids in EXAMPLES["ids"].values():
        answer = client.get("/v1/articles", params={"ids": ids}).json()  # type: ignore[dict-item]
        assert [article["id"] for article in answer["articles"]] == ids


def test_the_example_of_an_explanation_explains_the_first_query(client: TestClient) -> None:
    first = next(iter(EXAMPLES["q"].values()))
    for explain in EXAMPLES["explain"].values():
        answer = client.get("/v1/search", params={"q": str(first), "explain": bool(explain)}).json()
        assert all(bool(hit.get("explanation")) == explain for hit in answer["hits"])


def test_every_format_is_declared_with_its_media_type(schema: dict[str, Any]) -> None:
    declared = schema["paths"]["/v1/search"]["get"]["responses"]["200"]["content"]
    # The docs page asks for the first of them.
    assert list(declared) == list(MEDIA_TYPES.values())
    assert declared["application/json"]["schema"] == {"$ref": "#/components/schemas/SearchShape"}


def test_the_example_of_a_revision_tells_of_every_article(client: TestClient) -> None:
    (since,) = EXAMPLES["since"].values()
    told = client.get("/v1/changes", params={"since": str(since)}).json()
    assert len(told["changed"]) == client.get("/v1/search?limit=0").json()["total"] > 0


def test_what_the_docs_page_fills_in_at_first_finds_something(client: TestClient) -> None:
    first: dict[str, Any] = {
        name: next(iter(e.values())) for name, e in EXAMPLES.items() if name not in OF_OTHERS
    }
    assert client.get("/v1/search", params=first).json()["total"] > 0


def test_errors_are_documented_as_the_problems_they_are(client: TestClient, schema: dict[str, Any]) -> None:
    problem = schema["components"]["schemas"]["Problem"]
    answered = client.get("/v1/search?limit=ten").json()
    assert answered.keys() == set(problem["required"])
    for path, operation in operations(schema):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], path
    assert "HTTPValidationError" not in schema["components"]["schemas"]


def test_the_docs_page_asks_for_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "https://" not in page
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
        assert client.get(f"/static/docs/{asset}").status_code == 200


def test_an_answer_to_fields_is_declared_as_it_comes(client: TestClient, schema: dict[str, Any]) -> None:
    shapes = schema["components"]["schemas"]
    for path, held, chosen in (
        ("/v1/search?fields=title,body", "hits", "ChosenHits"),
        ("/v1/articles?ids=bhrovb7xnok4gkun&fields=title,body", "articles", "ChosenArticles"),
    ):
        shown = client.get(path).json()[held][0]
        assert set(shapes[chosen]["required"]) <= shown.keys() <= shapes[chosen]["properties"].keys()


def test_no_parameter_is_declared_to_be_null_and_empty_ones_are_declared_as_absent(
    client: TestClient, schema: dict[str, Any]
) -> None:
    for path, operation in operations(schema):
        for parameter in operation.get("parameters", ()):
            assert "null" not in str(parameter["schema"]), path
            if parameter.get("allowEmptyValue") and path == "/v1/search":
                assert client.get(path, params={parameter["name"]: ""}).status_code == 200


def test_every_operation_on_the_archive_declares_its_tag_and_that_nothing_may_have_changed(
    client: TestClient, schema: dict[str, Any]
) -> None:
    for path, operation in operations(schema):
        assert ("304" in operation["responses"]) == path.startswith("/v1/")
    assert "etag" in client.get("/v1/corpus").headers


@pytest.mark.parametrize(
    ("date", "status"),
    [
        ("1969", 200),
        ("1969-07", 200),
        ("1969-07-20", 200),
        ("1969-07-20T20:17:40Z", 200),
        ("69", 422),
        ("1969-13", 422),
        ("July", 422),
    ],
)
def test_the_pattern_of_a_date_lets_every_date_through(
    client: TestClient, schema: dict[str, Any], date: str, status: int
) -> None:
    parameters = schema["paths"]["/v1/search"]["get"]["parameters"]
    pattern = next(one for one in parameters if one["name"] == "from")["schema"]["pattern"]
    assert bool(re.search(pattern, date)) == (status == 200)
    assert client.get("/v1/search", params={"from": date}).status_code == status


def test_the_docs_page_has_no_box_to_tick_for_empty_values(client: TestClient) -> None:
    assert "parameter__empty_value_toggle { display: none }" in client.get("/docs").text
