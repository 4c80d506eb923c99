"""The OpenAPI document tells the truth, and its examples find something among the sample articles."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api import articles, changes, corpus, facets, search, suggest, timeline
from app.api.documentation import EXAMPLES, EXAMPLES_OF, SHOWN
from app.api.formats import MEDIA_TYPES
from app.main import create_app
from app.settings import Settings
from tests.api.showing import answers, errors

OF_OTHERS = {"id", "ids", "since", "after", "interval", "explain", "format"}
"""Parameters that searches have not, or only with words, or that answer in another shape."""
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


def test_the_parameters_that_are_read_are_those_that_are_told_of(schema: dict[str, Any]) -> None:
    seen = 0
    for room in (articles, changes, corpus, facets, search, suggest, timeline):
        for route in room.router.routes:
            models = [getattr(one.call, "model", None) for one in route.dependant.dependencies]
            read = {
                field.alias or name for model in models if model for name, field in model.model_fields.items()
            }
            operation = schema["paths"][route.path]["get"]
            told = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
            assert told == read
            seen += len(read)
    assert seen > len(EXAMPLES)


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
        assert all(bool(hit.get("explanation")) == bool(explain) for hit in answer["hits"])


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
    assert 'href="/static/page/docs.css"' in client.get("/docs").text
    assert re.search(
        r"parameter__empty_value_toggle \{\s+display: none", client.get("/static/page/docs.css").text
    )


def test_the_operations_stand_in_reading_order_under_tags_that_are_described(schema: dict[str, Any]) -> None:
    tags = [tag["name"] for tag in schema["tags"]]
    assert tags == ["Search", "Articles", "Facets", "Suggest", "Corpus", "Health"]
    assert all(tag["description"] for tag in schema["tags"])
    used = [tag for _, operation in operations(schema) for tag in operation["tags"]]
    assert list(dict.fromkeys(used)) == tags


def test_every_parameter_has_an_example(schema: dict[str, Any]) -> None:
    for path, operation in operations(schema):
        for parameter in operation.get("parameters", ()):
            assert parameter["examples"], (path, parameter["name"])


def test_every_example_of_a_format_answers_in_it(client: TestClient) -> None:
    for name in filter(None, EXAMPLES["format"].values()):
        answer = client.get("/v1/search", params={"q": "moon", "format": str(name)})
        assert answer.headers["Content-Type"].partition(";")[0] == MEDIA_TYPES[name]  # type: ignore[index]


def test_what_is_shown_of_answers_is_what_is_answered(client: TestClient) -> None:
    shown = json.loads(SHOWN.read_text(encoding="utf-8"))
    assert steady(answers(client)) == steady(shown["answers"]), "python -m tests.api.showing writes it anew"
    assert steady(errors(client)) == steady(shown["errors"]), "python -m tests.api.showing writes it anew"


def test_every_operation_shows_an_answer_and_an_example_of_each_error(schema: dict[str, Any]) -> None:
    for path, operation in operations(schema):
        for status, response in operation["responses"].items():
            content = response.get("content", {})
            if status == "200":
                assert content["application/json"]["example"], path
            elif int(status) >= 400:
                shown = content["application/problem+json"]["examples"].values()
                assert {str(one["value"]["status"]) for one in shown} == {status}, path


def test_a_door_shows_its_errors_too(tmp_path: Path) -> None:
    described = create_app(
        Settings(data=tmp_path, rate_limit="5/minute", api_keys_file=tmp_path / "keys")
    ).openapi()
    responses = described["paths"]["/v1/corpus"]["get"]["responses"]
    for status in ("401", "429"):
        assert responses[status]["content"]["application/problem+json"]["examples"]


def steady(value: Any) -> Any:
    """Without what differs from one archive of the same articles to another: instants, scores, cursors."""
    if isinstance(value, dict):
        passing = {"updated", "score", "next", "next_cursor", "similarity"}
        return {name: steady(one) for name, one in value.items() if name not in passing}
    if isinstance(value, list):
        return [steady(one) for one in value]
    return re.sub(r"go on in \d+", "go on in some", value) if isinstance(value, str) else value
